# Training on more rows than --memory allows.
load common

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    lathe preprocess "$adult_train" --target income -o adult.h5 -q
}
setup() { cd "$BATS_TEST_TMPDIR" && cp "$BATS_FILE_TMPDIR"/*.h5 .; }

# A run that has some seven windows an epoch.
few() {
    lathe train adult.h5 -o m.h5 --memory 1M --epochs 3 "$@"
}

@test "rows beyond --memory are streamed, which is said, and learnt as well" {
    run --separate-stderr -0 few --json
    [[ $stderr == *"bytes of rows are streamed from the file"* ]]
    echo "$output" | jq -e '.test.metrics.accuracy // .test.accuracy > 0.84'
    run --separate-stderr -0 lathe train adult.h5 -o m.h5 --epochs 1
    [[ $stderr != *streamed* ]]
}

@test "a streamed run gives the same bytes for any number of threads" {
    for j in 1 2 3 8; do
        few -j $j -q
        mv m.h5 m$j.h5
    done
    for j in 2 3 8; do cmp m1.h5 m$j.h5; done
}

@test "a streamed run that is resumed gives the model of one that is not" {
    few -q && mv m.h5 whole.h5
    for at in 0.15 0.3 0.45; do
        timeout -s KILL $at lathe train adult.h5 -o m.h5 --memory 1M \
            --epochs 3 -q --checkpoint ck.h5 --checkpoint-every 100 \
            --resume || true
    done
    few -q --checkpoint ck.h5 --resume -j 1
    cmp m.h5 whole.h5
}

@test "what needs the rows in memory says so" {
    run --separate-stderr -64 few --oversample -q
    says "oversample needs all rows in memory"
    run --separate-stderr -64 few --batch full -q
    says "and --memory allows 1048576 for two of them"
    run --separate-stderr -64 few --memory 1k -q
    says "memory must be at least 1M, got 1024 bytes"
    run --separate-stderr -64 few --memory 3x -q
    says "is not a number of bytes such as 65536, 64k or 1MiB"
    [ ! -e m.h5 ]
}
