#include "hint/dress.h"

#include <stdio.h>
#include <string.h>

/* In sed; NULL: Latin-1 has no such sign. */
struct lathe_sign {
    const char *text;           /* UTF-8 */
    const char *pattern, *latin1;
    bool word;                  /* of letters, in front alone */
};

#define CODE(text) {text, text, text, true}

static const struct lathe_sign signs[] = {
    {"$", "[$]", "[$]", false},
    {"€", "€", NULL, false},
    {"£", "£", "\\xa3", false},
    {"¥", "¥", "\\xa5", false},
    {"₹", "₹", NULL, false},
    {"%", "%", "%", false},
    {"US$", "US[$]", "US[$]", true},
    {"CA$", "CA[$]", "CA[$]", true},
    {"C$", "C[$]", "C[$]", true},
    {"AU$", "AU[$]", "AU[$]", true},
    {"A$", "A[$]", "A[$]", true},
    {"NZ$", "NZ[$]", "NZ[$]", true},
    {"HK$", "HK[$]", "HK[$]", true},
    {"NT$", "NT[$]", "NT[$]", true},
    {"S$", "S[$]", "S[$]", true},
    {"R$", "R[$]", "R[$]", true},
    {"Rs.", "Rs[.]", "Rs[.]", true},
    {"Rs", "Rs", "Rs", true},
    {"kr", "kr", "kr", true},
    CODE("USD"), CODE("EUR"), CODE("GBP"), CODE("JPY"), CODE("CHF"),
    CODE("CNY"), CODE("INR"), CODE("CAD"), CODE("AUD"), CODE("NZD"),
    CODE("SEK"), CODE("NOK"), CODE("DKK"), CODE("PLN"), CODE("CZK"),
    CODE("HUF"), CODE("BRL"), CODE("MXN"), CODE("ZAR"), CODE("RUB"),
    CODE("KRW"), CODE("SGD"), CODE("HKD"),
};

enum { SIGNS = sizeof signs / sizeof *signs };

