#include "hint/dress.h"

#include "hint/sign.h"

#include <string.h>

/* What may stand anywhere, and is taken out. */
static const struct {
    const char *text;
    enum lathe_dress_mark mark;
} gaps[] = {
    {"\u00a0", LATHE_DRESS_NO_BREAK}, {"\u202f", LATHE_DRESS_NARROW},
    {"\u2009", LATHE_DRESS_THIN},     {"\ufeff", LATHE_DRESS_UNSEEN},
    {"\u200b", LATHE_DRESS_UNSEEN},   {"\u200e", LATHE_DRESS_UNSEEN},
    {"\u200f", LATHE_DRESS_UNSEEN},   {"\u00ad", LATHE_DRESS_UNSEEN},
};

/* Digits of other scripts: the bytes in front of the last one, which is that of
 * the zero or up to 9 more. */
static const struct {
    const char *front;
    unsigned char zero;
    enum lathe_dress_mark mark;
} digits[] = {
    {"\xef\xbc", 0x90, LATHE_DRESS_WIDE},
    {"\xd9", 0xa0, LATHE_DRESS_ARABIC},
};

static const char *const limits[] = {"<", ">", "≤", "≥"};

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* Bytes of a number with all that is around it, at the most. */
#define LONGEST 64

/* A value from both ends inwards. */
struct core {
    const char *s;
    size_t len;
};

/* Blanks alone: the script leaves tabs where they are. */
static bool trim(struct core *c)
{
    size_t before = c->len;

    while (c->len && *c->s == ' ') {
        c->s++;
        c->len--;
    }
    while (c->len && c->s[c->len - 1] == ' ')
        c->len--;
    return c->len < before;
}

static bool take_first(struct core *c, const char *text)
{
    size_t n;

    if (c->len == 0 || *c->s != *text)  /* most often */
        return false;
    n = strlen(text);
    if (c->len < n || memcmp(c->s, text, n) != 0)
        return false;
    c->s += n;
    c->len -= n;
    return true;
}

static bool take_last(struct core *c, const char *text)
{
    size_t n = strlen(text);

    if (c->len < n || memcmp(c->s + c->len - n, text, n) != 0)
        return false;
    c->len -= n;
    return true;
}

static bool take_minus(struct core *c, struct lathe_dress *d)
{
    if (take_first(c, LATHE_SIGN_MINUS)) {
        d->marks |= LATHE_DRESS_MINUS;
        return true;
    }
    if (take_first(c, LATHE_SIGN_DASH)) {
        d->marks |= LATHE_DRESS_DASH;
        return true;
    }
    return take_first(c, "-") || take_first(c, "+");
}

static bool take_gap(struct core *c, struct lathe_dress *d)
{
    for (size_t i = 0; i < ROWS(gaps); i++)
        if (take_first(c, gaps[i].text)) {
            d->marks |= gaps[i].mark;
            return true;
        }
    return false;
}

