# The whole life of a model, and that its parts agree with each other.
load common

setup_file() {
    make_iris
    make_adult
}
setup() { cd "$BATS_FILE_TMPDIR"; }

@test "preprocess says what it decided and what it made" {
    run --separate-stderr -0 lathe preprocess "$iris" --target species -o p.h5
    [[ $stderr == *classify* ]]
    [[ $output == *p.h5* ]]
    run --separate-stderr -0 lathe preprocess "$iris" --target species \
        -o p.h5 --json -q
    [ -z "$stderr" ]
    jq -e . <<<"$output" >/dev/null
}

@test "a pipe, gzip and zstd give the same dataset as the file" {
    lathe preprocess adult.csv --target income -o a.h5 -q
    gzip -c adult.csv >adult.csv.gz
    zstd -q -f adult.csv -o adult.csv.zst
    lathe preprocess adult.csv.gz --target income -o b.h5 -q
    lathe preprocess adult.csv.zst --target income -o c.h5 -q
    lathe preprocess - --target income -o d.h5 -q <adult.csv
    for file in a b c d; do
        lathe train $file.h5 -o $file-m.h5 -q --epochs 2 -j 1
        lathe inspect $file.h5 --json | jq -S 'del(.. | .sources?, .name?,
            .digest?, .bytes?, .path?, .file?, .provenance?)' >$file.json
    done
    cmp a.json b.json
    cmp a.json c.json
    cmp a.json d.json
}

@test "training prints a line an epoch and the result last" {
    run --separate-stderr -0 lathe train iris.h5 -o t.h5 --epochs 3
    [[ ${stderr_lines[*]} == *"epoch"*"3/3"* ]]
    [[ ${lines[-1]} == *t.h5* ]]
    run --separate-stderr -0 lathe train iris.h5 -o t.h5 --epochs 3 --json
    jq -e . <<<"$output" >/dev/null
}

@test "quiet is silent on success" {
    run --separate-stderr -0 lathe train iris.h5 -o t.h5 --epochs 2 -q
    [ -z "$output$stderr" ]
    run --separate-stderr -0 lathe preprocess "$iris" --target species -o p.h5 -q
    [ -z "$output$stderr" ]
}

@test "evaluate judges a split, and a CSV file through the model" {
    run --separate-stderr -0 lathe evaluate model.h5 iris.h5 --json
    jq -e '.metrics.accuracy >= 0.8' <<<"$output"
    run --separate-stderr -0 lathe evaluate model.h5 "$iris" --json
    jq -e '.metrics.accuracy >= 0.9' <<<"$output"
}

@test "a requirement decides the exit status" {
    run --separate-stderr -0 lathe evaluate model.h5 "$iris" \
        --require 'accuracy>=0.5'
    run --separate-stderr -1 lathe evaluate model.h5 "$iris" \
        --require 'accuracy>=0.5' --require 'f1>=1.1'
    [[ $stderr == *"f1>=1.1"* ]]
    [ -n "$output" ]
    run --separate-stderr -64 lathe evaluate model.h5 "$iris" \
        --require 'acuracy>=0.5'
    says acuracy
}

@test "predict answers a pipe row by row" {
    mkfifo in out
    lathe predict model.h5 - <in >out 2>/dev/null &
    pid=$!
    exec 7>in 8<out
    head -n 2 "$iris" >&7
    IFS= read -r -t 10 header <&8
    IFS= read -r -t 10 answer <&8
    exec 7>&-
    wait $pid
    exec 8<&-
    [ "$header" = species ]
    [ "$answer" = Iris-setosa ]
}

@test "predict answers a pipe at once also when it has had many rows" {
    rm -f in out
    mkfifo in out
    lathe predict adult-model.h5 - <in >out 2>/dev/null &
    pid=$!
    exec 7>in 8<out
    head -n 601 adult.csv >&7
    for i in $(seq 601); do IFS= read -r -t 10 answer <&8; done
    sed -n 602,603p adult.csv >&7
    for i in 1 2; do IFS= read -r -t 10 answer <&8; done
    exec 7>&-
    wait $pid
    exec 8<&-
    [ -n "$answer" ]
}

@test "columns may come in any order and with others among them" {
    lathe predict model.h5 "$iris" --proba >a.out
    awk -F, -v OFS=, 'NF { print "x" NR, $4, $3, $2, $1 }' "$iris" |
        sed '1s/^x1/extra/' >turned.csv
    lathe predict model.h5 turned.csv --proba >b.out
    cmp a.out b.out
}

@test "a row gets the same bits alone and among others" {
    lathe predict adult-model.h5 adult.csv --proba >all.out
    for row in 2 17 500 2001; do
        { head -n 1 adult.csv; sed -n ${row}p adult.csv; } |
            lathe predict adult-model.h5 --proba >one.out
        [ "$(sed -n 2p one.out)" = "$(sed -n ${row}p all.out)" ]
    done
    lathe predict adult-model.h5 adult.csv --proba -j 2 | cmp - all.out
    LATHE_CPU=avx2 lathe predict adult-model.h5 adult.csv --proba |
        cmp - all.out
    LATHE_CPU=portable lathe predict adult-model.h5 adult.csv --proba |
        cmp - all.out
}

