# The search for good options.
load common

setup_file() { make_iris && make_adult; }
setup() { cd "$BATS_TEST_TMPDIR" && cp "$BATS_FILE_TMPDIR"/*.h5 .; }

# A search that takes a moment.
space='hidden=4|8 lr=log:1e-3..1e-1 dropout=0..0.3 epochs=9'

@test "the model is the same for any number of threads, and a search of halving" {
    lathe tune adult.h5 -o a.h5 --search "$space" -j 1 -q
    lathe tune adult.h5 -o b.h5 --search "$space" -j 3 -q
    cmp a.h5 b.h5
    lathe tune adult.h5 -o c.h5 --search "$space" --seed 2 -q
    ! cmp -s a.h5 c.h5
}

@test "the command line that is printed gives the same model" {
    for method in halving random; do
        lathe tune adult.h5 -o 'the best.h5' --search "lr=log:1e-3..1e-1
            layers='dense 6, tanh|dense 8, relu, dropout 0.1' epochs=9
            class-weight=none|balanced oversample=true|false" --metric f1 \
            --method $method --trials 9 --seed 5 --json -q >report.json
        python3 -c 'import json, sys
r = json.load(open("report.json"))
print(r["best"]["command"].replace("\x27the best.h5\x27", "again.h5"))' >command
        cat command
        eval "$(cat command) -q"
        cmp 'the best.h5' again.h5
    done
}

@test "momentum may be searched along with optimizers that have none" {
    lathe tune iris.h5 -o a.h5 --method grid --folds 0 --search \
        'optimizer=adam|nesterov momentum=0.5|0.6 epochs=3 hidden=4' \
        --json -q --log log.jsonl >report.json
    jq -r .best.command report.json >command
    cat command
    eval "$(sed 's/-o a.h5/-o b.h5/' command) -q"
    cmp a.h5 b.h5
    # Nor is one said where none was used.
    jq -s -e '[.[] | select(.trial) | .options] | length == 5 and
        all(.[]; (.optimizer == "nesterov") == has("momentum"))' log.jsonl
    for optimizer in adam nesterov; do
        lathe train iris.h5 -o b.h5 --optimizer $optimizer --epochs 1 --json -q |
            jq -c .options.momentum
        lathe inspect b.h5 --json | jq -c .provenance.options.momentum
    done >said
    [ "$(tr '\n' ' ' <said)" = "null null 0.9 0.9 " ]
}

@test "all points of a grid are tried once, and the defaults" {
    run --separate-stderr -0 lathe tune iris.h5 -o a.h5 --method grid \
        --search 'hidden=2|3 lr=0.01|0.1 batch=16|32 epochs=2' --log log.jsonl
    [ "$(grep -c '"trial"' log.jsonl)" -eq 9 ]
    [ "$(sed 's/.*"options":\({[^}]*}\).*/\1/' log.jsonl | grep '"lr"' | sort -u |
        wc -l)" -eq 8 ]
    [[ ${lines[-1]} == "best trial "*" of 9: validation loss 0."*"; wrote 'a.h5'" ]]
    run --separate-stderr -64 lathe tune iris.h5 -o a.h5 --method grid \
        --search 'lr=0.1..0.2'
    says "a grid needs lists of values"
}

@test "what is best on the validation rows is kept" {
    lathe tune adult.h5 -o a.h5 --search "$space" --log log.jsonl --json -q \
        >report.json
    python3 - <<'END'
import json
best = json.load(open("report.json"))["best"]
rows = [json.loads(l) for l in open("log.jsonl")][1:]
assert best["metric"] == min(r["metric"] for r in rows if r["state"] == "ended")
rungs = [sum(r["rung"] == k for r in rows) for k in range(3)]
assert rungs[0] == 27 and rungs[1] == 9 and 1 <= rungs[2] <= 3, rungs
first = sorted((r for r in rows if r["rung"] == 0), key=lambda r: r["metric"])
second = {r["trial"] for r in rows if r["rung"] == 1}
assert second == {r["trial"] for r in first[:9]}        # the better third
assert all(r["epochs"] == 1 for r in rows if r["rung"] == 0)
assert all(r["epochs"] == 3 for r in rows if r["rung"] == 1)
END
}

