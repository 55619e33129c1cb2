#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

bool lathe_library_open(const char *so, const struct lathe_library_call *want,
                        size_t n)
{
    void *lib = dlopen(so, RTLD_NOW | RTLD_LOCAL);

    for (size_t i = 0; lib && i < n; i++) {
        void *call = dlsym(lib, want[i].name);

        if (!call)
            return false;
        memcpy(want[i].place, &call, sizeof call);
    }
    return lib != NULL;
}