@test "predict writes JSON lines, and repeats columns" {
    run -0 --separate-stderr lathe predict adult-model.h5 adult.csv \
        --format jsonl
    [ "${#lines[@]}" -eq 2000 ]
    jq -e .income <<<"${lines[0]}"
    sed '1s/age/"age, years"/;1s/$/,age/;2,$s/$/,1/' adult.csv >named.csv
    run -0 --separate-stderr lathe predict adult-model.h5 named.csv \
        --keep '"age, years",age'
    [ "${lines[0]}" = '"age, years",age,income' ]
    run -0 --separate-stderr lathe predict adult-model.h5 named.csv \
        --keep 'age, years'
    [ "${lines[0]}" = '"age, years",income' ]
    run -0 --separate-stderr lathe predict adult-model.h5 adult.csv --keep age
    [ "${lines[0]}" = age,income ]
    [[ ${lines[1]} == 39,* ]]
}

@test "one row takes under 20 ms as a whole process" {
    [ -z "${LATHE_SANITIZED:-}" ] || skip "a sanitizer is slow"
    command -v python3 >/dev/null || skip "no python3 to time it"
    head -n 2 adult.csv >row.csv
    run python3 - <<'END'
import subprocess, time
best = 1
for _ in range(20):
    t = time.perf_counter()
    subprocess.run(["lathe", "predict", "adult-model.h5", "row.csv"],
                   stdout=subprocess.DEVNULL, check=True)
    best = min(best, time.perf_counter() - t)
print("%.2f ms" % (best * 1e3))
assert best < 0.020
END
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "an int8 model is a smaller model like any other" {
    run --separate-stderr -0 lathe compress adult-model.h5 --quantize int8 \
        --data adult.h5 -o small.h5 --json
    jq -e . <<<"$output" >/dev/null
    [ "$(stat -c %s small.h5)" -lt "$(stat -c %s adult-model.h5)" ]
    lathe evaluate adult-model.h5 adult.csv --json | jq .metrics.accuracy >a
    lathe evaluate small.h5 adult.csv --json | jq .metrics.accuracy >b
    awk 'NR == FNR { a = $1; next } { exit !($1 >= a - 0.01) }' a b
    lathe predict small.h5 adult.csv --proba >v.out
    LATHE_CPU=portable lathe predict small.h5 adult.csv --proba | cmp - v.out
    LATHE_CPU=avx2 lathe predict small.h5 adult.csv --proba | cmp - v.out
}

@test "compress holds its gate" {
    run --separate-stderr lathe compress adult-model.h5 --quantize int8 \
        --data adult.h5 -o gate.h5 --max-drop 1
    [ "$status" -eq 0 ]
    run --separate-stderr -64 lathe compress adult-model.h5 -o g.h5 \
        --quantize int9 --data adult.h5
    run --separate-stderr -64 lathe compress adult-model.h5 -o g.h5 \
        --quantize int8
    says --data
}

@test "inspect shows datasets and models" {
    run --separate-stderr -0 lathe inspect adult.h5
    [[ $output == *hours-per-week* ]]
    [ -z "$(awk 'length > 80' <<<"$output")" ]
    grep -q '^  education  *HS-grad ' <<<"$output"
    run --separate-stderr -0 lathe inspect adult-model.h5
    [[ $output == *dense* ]]
    lathe inspect adult.h5 --json | jq -e . >/dev/null
    lathe inspect adult-model.h5 --json | jq -e . >/dev/null
}

@test "a regression is preprocessed, trained and judged" {
    awk 'BEGIN { srand(1); print "a,b,y"
        for (i = 0; i < 500; i++) { a = rand(); b = rand()
            printf "%.4f,%.4f,%.4f\n", a, b, 100 + 30 * a - 20 * b } }' >r.csv
    lathe preprocess r.csv --target y -o r.h5 -q
    lathe train r.h5 -o rm.h5 --epochs 60 -q
    lathe evaluate rm.h5 r.h5 --require 'r2>=0.95' -q
}

@test "images as rows of pixels train a small convolution" {
    awk 'BEGIN { srand(2); line = "y"
        for (p = 0; p < 64; p++) line = line ",p" p
        print line
        for (i = 0; i < 300; i++) { k = i % 2; line = k ? "dark" : "light"
            for (p = 0; p < 64; p++)
                line = line "," int(rand() * 100) + (k ? 0 : 120)
            print line } }' >img.csv
    lathe preprocess img.csv --target y --image 1x8x8 -o img.h5 -q
    lathe train img.h5 -o imgm.h5 --epochs 8 --batch 16 -q \
        --layers 'conv 4 3x3, relu, maxpool 2, dense 8, relu'
    lathe evaluate imgm.h5 img.h5 --require 'accuracy>=0.9' -q
}

@test "valgrind finds nothing in a prediction" {
    [ -z "${LATHE_SANITIZED:-}" ] || skip "not together with a sanitizer"
    command -v valgrind >/dev/null || skip "no valgrind"
    LATHE_CPU=avx2 valgrind -q --error-exitcode=9 lathe predict model.h5 \
        "$iris" >/dev/null
}
