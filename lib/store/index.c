/*
 * Groups are taken from a list to which each adds what it holds, so that no
 * depth of the file becomes a depth of calls. The nodes of one group's tree
 * are visited by recursion, of at most LEVELS calls.
 *
 * Section numbers: HDF5 File Format Specification, version 3.0.
 */
#include "store/index.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

#define number lathe_header_number

/* Sizes that follow from the superblock's fixed numbers: a node of a tree has
 * at most 32 children (twice 16), a leaf at most 8 names (twice 4). */
#define SUPERBLOCK_BYTES 96
#define CHILDREN 32
#define NODE_BYTES (24 + 16 * CHILDREN + 8)
#define NAMES 8
#define ENTRY_BYTES 40
#define LEAF_BYTES (8 + ENTRY_BYTES * NAMES)
#define HEAP_BYTES 32

/* 32 to the power of 4, times 8: beyond LATHE_INDEX_OBJECTS even of a tree
 * that is half full everywhere. */
#define LEVELS 4
#define TEXT_LIMIT ((uint64_t)8 << 20)
#define NAME_LIMIT 255

/* The kinds of a name's cache (section III.C). */
enum { NOTHING_CACHED, GROUP_CACHED, LINK_CACHED };

/* One group that is being read. */
struct group {
    struct lathe_span_source *s;
    struct lathe_index *ix;
    struct lathe_index_object is;       /* a copy: the list may move */
    const char *shown;          /* its name, for messages */
    char *text;                 /* [text_bytes], and a NUL */
    size_t text_bytes;
    const char *last;           /* the name before, in the text; or NULL */
};

static enum lathe_code refuse(const struct lathe_span_source *s,
                              const char *name, const char *why,
                              struct lathe_err *err)
{
    return lathe_fail(err, LATHE_EDATA, "'%s', object '%s': %s", s->path, name,
                      why);
}

/* ---- objects ------------------------------------------------------------ */

static const char *shown(const char *name)
{
    return name[0] ? name : "/";
}

/* Adds an object to the list; `name` goes over to it, also on failure. */
static enum lathe_code add_object(struct lathe_index *ix,
                                  struct lathe_span_source *s, char *name,
                                  uint64_t at, unsigned depth,
                                  struct lathe_err *err)
{
    struct lathe_index_object o = {.name = name, .at = at, .depth = depth};
    enum lathe_code rc = LATHE_OK;

    if (ix->n == LATHE_INDEX_OBJECTS)
        rc = lathe_fail(err, LATHE_EDATA, "'%s' holds too many objects",
                        s->path);
    else if (depth > LATHE_INDEX_DEPTH)
        rc = refuse(s, name, "it lies too deep in groups", err);
    if (rc == LATHE_OK)
        rc = lathe_header_read(s, at, shown(name), &o.is, err);
    if (rc == LATHE_OK)
        rc = lathe_grow(&ix->object, &ix->cap, ix->n + 1, sizeof o, err);
    if (rc)
        lathe_free(name);
    else
        ix->object[ix->n++] = o;
    return rc;
}

/* "GROUP/word", or the word alone in the root. NULL: out of memory. */
static char *join(const char *group, const char *word)
{
    size_t n = strlen(group), m = strlen(word);
    char *name = lathe_calloc(n + m + 2, 1);

    if (!name)
        return NULL;
    memcpy(name, group, n);
    if (n > 0)
        name[n++] = '/';
    memcpy(name + n, word, m);
    return name;
}

/* ---- groups ------------------------------------------------------------- */

/* The text at an offset of the heap: a name that may stand in messages, and
 * after all before it, so that none is there twice. */
static enum lathe_code take_name(struct group *g, uint64_t offset,
                                 const char **out, struct lathe_err *err)
{
    if (offset >= g->text_bytes)
        return refuse(g->s, g->shown, "a name in it is not there", err);

    const char *word = g->text + offset;
    size_t n = strnlen(word, NAME_LIMIT + 1);
    if (n == 0 || n > NAME_LIMIT || offset + n >= g->text_bytes)
        return refuse(g->s, g->shown, "a name in it has no end", err);
    for (size_t i = 0; i < n; i++)
        if (word[i] <= ' ' || word[i] > '~' || word[i] == '/')
            return refuse(g->s, g->shown, "a name in it is not allowed",
                          err);
    if (g->last && strcmp(g->last, word) >= 0)
        return refuse(g->s, g->shown, "its names are not in order", err);
    g->last = word;
    *out = word;
    return LATHE_OK;
}

