/*
 * engine - inference in a fixed order over prepacked weights.
 *
 * Every output is one chain of fused multiply-adds over its inputs in
 * ascending order, starting at the bias; rows and outputs are spread over
 * registers, the chain is not. So a row gets the same bits alone or in any
 * batch, on any thread, and on every kind of CPU. A quantised layer runs in
 * exact integer arithmetic.
 */
#ifndef LATHE_INFER_ENGINE_H
#define LATHE_INFER_ENGINE_H

#include "base/cpu.h"
#include "data/encode.h"
#include "nn/model.h"

struct lathe_engine;            /* shared by threads, read only */
struct lathe_scratch;           /* one a thread */

/* Packs the weights; the model may be released afterwards. Quantised layers
 * run as integers. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_engine_new(struct lathe_engine **out,
                                 const struct lathe_model *m,
                                 enum lathe_cpu_level level,
                                 struct lathe_err *err);
void lathe_engine_free(struct lathe_engine *e);

size_t lathe_engine_outputs(const struct lathe_engine *e);

/* Room for up to `rows` rows at a time. Fails: LATHE_ENOMEM. */
enum lathe_code lathe_scratch_new(struct lathe_scratch **out,
                                  const struct lathe_engine *e, size_t rows,
                                  struct lathe_err *err);
void lathe_scratch_free(struct lathe_scratch *s);

/* Logits (or scaled values) of rows [first, first + n) of x: out [n x
 * outputs]. Any n: taken in pieces that fit the scratch. Allocates nothing,
 * cannot fail. */
void lathe_engine_run(const struct lathe_engine *e, struct lathe_scratch *s,
                      const struct lathe_inputs *x, size_t first, size_t n,
                      float *out);

/* Sees inputs of a dense or conv layer that are floats: n of them. */
typedef void lathe_engine_watch_fn(void *ctx, size_t layer, const float *v,
                                   size_t n);

/* Runs rows [first, first + n) of x and shows `fn` the inputs of each layer
 * with weights, all that a table's first layer takes but its hot places. For
 * calibration. */
void lathe_engine_watch(const struct lathe_engine *e, struct lathe_scratch *s,
                        const struct lathe_inputs *x, size_t first, size_t n,
                        lathe_engine_watch_fn *fn, void *ctx);

/* The lowest and highest of these: range [net.n x 2] is widened. */
void lathe_engine_ranges(const struct lathe_engine *e, struct lathe_scratch *s,
                         const struct lathe_inputs *x, size_t first, size_t n,
                         float *range);

#endif
