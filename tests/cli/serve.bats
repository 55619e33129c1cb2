# The server, through curl, on loopback.
load common

setup_file() {
    make_iris
    make_adult
}

setup() {
    cd "$BATS_FILE_TMPDIR"
    rm -f address.txt
    lathe serve adult-model.h5 flowers=model.h5 --listen 127.0.0.1:0 \
        -j 2 >address.txt 2>serve.log &
    pid=$!
    for _ in $(seq 100); do
        [ -s address.txt ] && break
        sleep 0.05
    done
    url=$(cat address.txt)
}

teardown() {
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

ask() { # PATH BODY: prints the status, then the answer
    curl -s -m 10 -w '%{http_code}\n' -o answer.json -d "$2" \
        -H 'Content-Type: application/json' "$url$1"
    cat answer.json
}

row() { # N: row of adult.csv as a JSON object of texts
    awk -F, -v n="$1" 'NR == 1 { split($0, name, ",") }
        NR == n { printf "{"; for (i = 1; i < NF; i++) {
            gsub(/^ +| +$/, "", $i)
            v = $i ~ /^[0-9]+$/ ? $i : ($i == "?" ? "null" : "\"" $i "\"")
            printf "%s\"%s\":%s", (i > 1 ? "," : ""), name[i], v }
        print "}" }' adult.csv
}

@test "the answer is the one that predict gives, to the bit" {
    lathe predict adult-model.h5 adult.csv --format jsonl --proba >p.jsonl
    for n in 2 3 50 1999; do
        ask /predict "$(row $n)" >/dev/null
        want=$(sed -n $((n - 1))p p.jsonl | jq -r '.income')
        [ "$(jq -r '.predictions[0].class' answer.json)" = "$want" ]
        # The text of each probability appears in what predict printed.
        for p in $(grep -o '"probabilities":{[^}]*}' answer.json |
            grep -o ':[0-9.e-]*' | tr -d :); do
            sed -n $((n - 1))p p.jsonl | grep -qF "$p"
        done
    done
}

@test "rows come as objects, arrays or CSV, one or many" {
    run ask /predict "{\"rows\":[$(row 2),$(row 3)]}"
    [ "${lines[0]}" = 200 ]
    [ "$(jq '.predictions | length' answer.json)" -eq 2 ]
    run ask /v1/models/flowers:predict '{"instances":[[5.1,3.5,1.4,0.2]]}'
    [ "${lines[0]}" = 200 ]
    [ "$(jq -r '.predictions[0].class' answer.json)" = Iris-setosa ]
    head -n 3 "$iris" >three.csv
    curl -s -m 10 -H 'Content-Type: text/csv' --data-binary @three.csv \
        "$url/v1/models/flowers:predict" >answer.json
    [ "$(jq '.predictions | length' answer.json)" -eq 2 ]
}

@test "true and 1 in JSON are the categories of the table, however it writes them" {
    awk 'BEGIN { print "a,b,c,y"; for (i = 0; i < 80; i++)
        printf "%d,%s,%.1f,%s\n", i * 7 % 30, i % 3 ? "True" : "False",
            i % 2, (i % 3 && i % 2) ? "p" : "q" }' >odd.csv
    lathe preprocess odd.csv --target y --type c=category -o odd.h5 -q
    lathe train odd.h5 -o odd-model.h5 --epochs 5 -j 1 -q
    lathe serve odd-model.h5 --listen 127.0.0.1:0 -j 1 >odd.txt 2>/dev/null &
    second=$!
    for _ in $(seq 100); do
        [ -s odd.txt ] && break
        sleep 0.05
    done
    url=$(cat odd.txt)
    printf 'a,b,c\n7,True,1.0\n7,False,0.0\n' >two.csv
    curl -s -m 10 -H 'Content-Type: text/csv' --data-binary @two.csv \
        "$url/predict" >want.json
    run ask /predict '[{"a":7,"b":true,"c":1},{"a":7,"b":false,"c":0.0}]'
    kill "$second"
    wait "$second" || true
    cmp answer.json want.json
    jq -e '.predictions[0] != .predictions[1]' answer.json
}

@test "a row with values that no net can take has no class" {
    ask /v1/models/flowers:predict '[[1e300,3.5,1.4,0.2]]'
    jq -e '.predictions[0] | .class == null and .probabilities.setosa == null' \
        answer.json
}

