/*
 * sample_schema - a small schema with one column of each kind, for tests.
 *
 * Inputs: age, hours, grade (ordinal), then work (gov, private, rare or
 * unknown, missing). No training row has work "never" or grade "2".
 */
#ifndef LATHE_TESTS_SAMPLE_SCHEMA_H
#define LATHE_TESTS_SAMPLE_SCHEMA_H

#include "base/buf.h"
#include "data/schema.h"

#include <string.h>

static const char sample_json[] =
    "{\"task\":\"classify\",\"target\":\"income\",\"rows\":10,"
    "\"classes\":[\"<=50K\",\"none\",\">50K\"],\"class_counts\":[7,0,3],"
    "\"csv\":{\"delimiter\":\",\",\"quote\":\"\\\"\",\"comment\":null,"
    "\"header\":true,\"na\":[\"?\",\"NA\"]},\"columns\":["
    "{\"name\":\"age\",\"kind\":\"number\",\"present\":9,\"missing\":1,"
    "\"impute\":\"median\",\"scale\":\"standard\",\"fill\":37.5,\"shift\":40,"
    "\"factor\":0.1,\"clip\":[null,90],\"stats\":{\"mean\":40,\"sd\":10,"
    "\"min\":17,\"q25\":30,\"median\":37.5,\"q75\":50,\"max\":91}},"
    "{\"name\":\"id\",\"kind\":\"dropped\",\"present\":10,\"missing\":0,"
    "\"why\":\"one value a row\"},"
    "{\"name\":\"work\",\"kind\":\"category\",\"present\":8,\"missing\":2,"
    "\"impute\":\"category\",\"encode\":\"onehot\","
    "\"words\":[\"gov\",\"never\",\"private\",\"self\"],"
    "\"counts\":[2,0,5,1],\"places\":[0,2,1,2],\"missing_place\":3,"
    "\"unknown_place\":2,\"width\":4},"
    "{\"name\":\"grade\",\"kind\":\"category\",\"present\":10,\"missing\":0,"
    "\"impute\":\"most-frequent\",\"encode\":\"ordinal\","
    "\"words\":[\"1\",\"2\",\"10\"],\"counts\":[4,0,6],"
    "\"places\":[0,null,1],\"missing_place\":1,\"unknown_place\":null,"
    "\"width\":0},"
    "{\"name\":\"hours\",\"kind\":\"number\",\"present\":10,\"missing\":0,"
    "\"impute\":\"constant\",\"scale\":\"none\",\"fill\":0.1,\"shift\":-0.0,"
    "\"factor\":0.3333333333333333,\"clip\":[null,null],\"stats\":{"
    "\"mean\":1e-300,\"sd\":5e-324,\"min\":-1.7976931348623157e308,"
    "\"q25\":null,\"median\":0.1,\"q75\":123456789012345678,"
    "\"max\":1.7976931348623157e308}}]}";

/* Images of 1x2x3 pixels p1 to p6, and a column "x" that was dropped. */
static const char sample_images_json[] =
    "{\"task\":\"classify\",\"target\":\"label\",\"rows\":4,"
    "\"classes\":[\"0\",\"1\"],\"class_counts\":[2,2],"
    "\"image\":{\"channels\":1,\"height\":2,\"width\":3,"
    "\"shift\":[72.94035339355469],\"factor\":[0.011111111380159855]},"
    "\"csv\":{\"delimiter\":\"\\t\",\"quote\":null,\"comment\":\"#\","
    "\"header\":false,\"na\":[]},\"columns\":["
    "{\"prefix\":\"p\",\"first\":1,\"columns\":6,\"kind\":\"pixel\","
    "\"present\":4,\"missing\":0},"
    "{\"name\":\"x\",\"kind\":\"dropped\",\"present\":0,\"missing\":4,"
    "\"why\":null}]}";

/* A number target. */
static const char sample_regress_json[] =
    "{\"task\":\"regress\",\"target\":\"price\",\"rows\":3,"
    "\"target_stats\":{\"mean\":2,\"sd\":4,\"min\":1,\"q25\":1,\"median\":2,"
    "\"q75\":3,\"max\":3},\"target_shift\":2,\"target_factor\":0.25,"
    "\"csv\":{\"delimiter\":\",\",\"quote\":\"\\\"\",\"comment\":null,"
    "\"header\":true,\"na\":[\"NA\"]},\"columns\":["
    "{\"name\":\"rooms\",\"kind\":\"number\",\"present\":3,\"missing\":0,"
    "\"impute\":\"mean\",\"scale\":\"minmax\",\"fill\":3,\"shift\":1,"
    "\"factor\":0.5,\"clip\":[0,10],\"stats\":{\"mean\":3,\"sd\":1,"
    "\"min\":1,\"q25\":2,\"median\":3,\"q75\":3,\"max\":3}}]}";