@test "a search that was killed goes on from its log to the same model" {
    lathe tune adult.h5 -o a.h5 --search "$space" --log a.jsonl -j 2 -q
    for wait in 0.1 0.2 0.15 0.3; do
        timeout -s KILL $wait lathe tune adult.h5 -o b.h5 --search "$space" \
            --log b.jsonl --resume -j 2 -q || :
    done
    lathe tune adult.h5 -o b.h5 --search "$space" --log b.jsonl --resume -q
    cmp a.h5 b.h5
    [ "$(wc -l <a.jsonl)" -eq "$(wc -l <b.jsonl)" ]
    # And all from the log, but for the best.
    rm b.h5
    lathe tune adult.h5 -o b.h5 --search "$space" --log b.jsonl --resume -q
    cmp a.h5 b.h5
    [ "$(wc -l <a.jsonl)" -eq "$(wc -l <b.jsonl)" ]
    run --separate-stderr -65 lathe tune adult.h5 -o b.h5 --search "$space" \
        --log b.jsonl --resume --seed 9 -q
    says "'b.jsonl' is of another search, or of other data"
}

@test "after the time limit no trial begins, and those that have come to an end" {
    run --separate-stderr -0 lathe tune adult.h5 -o a.h5 --time-limit 1s \
        --method random --search 'epochs=5 lr=log:1e-3..1e-1' --log log.jsonl
    [ "$(grep -c '"state":"ended"' log.jsonl)" -ge 3 ]
    [ "$(grep -c skipped log.jsonl)" -eq 0 ]
    [ -s a.h5 ]
}

@test "models are no larger than --max-bytes" {
    lathe tune iris.h5 -o a.h5 --search 'hidden=4|8|1024,512 epochs=2' \
        --max-bytes 60000 --trials 20 -q --log log.jsonl
    [ "$(stat -c %s a.h5)" -le 60000 ]
    grep -q '"state":"too large"' log.jsonl
    run --separate-stderr -3 lathe tune iris.h5 -o b.h5 --max-bytes 1000 -q \
        --search 'hidden=4|8 epochs=1'
    says "each diverged or was too large"
    [ ! -e b.h5 ]
}

@test "a trial that diverges is left out" {
    lathe tune iris.h5 -o a.h5 --method grid -q --log log.jsonl \
        --search 'lr=1e6|0.01 optimizer=sgd layers='"'dense 8'"' epochs=3'
    grep -q '"state":"diverged"' log.jsonl
    grep '"metric":null' log.jsonl
    [ -s a.h5 ]
}

@test "the drawing of the trials is the same each time" {
    lathe tune adult.h5 -o a.h5 --search "$space" --plot a.svg -j 1 -q
    lathe tune adult.h5 -o a.h5 --search "$space" --plot b.svg -j 2 -q
    cmp a.svg b.svg
    [ "$(grep -c '<circle' a.svg)" -gt 50 ]
    ! grep -q 'nan\|inf"' a.svg
}