/* Symbol table entry (section III.C): offset of the name, address of the
 * header, kind of cache, reserved, cache. */
static enum lathe_code read_entry(struct group *g, const uint8_t *in,
                                  struct lathe_err *err)
{
    uint64_t cached = number(in + 16, 4);
    const char *word = "";
    enum lathe_code rc = take_name(g, number(in, 8), &word, err);

    if (rc)
        return rc;
    char *name = join(g->is.name, word);
    if (!name)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
    if (cached == LINK_CACHED)
        rc = refuse(g->s, name, "it is a link, which is not allowed", err);
    else if (cached > LINK_CACHED)
        rc = refuse(g->s, name, "it is of an unknown kind", err);
    if (rc) {
        lathe_free(name);
        return rc;
    }
    rc = add_object(g->ix, g->s, name, number(in + 8, 8), g->is.depth + 1,
                    err);
    if (rc || cached != GROUP_CACHED)
        return rc;

    const struct lathe_header *h = &g->ix->object[g->ix->n - 1].is;
    if (!h->group || h->tree != number(in + 24, 8) ||
        h->heap != number(in + 32, 8))
        return refuse(g->s, name, "it is two groups in one", err);
    return LATHE_OK;
}

/* Symbol table node (section III.B): "SNOD", version 1, reserved, number of
 * names, entries. */
static enum lathe_code read_leaf(struct group *g, uint64_t at,
                                 struct lathe_err *err)
{
    uint8_t in[LEAF_BYTES];
    enum lathe_code rc = lathe_header_fetch(g->s, at, sizeof in, in,
                                            g->shown, err);
    if (rc)
        return rc;
    uint64_t n = number(in + 6, 2);
    if (memcmp(in, "SNOD\1", 6) || n == 0 || n > NAMES)
        return refuse(g->s, g->shown, "its table of names makes no sense",
                      err);
    for (uint64_t i = 0; rc == LATHE_OK && i < n; i++)
        rc = read_entry(g, in + 8 + ENTRY_BYTES * i, err);
    return rc;
}

/*
 * Version 1 B-tree node (section III.A.1): "TREE", kind 0, level, number of
 * children, addresses of the neighbours; then keys (names at which children
 * part, needed only to search) around the addresses of the children, which
 * are nodes of the level below or, of level 0, leaves. `level` is what must
 * be there; of the top of the tree LEVELS, for any.
 */
static enum lathe_code read_node(struct group *g, uint64_t at, unsigned level,
                                 struct lathe_err *err)
{
    uint8_t in[NODE_BYTES];
    enum lathe_code rc = lathe_header_fetch(g->s, at, sizeof in, in,
                                            g->shown, err);
    if (rc)
        return rc;
    uint64_t n = number(in + 6, 2);
    if (memcmp(in, "TREE", 5) || n > CHILDREN || in[5] >= LEVELS ||
        (level < LEVELS && (in[5] != level || n == 0)))
        return refuse(g->s, g->shown, "its tree of names makes no sense",
                      err);
    for (uint64_t i = 0; rc == LATHE_OK && i < n; i++) {
        uint64_t child = number(in + 24 + 8 + 16 * i, 8);
        rc = in[5] > 0 ? read_node(g, child, in[5] - 1u, err)
                       : read_leaf(g, child, err);
    }
    return rc;
}

/* Local heap (section III.D): "HEAP", version 0, reserved, bytes of the text,
 * its free places (needed only to write), its address. */
static enum lathe_code read_text(struct group *g, struct lathe_err *err)
{
    uint8_t in[HEAP_BYTES];
    const char *name = g->shown;
    enum lathe_code rc = lathe_header_fetch(g->s, g->is.is.heap, sizeof in, in,
                                            name, err);
    if (rc)
        return rc;
    uint64_t bytes = number(in + 8, 8);
    if (memcmp(in, "HEAP\0\0\0", 8))
        return refuse(g->s, name, "its heap of names makes no sense", err);
    if (bytes > TEXT_LIMIT || bytes > g->s->bytes)
        return refuse(g->s, name, "its heap of names is too large", err);
    g->text_bytes = (size_t)bytes;
    rc = lathe_new(&g->text, g->text_bytes + 1, 1, "names", err);
    if (rc)
        return rc;
    return lathe_header_fetch(g->s, number(in + 24, 8), g->text_bytes, g->text,
                              name, err);
}

