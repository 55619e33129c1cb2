/*
 * remark_encoding - what is said of text that was read as Latin-1, and may be
 * of an encoding that is like it.
 */
#ifndef LATHE_PREPARE_REMARK_ENCODING_H
#define LATHE_PREPARE_REMARK_ENCODING_H

#include "prepare/preprocess.h"
#include "scan/scan.h"

void lathe_remark_encoding(const struct lathe_preprocess *p,
                           const struct lathe_list *names,
                           const struct lathe_scan *scan);

#endif