/* The same with weights in column "times". */
static const char sample_weights_json[] =
    "{\"task\":\"regress\",\"target\":\"price\",\"weight\":\"times\","
    "\"rows\":3,"
    "\"target_stats\":{\"mean\":2,\"sd\":4,\"min\":1,\"q25\":1,\"median\":2,"
    "\"q75\":3,\"max\":3},\"target_shift\":2,\"target_factor\":0.25,"
    "\"csv\":{\"delimiter\":\",\",\"quote\":\"\\\"\",\"comment\":null,"
    "\"header\":true,\"na\":[\"NA\"]},\"columns\":["
    "{\"name\":\"rooms\",\"kind\":\"number\",\"present\":3,\"missing\":0,"
    "\"impute\":\"mean\",\"scale\":\"minmax\",\"fill\":3,\"shift\":1,"
    "\"factor\":0.5,\"clip\":[0,10],\"stats\":{\"mean\":3,\"sd\":1,"
    "\"min\":1,\"q25\":2,\"median\":3,\"q75\":3,\"max\":3}}]}";

/* Three labels of two numbers, and two values of one. */
static const char sample_labels_json[] =
    "{\"task\":\"classify\",\"rows\":5,\"targets\":["
    "{\"target\":\"toxic\",\"classes\":[\"0\",\"1\"],\"class_counts\":[3,2]},"
    "{\"target\":\"rude\",\"classes\":[\"no\",\"yes\"],"
    "\"class_counts\":[5,0]},"
    "{\"target\":\"last, first\",\"classes\":[\"f\",\"t\"],"
    "\"class_counts\":[1,4]}],"
    "\"csv\":{\"delimiter\":\",\",\"quote\":\"\\\"\",\"comment\":null,"
    "\"header\":true,\"na\":[\"NA\"]},\"columns\":["
    "{\"name\":\"x\",\"kind\":\"number\",\"present\":5,\"missing\":0,"
    "\"impute\":\"mean\",\"scale\":\"none\",\"fill\":3,\"shift\":0,"
    "\"factor\":1,\"clip\":[null,null],\"stats\":{\"mean\":3,\"sd\":1,"
    "\"min\":1,\"q25\":2,\"median\":3,\"q75\":3,\"max\":3}},"
    "{\"name\":\"z\",\"kind\":\"number\",\"present\":4,\"missing\":1,"
    "\"impute\":\"mean\",\"scale\":\"none\",\"fill\":3,\"shift\":0,"
    "\"factor\":1,\"clip\":[null,null],\"stats\":{\"mean\":3,\"sd\":1,"
    "\"min\":1,\"q25\":2,\"median\":3,\"q75\":3,\"max\":3}}]}";

static const char sample_values_json[] =
    "{\"task\":\"regress\",\"rows\":3,\"targets\":["
    "{\"target\":\"price\",\"target_stats\":{\"mean\":2,\"sd\":4,\"min\":1,"
    "\"q25\":1,\"median\":2,\"q75\":3,\"max\":3},\"target_shift\":2,"
    "\"target_factor\":0.25},"
    "{\"target\":\"area\",\"target_stats\":{\"mean\":-1,\"sd\":0.5,"
    "\"min\":-2,\"q25\":-1,\"median\":-1,\"q75\":-1,\"max\":0},"
    "\"target_shift\":-1,\"target_factor\":2}],"
    "\"csv\":{\"delimiter\":\",\",\"quote\":\"\\\"\",\"comment\":null,"
    "\"header\":true,\"na\":[\"NA\"]},\"columns\":["
    "{\"name\":\"rooms\",\"kind\":\"number\",\"present\":3,\"missing\":0,"
    "\"impute\":\"mean\",\"scale\":\"minmax\",\"fill\":3,\"shift\":1,"
    "\"factor\":0.5,\"clip\":[0,10],\"stats\":{\"mean\":3,\"sd\":1,"
    "\"min\":1,\"q25\":2,\"median\":3,\"q75\":3,\"max\":3}}]}";

static inline enum lathe_code sample_read(struct lathe_schema *s,
                                          const char *json,
                                          struct lathe_err *err)
{
    struct lathe_json *v = NULL;
    enum lathe_code rc = lathe_json_parse(&v, json, strlen(json), err);

    if (!rc)
        rc = lathe_schema_read(s, v, err);
    lathe_json_free(v);
    return rc;
}

/* The schema as one line of JSON, in `out` (cleared first). */
static inline const char *sample_write(struct lathe_buf *out,
                                       const struct lathe_schema *s)
{
    struct lathe_json_out j = {.out = out, .compact = true};

    lathe_buf_clear(out);
    lathe_schema_write(&j, NULL, s);
    return out->s;
}

#endif
