/*
 * embed - the layer that gives categories vectors which are learnt (Guo and
 * Berkhahn 2016, "Entity embeddings of categorical variables").
 *
 *   embed 16x4 7 42x8
 *
 * The first layer on a table, whose last inputs are one-hot: three columns of
 * 16, 7 and 42 places here. A column WxN has a table [W x N] and gives out the
 * row of its hot place, N zeros where it is cold; a column W stays one-hot.
 * Out of the layer come the inputs in front of the columns, then all vectors,
 * then the one-hot inputs that are left, all in the order of the columns.
 */
#ifndef LATHE_NN_EMBED_H
#define LATHE_NN_EMBED_H

#include "data/schema.h"
#include "nn/net.h"
#include "nn/words.h"

struct lathe_embed_column {
    uint32_t width;             /* places */
    uint32_t size;              /* numbers of a vector; 0: stays one-hot */
    uint32_t first;             /* of its places among the inputs */
    uint32_t to;                /* where its outputs begin */
    size_t table;               /* of the layer's weights, the first that is
                                 * of its table [width x size] */
};

struct lathe_embed {
    struct lathe_embed_column *column;  /* [n] */
    size_t n;
    uint32_t dense;             /* inputs in front of the columns */
    uint32_t floats;            /* these and all vectors */
    size_t plain;               /* columns that stay one-hot */
};

/* The words behind "embed"; l->in is known. *l gets out, weights and embed,
 * which is the caller's (lathe_embed_free), also on failure.
 * Fails: LATHE_EARG, LATHE_ENOMEM. */
enum lathe_code lathe_embed_read(struct lathe_words *w, struct lathe_layer *l);
void lathe_embed_free(struct lathe_embed *e);

/* A copy, into *out. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_embed_copy(struct lathe_embed **out,
                                 const struct lathe_embed *e,
                                 struct lathe_err *err);

/* " 16x4 7 42x8" */
void lathe_embed_text(struct lathe_buf *out, const struct lathe_embed *e);

/* Whether the columns of the net's embedding, if it has one, are those of the
 * schema. */
bool lathe_embed_fits(const struct lathe_net *net,
                      const struct lathe_schema *s);

/* Column k of the schema that has hot places; NULL: there are fewer. */
const struct lathe_column *lathe_embed_source(const struct lathe_schema *s,
                                              size_t k);

#endif
