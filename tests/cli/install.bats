# make install gives a library and pages that others can use.
load common

@test "a program outside the tree compiles against what is installed" {
    [ -z "${LATHE_SANITIZED:-}" ] || skip "the plain build is what is installed"
    cd "$root"
    make -s install DESTDIR="$BATS_TEST_TMPDIR/at" PREFIX=/opt/lathe >/dev/null
    cd "$BATS_TEST_TMPDIR"
    cat >use.c <<'END'
#include <lathe.h>
#include <stdio.h>
int main(void)
{
    struct lathe_err err = {0};
    struct lathe_buf text = {0}, json = {0};
    enum lathe_code rc = lathe_inspect("none.h5", &text, &json, &err);
    printf("%s %d %s\n", lathe_version(), rc == LATHE_ENOINPUT, err.msg);
    return 0;
}
END
    export PKG_CONFIG_PATH=$PWD/at/opt/lathe/lib/pkgconfig
    export PKG_CONFIG_SYSROOT_DIR=$PWD/at
    cc use.c -o use $(pkg-config --cflags --libs lathe)
    run env LD_LIBRARY_PATH="$PWD/at/opt/lathe/lib" ./use
    [ "$status" -eq 0 ]
    [[ $output == *" 1 cannot open 'none.h5'"* ]]
    [ -f at/opt/lathe/share/man/man1/lathe-train.1 ]
    [ -f at/opt/lathe/share/man/man7/lathe-layers.7 ]
    [ -x at/opt/lathe/bin/lathe ]
}

@test "the shared library shows the public functions alone" {
    run sh -c "nm -D --defined-only '$root/build/liblathe.so' |
        awk '\$2 == \"T\" { print \$3 }' | grep -v '^lathe_'"
    [ -z "$output" ]
    run sh -c "nm -D --defined-only '$root/build/liblathe.so' |
        grep -c ' T lathe_'"
    [ "$output" -lt 40 ]
}
