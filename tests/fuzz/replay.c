/*
 * replay - feeds every given file to a fuzz target, under any compiler.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void replay(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *bytes = malloc(1 << 20);
    size_t n;

    if (!f || !bytes) {
        fprintf(stderr, "replay: cannot read '%s'\n", path);
        exit(1);
    }
    n = fread(bytes, 1, 1 << 20, f);
    fclose(f);
    /* A copy of the exact size, so that a byte too far is seen. */
    uint8_t *exact = malloc(n ? n : 1);
    if (!exact)
        exit(1);
    for (size_t i = 0; i < n; i++)
        exact[i] = bytes[i];
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    free(bytes);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        replay(argv[i]);
    printf("every input of the corpus is survived (%d)\n", argc - 1);
    return argc < 2;
}
