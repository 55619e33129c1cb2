# Categories that get vectors: train --embed.
load common

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    gzip -dc "$adult_train" | head -n 5001 >adult.csv
    lathe preprocess adult.csv --target income -o adult.h5 -q
    lathe train adult.h5 -o e.h5 --epochs 3 -q -j 1 \
        --embed native-country=8,occupation
}

setup() { cd "$BATS_TEST_TMPDIR" && cp "$BATS_FILE_TMPDIR"/*.{csv,h5} .; }

few() { lathe train "$1" -o "$2" --epochs 3 -q "${@:3}"; }

answers() { lathe predict "$1" "${2:-adult.csv}" --proba -q "${@:3}"; }

# The first row with another occupation and country.
row() {
    head -n 1 adult.csv
    sed -n 2p adult.csv |
        awk -F, -v OFS=, -v o="$1" -v c="$2" '{ $7 = o; $14 = c; print }'
}

@test "inspect shows the table of each column, and the vectors that come out" {
    run -0 lathe inspect e.h5
    [[ $output =~ 1\ +embed\ occupation\ 15x7,\ native-country.*\ 64\ +409\ +0\ +float32 ]]
    lathe inspect e.h5 --json | jq -e '.net.each[0] |
        .kind == "embed" and .layer == "embed 7 16 7 15x7 6 5 2 38x8" and
        .parameters == 409 and .out == [64, 1, 1]'
    lathe inspect e.h5 --json | jq -e '
        .provenance.options.embed == "native-country=8,occupation"'
}

@test "a model with vectors is the same for any number of threads, streamed too" {
    for memory in 1G 1M; do
        for j in 1 2 3 8; do
            few adult.h5 m$j.h5 -j $j --memory $memory --embed all
        done
        for j in 2 3 8; do cmp m1.h5 m$j.h5; done
    done
    few adult.h5 m.h5 -j 2 --embed native-country=8,occupation
    cmp m.h5 e.h5
}

@test "without a size a column of n values gets 1.6 n^0.56 numbers" {
    few adult.h5 m.h5 --embed all
    lathe inspect m.h5 --json | jq -e '.net.each[0].layer ==
        "embed 7x5 16x8 7x5 15x7 6x4 5x4 2x2 38x12"'
}

@test "a row gets the same bits alone, in a batch, evaluated and served" {
    head -n 41 adult.csv >few.csv
    answers e.h5 few.csv >whole
    for n in $(seq 2 41); do
        { head -n 1 few.csv; sed -n ${n}p few.csv; } >one.csv
        answers e.h5 one.csv | sed 1d
    done >alone
    sed 1d whole | cmp - alone
    lathe serve e.h5 --listen 127.0.0.1:0 -q >address 2>/dev/null &
    for i in $(seq 100); do [ -s address ] && break || sleep 0.05; done
    answers e.h5 few.csv --format jsonl |
        jq -c '[.income, (.probabilities // .proba)[]]' >said || true
    curl -s -m 10 -H 'Content-Type: text/csv' --data-binary @few.csv \
        "$(cat address)/predict" >served
    kill $! && wait $! || true
    jq -r '.predictions[] | "\(.class),\(.probabilities["<=50K"])"' served \
        >served.csv
    cut -d , -f 1,2 whole | sed 1d | cmp - served.csv
}

@test "a category that is not known has the vector of rare ones, or none" {
    row Sales Nowhere >a.csv
    row Sales Elsewhere >b.csv
    row Sales Mexico >c.csv
    for x in a b c; do answers e.h5 $x.csv >$x.p 2>/dev/null; done
    cmp a.p b.p
    run cmp -s a.p c.p
    [ "$status" -eq 1 ]
    lathe preprocess adult.csv --target income --rare 40 -o rare.h5 -q
    few rare.h5 m.h5 --embed native-country=8
    row Sales Scotland >d.csv
    for x in a c d; do answers m.h5 $x.csv >$x.p 2>/dev/null; done
    cmp a.p d.p
    run cmp -s a.p c.p
    [ "$status" -eq 1 ]
}

@test "vectors stand before any layer, and before none" {
    few adult.h5 a.h5 --embed all --layers 'dropout 0.1, dense 32, relu'
    few adult.h5 b.h5 --embed occupation --layers 'batchnorm, dense 32, relu'
    few adult.h5 c.h5 --embed all --model linear
    few adult.h5 d.h5 --embed occupation=40 --clip-norm 1 --l2 0.001 \
        --optimizer adamw --layers 'res(dense 127, tanh), layernorm, dense 9'
    for m in a b c d; do
        lathe evaluate $m.h5 adult.h5 -q --require 'roc_auc>=0.7'
    done
    few adult.h5 m.h5 --layers \
        'embed 7 16 7 15x7 6 5 2 38x8, dense 64, relu, dense 32, relu'
    answers m.h5 >a
    answers e.h5 >b
    cmp a b
    lathe preprocess adult.csv --target income --encode occupation=hash:9 \
        -o hash.h5 -q
    few hash.h5 m.h5 --embed occupation=4
    answers m.h5 >/dev/null
}

@test "a run with vectors that is resumed gives the model of one that is not" {
    long() {
        lathe train adult.h5 -o "$1" --epochs 40 --patience 0 -q \
            --embed all "${@:2}"
    }
    long whole.h5
    for at in 0.1 0.15 0.2; do
        timeout -s KILL $at lathe train adult.h5 -o m.h5 --epochs 40 -q \
            --patience 0 --embed all --checkpoint ck.h5 \
            --checkpoint-every 7 --resume || true
    done
    long m.h5 --checkpoint ck.h5 --checkpoint-every 7 --resume -j 1
    cmp m.h5 whole.h5
}

@test "vectors go on in another run, stay as they are, and serve other classes" {
    few adult.h5 a.h5 --init e.h5
    few adult.h5 b.h5 --init e.h5 --freeze embed
    few adult.h5 c.h5 --init e.h5 --freeze 1
    for m in a b c; do answers $m.h5 >$m.p; done
    cmp b.p c.p
    run cmp -s a.p b.p
    [ "$status" -eq 1 ]
    awk -F, -v OFS=, 'NR > 1 { $NF = NR % 3 } { print }' adult.csv >three.csv
    lathe preprocess three.csv --target income -o three.h5 -q
    few three.h5 h.h5 --init e.h5 --new-head --freeze hidden
    lathe inspect h.h5 --json | jq -e '.net.layers |
        startswith("embed 7 16 7 15x7 6 5 2 38x8, ") and endswith("dense 3")'
    run --separate-stderr -64 few adult.h5 m.h5 --init e.h5 --embed all
    says "init takes the layers of 'e.h5'; leave out embed"
}

@test "integers: the tables stay as they are, the rest shrinks" {
    lathe compress e.h5 -o e8.h5 --quantize int8 --data adult.h5 -q --json \
        >said.json
    lathe inspect e8.h5 --json | jq -e '[.net.each[].weights] ==
        ["float32", "int8", null, "int8", null, "int8"]'
    for m in e e8; do
        lathe evaluate $m.h5 adult.h5 --json -q | jq .metrics.accuracy
    done >both
    awk 'NR == 1 { a = $1 } NR == 2 { exit !(a - $1 < 0.01 && $1 - a < 0.01) }' \
        both
    answers e8.h5 >whole
    answers e8.h5 - <adult.csv | cmp - whole
}

@test "tune searches for vectors too" {
    lathe tune adult.h5 -o t.h5 --method grid -q --metric loss \
        --search "epochs=2 embed=none|all|occupation=3,workclass"
    lathe inspect t.h5 >/dev/null
    run --separate-stderr -65 lathe tune adult.h5 -o x.h5 -q \
        --search "epochs=2 embed=nope"
    says "embed: no column 'nope'"
}

@test "what cannot have vectors is refused with a sentence" {
    run --separate-stderr -65 few adult.h5 m.h5 --embed ocupation
    says "embed: no column 'ocupation'; did you mean 'occupation'"
    for case in "age=3:embed: column 'age' is no category" \
        "occupation=0:'0' is not a size from 1 to 4096" \
        "occupation=x:'x' is not a size" \
        "occupation=5000:'5000' is not a size" \
        "sex,sex=3:embed: column 'sex' is there twice" \
        ":there is no column with categories to embed"; do
        run --separate-stderr -64 few adult.h5 m.h5 --embed "${case%%:*}"
        says "${case#*:}"
    done
    lathe preprocess adult.csv --target income --encode occupation=ordinal \
        -o o.h5 -q
    run --separate-stderr -64 few o.h5 m.h5 --embed occupation
    says "embed: column 'occupation' is ordinal"
    lathe preprocess "$iris" --target species -o iris.h5 -q
    run --separate-stderr -64 few iris.h5 m.h5 --embed all
    says "embed 'all': there is no column with categories to embed"
    run --separate-stderr -64 few adult.h5 m.h5 --layers 'embed 4x3, dense 3'
    says "layer 'embed' does not have the categories of the data"
    run --separate-stderr -64 few adult.h5 m.h5 \
        --layers 'dense 3, embed 4x3, dense 3'
    says "embed is the first layer, and of a table"
    run --separate-stderr -64 few adult.h5 m.h5 --freeze embed
    says "freeze 'embed': the net has no vectors"
    [ ! -e m.h5 ]
}

@test "vectors learn Adult at least as well as one-hot inputs" {
    lathe preprocess "$adult_train" --test "$adult_test" --strip . \
        --target income -o full.h5 -q
    for seed in 1 2 3; do
        lathe train full.h5 -o a.h5 -q --seed $seed --json
        lathe train full.h5 -o b.h5 -q --seed $seed --json --embed all
    done | jq -s '[.[].test.accuracy] |
        [.[0] + .[2] + .[4], .[1] + .[3] + .[5]] | map(. / 3)' >both
    cat both
    jq -e '.[1] > .[0] - 0.001 and .[1] > 0.853' both
}

@test "a model with vectors that an earlier version wrote is read" {
    answers "$root/tests/golden/model-embed.h5" \
        "$root/tests/golden/model-embed-rows.csv" 2>/dev/null |
        diff "$root/tests/golden/model-embed.csv" -
}