/* Adds what the i-th object, a group, holds. */
static enum lathe_code read_group(struct lathe_index *ix,
                                  struct lathe_span_source *s, size_t i,
                                  struct lathe_err *err)
{
    struct group g = {.s = s, .ix = ix, .is = ix->object[i]};
    g.shown = shown(g.is.name);
    enum lathe_code rc = read_text(&g, err);

    if (rc == LATHE_OK)
        rc = read_node(&g, g.is.is.tree, LEVELS, err);
    lathe_free(g.text);
    return rc;
}

/* ---- the file ----------------------------------------------------------- */

/*
 * Superblock version 0 (section II.A) of files with default numbers: the
 * signature; versions; sizes of addresses and of lengths, 8; half of NAMES and
 * of CHILDREN; flags; addresses of the base, of free space, of the end, of a
 * driver; the entry of the root. The base is where HDF5 starts to count, and
 * the end counts from the start of the file.
 */
static enum lathe_code read_superblock(struct lathe_index *ix,
                                       struct lathe_span_source *s,
                                       struct lathe_err *err)
{
    static const uint8_t form[24] = "\x89HDF\r\n\x1a\n"
                                    "\0\0\0\0\0\x08\x08\0"
                                    "\4\0\20\0\0\0\0";
    uint8_t in[SUPERBLOCK_BYTES];
    const uint8_t *root = in + 56;
    char *name;
    enum lathe_code rc = LATHE_OK;

    if (s->bytes < LATHE_ENVELOPE_BYTES + sizeof in)
        return lathe_fail(err, LATHE_EDATA, "'%s' was not written by lathe: it "
                          "has no HDF5 superblock", s->path);
    rc = lathe_header_fetch(s, 0, sizeof in, in, "/", err);
    if (rc)
        return rc;
    if (memcmp(in, form, sizeof form) ||
        number(in + 24, 8) != LATHE_ENVELOPE_BYTES ||
        number(in + 32, 8) != LATHE_HEADER_NOWHERE ||
        number(in + 40, 8) != s->bytes ||
        number(in + 48, 8) != LATHE_HEADER_NOWHERE || number(root, 8) != 0 ||
        number(root + 16, 4) != GROUP_CACHED)
        return lathe_fail(err, LATHE_EDATA, "'%s' was not written by lathe: "
                          "its HDF5 superblock is of another form", s->path);

    name = lathe_strdup("");
    if (!name)
        return lathe_fail(err, LATHE_ENOMEM, "out of memory (a name)");
    rc = add_object(ix, s, name, number(root + 8, 8), 0, err);
    if (rc)
        return rc;
    const struct lathe_header *h = &ix->object[0].is;
    if (!h->group || h->tree != number(root + 24, 8) ||
        h->heap != number(root + 32, 8))
        return refuse(s, "/", "it is two groups in one", err);
    return LATHE_OK;
}

static int by_name(const void *a, const void *b)
{
    const struct lathe_index_object *x = a, *y = b;

    return strcmp(x->name, y->name);
}

enum lathe_code lathe_index_read(struct lathe_index *ix,
                                 struct lathe_span_source *s,
                                 struct lathe_err *err)
{
    struct lathe_index read = {0};
    enum lathe_code rc = read_superblock(&read, s, err);

    for (size_t i = 0; rc == LATHE_OK && i < read.n; i++)
        if (read.object[i].is.group)
            rc = read_group(&read, s, i, err);
    if (rc == LATHE_OK)
        rc = lathe_span_check(s, err);
    if (rc)
        goto out;

    qsort(read.object, read.n, sizeof *read.object, by_name);
    *ix = read;
    read = (struct lathe_index){0};
out:
    lathe_index_release(&read);
    return rc;
}

void lathe_index_release(struct lathe_index *ix)
{
    for (size_t i = 0; i < ix->n; i++)
        lathe_free(ix->object[i].name);
    lathe_free(ix->object);
    *ix = (struct lathe_index){0};
}

const struct lathe_index_object *
lathe_index_find(const struct lathe_index *ix, const char *name)
{
    size_t low = 0, high = ix->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct lathe_index_object *o = &ix->object[middle];
        int order = strcmp(name, o->name);
        if (order == 0)
            return o;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
