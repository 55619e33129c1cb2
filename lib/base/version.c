#include "lathe.h"

#include "base/file.h"

const char *lathe_version(void)
{
    return LATHE_VERSION;
}

void lathe_cleanup(void)
{
    lathe_file_unlink_all();
}