@test "a small table without --search is judged by folds, and its defaults are to be beaten by more than chance" {
    lathe tune iris.h5 -o a.h5 --trials 9 --log log.jsonl --json -q -j 1 >a.json
    lathe tune iris.h5 -o b.h5 --trials 9 -q -j 3
    cmp a.h5 b.h5
    kept=$(python3 - <<'END'
import json, math
best = json.load(open("a.json"))["best"]
rows = [json.loads(l) for l in open("log.jsonl")][1:]
ended = {r["trial"]: r for r in rows if r["state"] == "ended"}
base, top = ended[0], min(ended.values(), key=lambda r: r["metric"])
gain = [b - t for b, t in zip(base["held_out"], top["held_out"])]
mean = sum(gain) / len(gain)
sd = math.sqrt(sum((g - mean) ** 2 for g in gain) / (len(gain) - 1))
stays = top is base or mean <= 2 * sd / math.sqrt(len(gain))
assert len(gain) == 10, gain
assert best["trial"] == (0 if stays else top["trial"]), (best, top, mean, sd)
print(stays and top is not base)
END
    )
    run lathe tune iris.h5 -o b.h5 --trials 9 --folds 10
    if [ "$kept" = True ]; then
        [[ $output == *"which may be chance: the defaults stay"* ]]
    else
        [[ $output != *"the defaults stay"* ]]
    fi
    # Or in parts of the validation rows.
    lathe tune iris.h5 -o a.h5 --trials 9 --folds 0 --log c.jsonl -j 1 >text
    lathe tune iris.h5 -o b.h5 --trials 9 --folds 0 --log c.jsonl --resume -j 3 \
        --json -q >b.json
    cmp a.h5 b.h5
    jq -e '.best | has("held_out") | not' b.json
    least=$(jq -s 'map(select(.state == "ended")) | min_by(.metric).trial' c.jsonl)
    best=$(jq .best.trial b.json)
    echo "the least is of trial $least, the best is $best"
    if [ "$best" -ne "$least" ]; then
        [ "$best" -eq 0 ]
        grep "trial $least is better than the defaults by .* the defaults stay" text
    fi
    lathe tune adult.h5 -o b.h5 --trials 2 --log five.jsonl -q
    tail -n 1 five.jsonl | jq -e '.held_out | length == 5'
    # Rows in order of time are judged by the last of them.
    lathe preprocess "$iris" --target species -o time.h5 -q         --split-by time:sepal-length
    lathe tune time.h5 -o b.h5 --trials 2 --json -q |
        jq -e '.best | has("held_out") | not'
}

@test "every option of train that changes the model may be searched" {
    for option in $(lathe train --help |
        sed -n 's/^ *\(-., \)\{0,1\}--\([a-z0-9-]*\).*/\2/p'); do
        case $option in
        # Files, the run itself, and what tune has itself.
        output | log | plot | checkpoint* | resume | lock | if-changed | \
            time-limit | memory | seed | threads | json | quiet | config | help | \
            monitor | init | new-head | freeze | folds | groups) continue ;;
        esac
        run lathe tune iris.h5 -o a.h5 --search "$option=" -q
        [[ $output != *"no option"* ]] || { echo "$option: $output"; false; }
    done
}

@test "searches that make no sense are refused with a sentence" {
    for case in "nope=1:no option 'nope'; there are hidden model" \
        "lr:write lr=VALUES" "lr=x|1:'x' is no value of 'lr'" \
        "lr=nan:'nan' is no value of 'lr'" \
        "lr=1..0.5:the range is empty" "lr=log:0..1:a log range begins above 0" \
        "epochs=1..2.5:is of whole numbers up to 2147483647" \
        "patience=0..3e9:is of whole numbers" \
        "model=1..2:'model' has no range" "lr=1 lr=2:'lr' is there twice" \
        "hidden=3 model=cnn:'model' is there twice" "batch=:'batch' has no values" \
        " :it is empty" "oversample=maybe:'maybe' is no value"; do
        run --separate-stderr -64 lathe tune iris.h5 -o a.h5 -q \
            --search "${case%%:[^0l]*}"
        says "${case#*:}" || says "${case##*:}"
    done
    run --separate-stderr -64 lathe tune iris.h5 -o a.h5 -q \
        --search 'dropout=0.1|2' --method grid
    says "trial 2, --dropout 2: dropout must be from 0 to below 1"
    run --separate-stderr -64 lathe tune iris.h5 -o a.h5 --method best -q
    says "method 'best' is not halving, random or grid"
    run --separate-stderr -64 lathe tune iris.h5 -o a.h5 --metric r2 -q
    says "monitor 'r2' is none of loss"
    run --separate-stderr -64 lathe tune iris.h5 -o a.h5 --trials -1 -q
    says "trials must be from 1"
    run --separate-stderr -64 lathe tune iris.h5 -o a.h5 --resume -q
    says "resume needs a log"
    lathe preprocess "$iris" --target species --split 0.9,0,0.1 -o flat.h5 -q
    run --separate-stderr -65 lathe tune flat.h5 -o a.h5 --folds 0 -q
    says "'flat.h5' has no validation rows to compare trials by; --folds 5"
    [ ! -e a.h5 ]
}
