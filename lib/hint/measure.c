#include "hint/measure.h"

#include "hint/coordinates.h"
#include "hint/currencies.h"
#include "hint/durations.h"
#include "hint/hexadecimal.h"
#include "hint/pairs.h"
#include "hint/units.h"

bool lathe_measure_tell(struct lathe_buf *out, const struct lathe_dict *words,
                        const struct lathe_dialect *dialect)
{
    return words->n > 0 && (lathe_hexadecimal_tell(out, words) ||
                            lathe_coordinates_tell(out, words, dialect) ||
                            lathe_units_tell(out, words, dialect) ||
                            lathe_currencies_tell(out, words) ||
                            lathe_durations_tell(out, words) ||
                            lathe_pairs_tell(out, words, dialect));
}
