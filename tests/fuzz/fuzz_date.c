/* Dates from any text: what is read is a date, is written as one that reads
 * as the same second, and is the same in every order that reads more. */
#include "base/date.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void look(const char *s, size_t n)
{
    double plain = 0, more = 0, whole = 0, again = 0;
    bool is_plain = lathe_date_parse(s, n, LATHE_DATE_PLAIN, &plain);
    char text[LATHE_DATE_ROOM];

    for (int order = LATHE_DATE_PLAIN; order <= LATHE_DATE_MDY; order++) {
        enum lathe_date_order o = (enum lathe_date_order)order;
        bool read = lathe_date_parse(s, n, o, &more);

        assert(!is_plain || (read && more == plain));
        if (lathe_date_parse_whole(s, n, o, &whole))
            assert(read && whole == more);
        if (!read)
            continue;
        assert(lathe_date_holds(more));
        lathe_date_text(text, more);
        if (lathe_date_split(more).year >= 1 &&
            lathe_date_split(more).year <= 9999)
            assert(lathe_date_parse(text, strlen(text), LATHE_DATE_PLAIN,
                                    &again) &&
                   again == floor(more));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    look((const char *)bytes, n);
    return 0;
}
