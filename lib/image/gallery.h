/*
 * gallery - the pictures of a folder one after another, decoded by several
 * threads, in the order of the folder whatever the number of threads.
 *
 * Memory: LATHE_GALLERY_BYTES of finished pictures, and what decoding needs:
 * a picture that needs more than LATHE_GALLERY_LARGE has its turn alone.
 */
#ifndef LATHE_IMAGE_GALLERY_H
#define LATHE_IMAGE_GALLERY_H

#include "base/digest.h"
#include "base/pool.h"
#include "image/folder.h"
#include "image/picture.h"

#include <pthread.h>

#define LATHE_GALLERY_BYTES ((size_t)16 << 20)
#define LATHE_GALLERY_LARGE ((uint64_t)24 << 20)

/* A file that was looked at. */
struct lathe_gallery_item {
    size_t file;                /* of the folder */
    uint8_t *pixel;             /* [channels x height x width] */
    uint64_t bytes;             /* of the file, and their digest */
    struct lathe_digest digest;
    enum lathe_code rc;         /* LATHE_EDATA: it is no picture */
    struct lathe_err err;       /* "'a/b.png': text, not ..." */
};

/* Zeroed: empty. */
struct lathe_gallery {
    const struct lathe_folder *folder;  /* borrowed */
    struct lathe_picture_shape shape;
    struct lathe_pool *pool;            /* borrowed; NULL: the caller alone */
    size_t next, cap;
    struct lathe_gallery_item *item;    /* [cap] */
    uint8_t *pixel;                     /* [cap x pixels] */
    pthread_mutex_t large;
    bool ready;                         /* the mutex is there */
};

/* Fails: LATHE_ENOMEM. */
enum lathe_code lathe_gallery_init(struct lathe_gallery *g,
                                   const struct lathe_folder *folder,
                                   const struct lathe_picture_shape *shape,
                                   struct lathe_pool *pool,
                                   struct lathe_err *err);
void lathe_gallery_release(struct lathe_gallery *g);

/*
 * The next files in g->item; *n is 0 at the end. A file that is no picture is
 * an item with LATHE_EDATA, for the caller to judge.
 * Fails: the first item's failure that is another one (LATHE_ENOINPUT,
 * LATHE_EPERM, LATHE_EIO, LATHE_ENOMEM, LATHE_EUNAVAILABLE).
 */
enum lathe_code lathe_gallery_next(struct lathe_gallery *g, size_t *n,
                                   struct lathe_err *err);

#endif