/* The next byte, or the digit that is written in other ones. */
static char take_digit(struct core *c, struct lathe_dress *d)
{
    char byte = *c->s;

    for (size_t i = 0; i < ROWS(digits); i++) {
        size_t n = strlen(digits[i].front);
        unsigned char last = c->len > n ? (unsigned char)c->s[n] : 0;

        if (c->len <= n || memcmp(c->s, digits[i].front, n) != 0 ||
            last < digits[i].zero || last > digits[i].zero + 9)
            continue;
        d->marks |= digits[i].mark;
        byte = (char)('0' + last - digits[i].zero);
        c->s += n;
        c->len -= n;
    }
    c->s++;
    c->len--;
    return byte;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* An apostrophe or a blank behind a digit and before three. */
static bool take_thousands(struct core *c, char before, struct lathe_dress *d)
{
    struct core behind = *c;
    enum lathe_dress_mark mark = LATHE_DRESS_APOSTROPHE;

    if (!is_digit(before))
        return false;
    if (!take_first(&behind, "'") && !take_first(&behind, "’")) {
        if (!take_first(&behind, " "))
            return false;
        mark = LATHE_DRESS_GROUPS;
    }
    for (size_t i = 0; i < 3; i++)
        if (i >= behind.len || !is_digit(behind.s[i]))
            return false;
    if (behind.len > 3 && is_digit(behind.s[3]))
        return false;
    d->marks |= mark;
    *c = behind;
    return true;
}

/* Whether the blanks are between groups of three digits: 1 234 567, not 2020
 * 123 nor 1 234567. */
static bool is_grouped(const char *s, size_t len)
{
    size_t run = 0;

    for (size_t i = 0; i < len; i++) {
        run = is_digit(s[i]) ? run + 1 : 0;
        if (run > 3 && i + 1 < len && s[i + 1] == ' ')
            return false;
    }
    return true;
}

/* Takes what may stand anywhere out of s, with the digits that are meant. */
static struct core without_gaps(char rest[LONGEST], const char *s, size_t len,
                                struct lathe_dress *d)
{
    struct core c = {s, len}, left = {rest, 0};

    while (c.len)
        if (!take_gap(&c, d) &&
            !take_thousands(&c, left.len ? rest[left.len - 1] : '\0', d))
            rest[left.len++] = take_digit(&c, d);
    return left;
}

/* <0.1 and >= 500, which are beyond what was measured. */
static void take_limit(struct core *c, struct lathe_dress *d)
{
    for (size_t i = 0; i < ROWS(limits); i++)
        if (take_first(c, limits[i])) {
            d->marks |= LATHE_DRESS_LIMIT;
            (void)take_first(c, "=");
            (void)trim(c);
            return;
        }
}

static void take_sign(struct core *c, struct lathe_dress *d)
{
    const struct lathe_sign *sign;

    for (size_t i = 0; !d->sign && (sign = lathe_sign_at(i)); i++)
        if (take_first(c, sign->text) ||
            (!sign->word && take_last(c, sign->text)))
            d->sign = sign;
    if (d->sign && trim(c))
        d->marks |= LATHE_DRESS_SPACED;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* kg, km/h and °C, right behind the digits or behind blanks. */
static void take_unit(struct core *c, struct lathe_dress *d)
{
    struct core left = *c;
    size_t n = 0;

    while (left.len && (is_letter(left.s[left.len - 1]) ||
                        left.s[left.len - 1] == '/')) {
        left.len--;
        n++;
    }
    if (n == 0 || n >= sizeof d->unit || !is_letter(left.s[left.len]) ||
        !is_letter(c->s[c->len - 1]))
        return;
    memcpy(d->unit, left.s + left.len, n);
    (void)trim(&left);
    if (left.len && left.s[left.len - 1] >= '0' && left.s[left.len - 1] <= '9')
        *c = left;
    else
        memset(d->unit, 0, sizeof d->unit);
}

/* What of a number may be in parentheses, or before a minus. */
static bool is_unsigned(const struct core *c)
{
    return c->len && c->s[0] >= '0' && c->s[0] <= '9' &&
           strspn(c->s, "0123456789.,") >= c->len;
}

/* A minus may stand before the sign and behind it, but only once. */
static bool undress(struct core *c, struct lathe_dress *d)
{
    bool in = false, minus, end;

    if (c->len > 1 && c->s[0] == '(' && c->s[c->len - 1] == ')') {
        c->s++;
        c->len -= 2;
        d->marks |= LATHE_DRESS_PARENTHESES;
        in = true;
    }
    minus = take_minus(c, d);
    take_sign(c, d);
    if (d->sign && !minus)
        minus = take_minus(c, d);
    if (!d->sign)
        take_unit(c, d);
    end = take_last(c, "-");
    if (end)
        d->marks |= LATHE_DRESS_TRAILING;
    if (((in || end) && !is_unsigned(c)) || in + minus + end > 1)
        return false;
    if (minus && c->len && (*c->s == '-' || *c->s == '+'))
        return false;
    d->comma = lathe_comma_of(c->s, c->len);
    return d->comma != LATHE_COMMA_NONE;
}

bool lathe_dress_of(const char *s, size_t len, struct lathe_dress *d)
{
    char rest[LONGEST + 1] = "";
    struct core c;

    *d = (struct lathe_dress){.comma = lathe_comma_of(s, len)};
    if (d->comma != LATHE_COMMA_NONE)
        return d->comma != LATHE_COMMA_NUMBER;
    if (len > LONGEST)
        return false;
    c = without_gaps(rest, s, len, d);
    if (trim(&c))
        d->marks |= LATHE_DRESS_BLANKS;
    take_limit(&c, d);
    if (d->marks & LATHE_DRESS_GROUPS && !is_grouped(s, len))
        return false;
    return undress(&c, d);
}

bool lathe_dress_is_sign(const char *word)
{
    const struct lathe_sign *sign;

    for (size_t i = 0; (sign = lathe_sign_at(i)); i++)
        if (strcmp(word, sign->text) == 0)
            return true;
    return false;
}

/* Whether what both have can be taken out by one command. */
static bool join(struct lathe_dress *all, const struct lathe_dress *d)
{
    bool bare = !all->sign && !all->unit[0];

    if ((d->sign && !bare && d->sign != all->sign) ||
        (d->unit[0] && !bare && strcmp(d->unit, all->unit) != 0))
        return false;
    if (d->sign)
        all->sign = d->sign;
    memcpy(all->unit, d->unit[0] ? d->unit : all->unit, sizeof all->unit);
    all->marks |= d->marks;
    all->comma = d->comma > all->comma ? d->comma : all->comma;
    return true;
}

bool lathe_dress_of_words(const struct lathe_dict *words,
                          struct lathe_dress *d)
{
    uint32_t dressed = 0, others = 0, limited = 0, united = 0;

    *d = (struct lathe_dress){0};
    for (uint32_t k = 0; k < words->n; k++) {
        struct lathe_dress one;

        dressed += lathe_dress_of(words->word[k], words->length[k], &one);
        limited += (one.marks & LATHE_DRESS_LIMIT) != 0;
        united += one.comma != LATHE_COMMA_NONE && one.unit[0];
        if (one.comma == LATHE_COMMA_NONE)
            others++;
        else if (!join(d, &one))
            return false;
    }
    return dressed && others <= words->n / 20 && limited < words->n &&
           (united != 1 || words->n < 3);
}
