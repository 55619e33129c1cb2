/* The digest of a file that is written in any order. */
#include "base/alloc.h"
#include "base/pool.h"
#include "base/rng.h"
#include "store/envelope.h"
#include "store/tiles.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST (5 * LATHE_TILE_BYTES)

/* As tiles.h says it is. */
static struct lathe_digest plainly(const char *bytes, size_t n)
{
    struct lathe_digest tile[MOST / LATHE_TILE_BYTES + 1];
    size_t tiles = 0;

    for (size_t at = LATHE_ENVELOPE_BYTES; at < n; at += LATHE_TILE_BYTES) {
        size_t left = n - at;

        tile[tiles++] = lathe_digest_of(bytes + at, left < LATHE_TILE_BYTES
                                                        ? left
                                                        : LATHE_TILE_BYTES);
    }
    return lathe_digest_of(tile, tiles * sizeof *tile);
}

static int scratch(void)
{
    char name[] = "/tmp/lathe-tiles-XXXXXX";
    int fd = mkstemp(name);

    assert_true(fd >= 0);
    unlink(name);
    return fd;
}

static void put(struct lathe_tiles *t, int fd, const char *bytes, size_t at,
                size_t n)
{
    assert_int_equal(pwrite(fd, bytes + at, n, (off_t)at), n);
    if (t)
        lathe_tiles_written(t, fd, at, bytes + at, n);
}

/* Writes the file in up to `parts` parts, in a random order; some of them
 * without a word to `t`. */
static void write_about(struct lathe_tiles *t, int fd, const char *bytes,
                        size_t n, size_t parts, struct lathe_rng *r)
{
    size_t cut[64] = {LATHE_ENVELOPE_BYTES};
    uint32_t order[64];

    for (size_t i = 1; i < parts; i++)
        cut[i] = LATHE_ENVELOPE_BYTES +
                 (size_t)lathe_rng_below(r, n - LATHE_ENVELOPE_BYTES + 1);
    cut[parts] = n;
    for (size_t i = 1; i <= parts; i++)
        for (size_t k = i; k > 1 && cut[k] < cut[k - 1]; k--) {
            size_t swap = cut[k];

            cut[k] = cut[k - 1];
            cut[k - 1] = swap;
        }
    for (uint32_t i = 0; i < parts; i++)
        order[i] = i;
    lathe_rng_shuffle(r, order, parts);
    for (size_t i = 0; i < parts; i++) {
        size_t at = cut[order[i]], end = cut[order[i] + 1];

        put(lathe_rng_below(r, 4) ? t : NULL, fd, bytes, at, end - at);
    }
}

static void the_digest_is_that_of_the_tiles_in_any_order(void **state)
{
    static const size_t sizes[] = {
        LATHE_ENVELOPE_BYTES + 1, LATHE_ENVELOPE_BYTES + LATHE_TILE_BYTES - 1,
        LATHE_ENVELOPE_BYTES + LATHE_TILE_BYTES,
        LATHE_ENVELOPE_BYTES + LATHE_TILE_BYTES + 1,
        LATHE_ENVELOPE_BYTES + 3 * LATHE_TILE_BYTES, MOST};
    struct lathe_rng r = lathe_rng_stream(5, LATHE_RNG_TEST, 0, 0);
    struct lathe_pool *pool;
    char *bytes = lathe_calloc(MOST, 1);

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < MOST; i++)
        bytes[i] = (char)lathe_rng_u32(&r);
    assert_int_equal(lathe_pool_new(&pool, 3, NULL), LATHE_OK);
    for (int i = 0; i < 300; i++) {
        size_t n = sizes[(size_t)i % (sizeof sizes / sizeof *sizes)];
        struct lathe_digest want = plainly(bytes, n), got;
        struct lathe_tiles t = {0};
        int fd = scratch();

        /* Room is taken in steps, and there may be too much. */
        assert_int_equal(lathe_tiles_room(&t, n / 2, NULL), LATHE_OK);
        assert_int_equal(lathe_tiles_room(&t, n + LATHE_TILE_BYTES *
                                                  (size_t)(i % 3),
                                          NULL), LATHE_OK);
        write_about(&t, fd, bytes, n, 1 + (size_t)lathe_rng_below(&r, 12), &r);
        assert_int_equal(lathe_tiles_digest(&t, fd, "t", n,
                                            i % 2 ? pool : NULL, &got, NULL),
                         LATHE_OK);
        assert_memory_equal(&got, &want, sizeof want);
        lathe_tiles_release(&t);
        close(fd);
    }
    lathe_pool_free(pool);
    lathe_free(bytes);
}

/* Bytes that change on the disk behind the writer's back are not believed: the
 * digest is of what was written. */
static void a_tile_that_came_whole_is_not_read_again(void **state)
{
    const size_t n = LATHE_ENVELOPE_BYTES + 2 * LATHE_TILE_BYTES;
    char *bytes = lathe_calloc(n, 1);
    struct lathe_digest want, got;
    struct lathe_tiles t = {0};
    int fd = scratch();

    (void)state;
    assert_non_null(bytes);
    memset(bytes, 7, n);
    want = plainly(bytes, n);
    assert_int_equal(lathe_tiles_room(&t, n, NULL), LATHE_OK);
    put(&t, fd, bytes, LATHE_ENVELOPE_BYTES, LATHE_TILE_BYTES + 100);
    put(&t, fd, bytes, LATHE_ENVELOPE_BYTES + LATHE_TILE_BYTES + 100,
        LATHE_TILE_BYTES - 100);
    assert_int_equal(pwrite(fd, "x", 1, LATHE_ENVELOPE_BYTES + 50), 1);
    assert_int_equal(pwrite(fd, "x", 1, (off_t)n - 1), 1);
    assert_int_equal(lathe_tiles_digest(&t, fd, "t", n, NULL, &got, NULL),
                     LATHE_OK);
    assert_memory_equal(&got, &want, sizeof want);
    lathe_tiles_release(&t);

    /* As a reader, who knows nothing, does see it. */
    assert_int_equal(lathe_tiles_digest(&t, fd, "t", n, NULL, &got, NULL),
                     LATHE_OK);
    assert_memory_not_equal(&got, &want, sizeof want);
    lathe_tiles_release(&t);
    close(fd);
    lathe_free(bytes);
}

/* Cut in its first tile, and before many others. */
static void a_file_that_is_too_short_is_an_error(void **state)
{
    int fd = scratch();

    (void)state;
    assert_int_equal(pwrite(fd, "abc", 3, LATHE_ENVELOPE_BYTES), 3);
    for (int threads = 1; threads <= 4; threads++)
        for (size_t more = 1; more < 100 * LATHE_TILE_BYTES; more *= 9) {
            struct lathe_tiles t = {0};
            struct lathe_digest got;
            struct lathe_err err = {0};
            struct lathe_pool *pool;

            assert_int_equal(lathe_pool_new(&pool, threads, NULL), LATHE_OK);
            assert_int_equal(lathe_tiles_digest(&t, fd, "t.h5",
                                                LATHE_ENVELOPE_BYTES + 3 +
                                                    more,
                                                pool, &got, &err),
                             LATHE_EIO);
            assert_string_equal(err.msg,
                                "'t.h5' became shorter while it was read");
            lathe_tiles_release(&t);
            lathe_pool_free(pool);
        }
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_digest_is_that_of_the_tiles_in_any_order),
        cmocka_unit_test(a_tile_that_came_whole_is_not_read_again),
        cmocka_unit_test(a_file_that_is_too_short_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
