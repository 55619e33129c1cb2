/*
 * layertext - one layer of the layer language: its words, and what follows
 * from them.
 */
#ifndef LATHE_NN_LAYERTEXT_H
#define LATHE_NN_LAYERTEXT_H

#include "nn/net.h"
#include "nn/words.h"

/*
 * Reads the words of a layer whose input is l->in; all else of *l is zero
 * before. Sets all but the places of its parameters. l->embed is the caller's,
 * also on failure. Fails: LATHE_EARG, LATHE_ENOMEM.
 */
enum lathe_code lathe_layertext_read(struct lathe_words *w,
                                     struct lathe_layer *l);

#endif