@test "a wrong body gets a clear answer" {
    run ask /predict '{"age": 39'
    [ "${lines[0]}" = 400 ]
    jq -e '.error.message' answer.json
    run ask /predict '{"age": 39}'
    [ "${lines[0]}" = 400 ]
    [[ $(jq -r .error.message answer.json) == *workclass* ]]
    run ask /predict "$(row 2 | sed 's/:39,/:"old",/')"
    [ "${lines[0]}" = 400 ]
    [[ $(jq -r .error.message answer.json) == *"'age'"*"'old'"* ]]
    run ask /v1/models/flowers:predict '{"instances":[[5.1,3.5]]}'
    [ "${lines[0]}" = 400 ]
    run ask /nothing '{}'
    [ "${lines[0]}" = 404 ]
    run ask /v1/models/none:predict '{}'
    [ "${lines[0]}" = 404 ]
    run curl -s -m 10 -o answer.json -w '%{http_code}' "$url/predict"
    [ "$output" = 405 ]
    run curl -s -m 10 -o answer.json -w '%{http_code}' --data-binary @adult.csv "$url/predict"
    [ "$output" = 400 ]
    [[ $(jq -r .error.message answer.json) == "the body is not JSON (CSV is sent with Content-Type: text/csv): "* ]]
    row 2 | gzip >row.gz
    run curl -s -m 10 -o answer.json -w '%{http_code}' --data-binary @row.gz \
        -H 'Content-Encoding: gzip' "$url/predict"
    [ "$output" = 415 ]
    jq -e '.error == {code: "bad_encoding", message: "a body in '"'gzip'"' is not taken; send it as it is"}' answer.json
    [ "$(curl -s -m 10 "$url/metrics" | grep '^lathe_predict_.*_values_total')" = \
        "lathe_predict_missing_values_total 0
lathe_predict_unknown_values_total 0" ]
}

@test "values that rows lack and categories that the model does not know are counted" {
    ask /predict "[$(row 2 | sed 's/:39,/:null,/'),$(row 3 | sed 's/"workclass":"[^"]*"/"workclass":"Pirate"/; s/"sex":"[^"]*"/"sex":"X"/')]"
    [ "$(curl -s -m 10 "$url/metrics" | grep '^lathe_predict_.*_values_total')" = \
        "lathe_predict_missing_values_total 1
lathe_predict_unknown_values_total 2" ]
}

@test "a body that is too large is refused" {
    head -c 40000000 /dev/zero >big
    run curl -s -m 30 --expect100-timeout 20 -o answer.json \
        -w '%{http_code}' --data-binary @big "$url/predict"
    [ "$output" = 413 ]
}

@test "health, readiness, models and metrics" {
    [ "$(curl -s -m 10 -o /dev/null -w '%{http_code}' "$url/healthz")" = 200 ]
    [ "$(curl -s -m 10 -o /dev/null -w '%{http_code}' "$url/readyz")" = 200 ]
    curl -s -m 10 "$url/v1/models" | jq -e . >/dev/null
    curl -s -m 10 "$url/v1/models/flowers" | jq -e . >/dev/null
    ask /predict "$(row 2)" >/dev/null
    curl -s -m 10 "$url/metrics" >metrics.txt
    grep -q '^# TYPE ' metrics.txt
    grep -q 'lathe_.* 1$' metrics.txt
}

@test "SIGTERM ends it with status 0" {
    kill -TERM "$pid"
    wait "$pid" && status=0 || status=$?
    [ "$status" -eq 0 ]
}

@test "SIGHUP takes a new model, and keeps the old one when it is bad" {
    cp model.h5 keep.h5
    before=$(curl -s -m 10 "$url/v1/models/flowers" | jq -r .digest)
    lathe train iris.h5 -o model.h5 --epochs 3 --seed 9 -q
    kill -HUP "$pid"
    for _ in $(seq 100); do
        after=$(curl -s -m 10 "$url/v1/models/flowers" | jq -r .digest)
        [ "$after" != "$before" ] && break
        sleep 0.05
    done
    [ "$after" != "$before" ]
    echo broken >model.h5
    kill -HUP "$pid"
    sleep 0.3
    [ "$(curl -s -m 10 "$url/v1/models/flowers" | jq -r .digest)" = "$after" ]
    grep -q "model.h5" serve.log
    cp keep.h5 model.h5
}

@test "a busy port is said, with status 69" {
    port=${url##*:}
    run --separate-stderr -69 lathe serve model.h5 \
        --listen "127.0.0.1:${port%/}"
    says "in use"
}

@test "an address that others reach needs a token" {
    run --separate-stderr -64 lathe serve model.h5 --listen 0.0.0.0:0
    says --token-file
}

@test "a token is asked for" {
    echo secret >token
    chmod 600 token
    lathe serve model.h5 --listen 127.0.0.1:0 --token-file token \
        >address2.txt 2>/dev/null &
    second=$!
    for _ in $(seq 100); do
        [ -s address2.txt ] && break
        sleep 0.05
    done
    where=$(cat address2.txt)
    body='{"instances":[[5.1,3.5,1.4,0.2]]}'
    none=$(curl -s -m 10 -o /dev/null -w '%{http_code}' -d "$body" \
        "$where/predict")
    right=$(curl -s -m 10 -o /dev/null -w '%{http_code}' -d "$body" \
        -H 'Authorization: Bearer secret' "$where/predict")
    kill "$second"
    wait "$second" || true
    [ "$none" = 401 ]
    [ "$right" = 200 ]
}

@test "a Unix socket serves as well" {
    lathe serve model.h5 --listen unix:lathe.sock >address3.txt 2>/dev/null &
    second=$!
    for _ in $(seq 100); do
        [ -s address3.txt ] && break
        sleep 0.05
    done
    code=$(curl -s -m 10 --unix-socket lathe.sock -o /dev/null \
        -w '%{http_code}' http://lathe/healthz)
    kill "$second"
    wait "$second" || true
    [ "$code" = 200 ]
}
