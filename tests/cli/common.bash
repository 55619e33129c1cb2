# What every command line test uses. PATH has the lathe under test first.

bats_require_minimum_version 1.5.0

root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
iris=$root/datasets/iris/iris.csv
adult_train=$root/datasets/adult/train.csv.gz
adult_test=$root/datasets/adult/test.csv.gz
shared=${LATHE_SHARED:-$root/../shared}
export LC_ALL=C

# A dataset and a model of iris, made once a file.
make_iris() {
    cd "$BATS_FILE_TMPDIR" || return 1
    lathe preprocess "$iris" --target species -o iris.h5 -q
    lathe train iris.h5 -o model.h5 -j 1 -q
}

# The first 2,000 rows of Adult.
make_adult() {
    cd "$BATS_FILE_TMPDIR" || return 1
    gzip -dc "$adult_train" | head -n 2001 >adult.csv
    lathe preprocess adult.csv --target income -o adult.h5 -q
    lathe train adult.h5 -o adult-model.h5 --epochs 3 -j 1 -q
}

# says TEXT: standard error of the last `run --separate-stderr` is one line
# that has TEXT in it, and standard output is empty.
says() {
    [ -z "$output" ] || { echo "stdout: $output"; return 1; }
    [ "${#stderr_lines[@]}" -eq 1 ] || { echo "stderr: $stderr"; return 1; }
    [[ $stderr == *"$1"* ]] || { echo "stderr: $stderr"; return 1; }
}

no_litter() {
    local left
    left=$(find "${1:-.}" -name '.lathe-*')
    [ -z "$left" ] || { echo "left behind: $left"; return 1; }
}