#define MINUS "−"
#define DASH "–"

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
    if (take_first(c, MINUS)) {
        d->marks |= LATHE_DRESS_MINUS;
        return true;
    }
    if (take_first(c, DASH)) {
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
    for (size_t i = 0; i < SIGNS && !d->sign; i++)
        if (take_first(c, signs[i].text) ||
            (!signs[i].word && take_last(c, signs[i].text)))
            d->sign = &signs[i];
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
    for (size_t i = 0; i < SIGNS; i++)
        if (strcmp(word, signs[i].text) == 0)
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

/* ---- what it is, and what takes it out ---------------------------------- */

static const char *comma_name(enum lathe_comma comma, bool dots)
{
    if (comma == LATHE_COMMA_THOUSANDS)
        return "commas between thousands";
    if (comma == LATHE_COMMA_DECIMAL)
        return "decimal commas";
    return dots ? "dots between thousands"
                : "decimal commas and dots between thousands";
}

/* Not behind a word. */
#define GROUPS ":b;s/(^|[^A-Za-z0-9 ])([0-9]+) ([0-9]{3})\\b/\\1\\2\\3/;tb"

static const struct {
    enum lathe_dress_mark mark;
    const char *what, *script, *latin1;
} marks[] = {
    {LATHE_DRESS_NO_BREAK, "no-break spaces", "s/\\xc2\\xa0//g",
     "s/\\xa0//g"},
    {LATHE_DRESS_NARROW, "narrow no-break spaces", "s/\\xe2\\x80\\xaf//g",
     NULL},
    {LATHE_DRESS_THIN, "thin spaces", "s/\\xe2\\x80\\x89//g", NULL},
    {LATHE_DRESS_UNSEEN, "characters that are not seen",
     "s/(\\xef\\xbb\\xbf|\\xe2\\x80(\\x8b|\\x8e|\\x8f)|\\xc2\\xad)//g",
     "s/\\xad//g"},
    {LATHE_DRESS_WIDE, "wide digits",
     "s/０/0/g;s/１/1/g;s/２/2/g;s/３/3/g;s/４/4/g;"
     "s/５/5/g;s/６/6/g;s/７/7/g;s/８/8/g;s/９/9/g", NULL},
    {LATHE_DRESS_ARABIC, "digits of Arabic script",
     "s/٠/0/g;s/١/1/g;s/٢/2/g;s/٣/3/g;s/٤/4/g;"
     "s/٥/5/g;s/٦/6/g;s/٧/7/g;s/٨/8/g;s/٩/9/g", NULL},
    {LATHE_DRESS_APOSTROPHE, "apostrophes between thousands",
     "s/([0-9])(\\x27|’)([0-9])/\\1\\3/g", "s/([0-9])\\x27([0-9])/\\1\\2/g"},
    {LATHE_DRESS_MINUS, "'" MINUS "' signs in place of '-'",
     "s/" MINUS "/-/g", NULL},
    {LATHE_DRESS_DASH, "'" DASH "' signs in place of '-'",
     "s/" DASH "/-/g", NULL},
    {LATHE_DRESS_LIMIT, "'<' and '>' of limits", "s/(<|>|≤|≥)=? *//g",
     "s/[<>]=? *//g"},
    {LATHE_DRESS_BLANKS, "blanks within quotes", "s/\" +/\"/g;s/ +\"/\"/g",
     "s/\" +/\"/g;s/ +\"/\"/g"},
    {LATHE_DRESS_GROUPS, "blanks between thousands", GROUPS, GROUPS},
    {LATHE_DRESS_PARENTHESES, "parentheses for a minus",
     "s/\\(([0-9.,]+)\\)/-\\1/g", "s/\\(([0-9.,]+)\\)/-\\1/g"},
};

enum { MARKS = sizeof marks / sizeof *marks, SIMPLE = 9 };

static const char *separator(size_t *told, bool last)
{
    return (*told)++ == 0 ? "its " : last ? " and " : ", ";
}

void lathe_dress_name(struct lathe_buf *out, const struct lathe_dress *d,
                      bool dots)
{
    const bool comma = d->comma > LATHE_COMMA_NUMBER;
    size_t told = 0, n = (size_t)(d->sign != NULL) + (d->unit[0] != '\0') +
                         comma +
                         ((d->marks & LATHE_DRESS_TRAILING) != 0);

    for (size_t i = 0; i < MARKS; i++)
        n += (d->marks & marks[i].mark) != 0;
    if (n == 1 && comma && d->comma != LATHE_COMMA_DECIMAL) {
        lathe_buf_puts(out, comma_name(d->comma, dots));
        return;
    }
    if (d->sign)
        lathe_buf_printf(out, "%s'%s' signs", separator(&told, false),
                         d->sign->text);
    if (d->unit[0])
        lathe_buf_printf(out, "%sunit '%s'", separator(&told, false), d->unit);
    for (size_t i = 0; i < MARKS; i++)
        if (d->marks & marks[i].mark)
            lathe_buf_printf(out, "%s%s", separator(&told, told + 1 == n),
                             marks[i].what);
    if (d->marks & LATHE_DRESS_TRAILING)
        lathe_buf_printf(out, "%sminus signs at the end",
                         separator(&told, told + 1 == n));
    if (comma)
        lathe_buf_printf(out, "%s%s", separator(&told, true),
                         comma_name(d->comma, dots));
}

const char *lathe_dress_end(char out[LATHE_DRESS_END], char delimiter)
{
    bool plain = strchr(",;: ", delimiter);

    if (strchr("'^\\[]", delimiter))
        return "";
    if (delimiter == '\t')
        return "(\\t|\\r?$)";
    snprintf(out, LATHE_DRESS_END, "(%s%c%s|\\r?$)", plain ? "" : "[",
             delimiter, plain ? "" : "]");
    return out;
}

static void add_script(struct lathe_buf *out, const char *script)
{
    lathe_buf_printf(out, "%s%s", out->len ? ";" : "", script);
}

/* With a comma in it a value of a file of commas is quoted. */
static void add_trailing(struct lathe_buf *out, const struct lathe_dress *d,
                         char delimiter, const char *end)
{
    bool quoted = d->comma > LATHE_COMMA_NUMBER && delimiter == ',';

    if (quoted)
        add_script(out, "s/\"([0-9.,]+)-\"/\"-\\1\"/g");
    lathe_buf_printf(out, "%ss/([0-9.%s]+)-(\"?%s)/-\\1\\2/g",
                     out->len ? ";" : "",
                     d->comma > LATHE_COMMA_NUMBER && !quoted ? "," : "", end);
}

/* A slash ends what is looked for. */
static void add_unit(struct lathe_buf *out, const struct lathe_dress *d,
                     const char *end)
{
    bool in = d->marks & LATHE_DRESS_PARENTHESES;

    lathe_buf_printf(out, "%ss/([0-9]) *", out->len ? ";" : "");
    for (const char *u = d->unit; *u; u++)
        lathe_buf_printf(out, "%s%c", *u == '/' ? "\\" : "", *u);
    lathe_buf_printf(out, "(%s\"?%s)/\\1\\2/g", in ? "\\)?" : "", end);
}

/* The scripts in the order in which each leaves the others what they look
 * for. False: the file cannot have it. */
static bool add_scripts(struct lathe_buf *out, const struct lathe_dress *d,
                        const struct lathe_dialect *dialect)
{
    const char *pattern = !d->sign ? NULL : dialect->latin1 ? d->sign->latin1
                                                            : d->sign->pattern;
    bool spaced = d->marks & LATHE_DRESS_SPACED;
    bool trailing = d->marks & LATHE_DRESS_TRAILING;
    char room[LATHE_DRESS_END];
    const char *end = lathe_dress_end(room, dialect->delimiter);

    if (d->sign &&
        (!pattern || (d->sign->word &&
                      d->marks & (LATHE_DRESS_MINUS | LATHE_DRESS_DASH))))
        return false;
    if (!*end && (d->unit[0] || trailing))
        return false;
    for (const char *u = d->unit; dialect->latin1 && *u; u++)
        if ((unsigned char)*u >= 0x80)
            return false;
    /* In front of numbers alone: there are words that begin so. */
    if (pattern && d->sign->word)
        lathe_buf_printf(out, "s/\\b%s *([-+(.0-9])/\\1/g", pattern);
    else if (pattern)
        lathe_buf_printf(out, "s/%s%s%s//g", spaced ? " *" : "", pattern,
                         spaced ? " *" : "");
    for (size_t i = 0; i < MARKS; i++) {
        const char *script = dialect->latin1 ? marks[i].latin1
                                             : marks[i].script;

        if (i == SIMPLE && d->unit[0])
            add_unit(out, d, end);
        if (!(d->marks & marks[i].mark))
            continue;
        if (!script)
            return false;
        add_script(out, script);
    }
    if (trailing)
        add_trailing(out, d, dialect->delimiter, end);
    if (d->comma > LATHE_COMMA_NUMBER)
        add_script(out, lathe_comma_script(d->comma, dialect->delimiter));
    return true;
}

bool lathe_dress_remedy(struct lathe_buf *out, const struct lathe_dress *d,
                        const struct lathe_dialect *dialect)
{
    struct lathe_buf script = {.limit = 512};
    bool done = add_scripts(&script, d, dialect) && script.s &&
                !lathe_buf_check(&script, NULL);

    if (done)
        lathe_buf_printf(out, "%ssed %s'%s' FILE",
                         strstr(script.s, "\\xa") && dialect->latin1
                             ? "LC_ALL=C " : "",
                         strpbrk(script.s, "+?(") ? "-E " : "", script.s);
    lathe_buf_release(&script);
    return done;
}
