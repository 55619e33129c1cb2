# Cross-validation.
load common

setup_file() {
    make_adult && make_iris
    awk 'BEGIN { srand(5); print "who,day,x,z,y"
        for (i = 0; i < 400; i++) {
            w = int(rand() * 40); x = rand() + w % 2 / 2
            printf "p%d,2024-%02d-%02d,%.4f,%d,%s\n", w, 1 + int(i / 40),
                1 + i % 28, x, w % 7, (x + rand() > 1.3 ? "yes" : "no") } }' \
        >rows.csv
    awk -F, -v OFS=, '{ $5 = NR == 1 ? "y" : $3 * 3 + $4; print }' rows.csv \
        >numbers.csv
    lathe preprocess rows.csv --target y --drop who,day -o rows.h5 -q
    lathe preprocess numbers.csv --target y --drop who,day -o numbers.h5 -q
}
setup() { cd "$BATS_TEST_TMPDIR" && cp "$BATS_FILE_TMPDIR"/*.{h5,csv} .; }

quick='--model mlp:4 --epochs 3'

@test "figures of every metric that evaluate has, and no file" {
    run --separate-stderr -0 lathe train adult.h5 --folds 4 $quick
    [ "${lines[0]}" = "4 folds of 1800 rows, every class divided evenly" ]
    [[ ${lines[6]} == *metric*mean*sd*least*most*folds ]]
    [[ ${lines[7]} =~ ^\ \ accuracy\ +0\.[0-9]+\ +0\.[0-9]+\ +0\.[0-9]+\ +0\.[0-9]+\ +4$ ]]
    [ "${#lines[@]}" -eq 19 ]
    [ "$(ls *.h5 | wc -l)" -eq 6 ]
    no_litter
    lathe train adult.h5 --folds 4 $quick --json -q >folds.json
    lathe evaluate adult-model.h5 adult.h5 --json -q >whole.json
    diff <(jq -r '.metrics | keys[]' folds.json) \
        <(jq -r '.metrics | keys[]' whole.json)
    jq -e '.training == null and .groups == null and (.fold | length) == 4' \
        folds.json
    lathe train numbers.h5 --folds 3 $quick --json -q |
        jq -c '.metrics | keys' | grep -qxF '["mae","mse","r2","rmse"]'
}

@test "mean and standard deviation are those of the folds" {
    lathe train adult.h5 --folds 5 $quick --json -q >folds.json
    python3 - <<'END'
import json, statistics
r = json.load(open("folds.json"))
for name, m in r["metrics"].items():
    v = [f["metrics"][name] for f in r["fold"]]
    assert m["folds"] == 5 and m["least"] == min(v) and m["most"] == max(v)
    assert abs(m["mean"] - statistics.mean(v)) < 1e-12, name
    assert abs(m["sd"] - statistics.stdev(v)) < 1e-12, name
END
}

@test "figures of each class are there, by name" {
    lathe train iris.h5 --folds 3 --epochs 20 --json -q >folds.json
    python3 - <<'END'
import json, statistics
r = json.load(open("folds.json"))
assert [c["name"].split("-")[-1] for c in r["classes"]] == [
    "setosa", "versicolor", "virginica"]
for k, c in enumerate(r["classes"]):
    for name in "precision", "recall", "f1", "roc_auc":
        v = [f["classes"][k][name] for f in r["fold"]]
        v = [x for x in v if x is not None]
        assert c[name]["folds"] == len(v)
        assert abs(c[name]["mean"] - statistics.mean(v)) < 1e-12
means = [c["recall"]["mean"] for c in r["classes"]]
assert abs(statistics.mean(means) -
           r["metrics"]["macro_recall"]["mean"]) < 1e-12
END
    lathe train numbers.h5 --folds 3 $quick --json -q |
        jq -e '.classes == null and .fold[0].classes == null'
}

@test "each row is held out once, and every class is divided evenly" {
    lathe train iris.h5 --folds 5 $quick --json -q >folds.json
    python3 - <<'END'
import json
from collections import Counter
r = json.load(open("folds.json"))
a = r["assignment"]["train"] + r["assignment"]["valid"]
assert len(a) == 135 and len(r["assignment"]["train"]) == 120
assert Counter(a) == {k: 27 for k in range(1, 6)}
for f in r["fold"]:
    n = f["rows"]
    assert n["held_out"] == 27 and n["train"] + n["valid"] == 108
    assert n["valid"] == 12         # a ninth, as of the dataset
END
}

@test "folds are the same for any number of threads" {
    for data in adult rows numbers; do
        lathe train $data.h5 --folds 5 $quick --json -q -j 1 >a.json
        for j in 2 3 8; do
            lathe train $data.h5 --folds 5 $quick --json -q -j $j >b.json
            cmp a.json b.json
        done
        lathe train $data.h5 --folds 5 $quick --json -q --seed 2 >b.json
        ! cmp -s a.json b.json
    done
}

@test "with -o the model is the one that train gives without folds" {
    lathe train rows.h5 $quick -o a.h5 -q
    run --separate-stderr -0 lathe train rows.h5 $quick -o b.h5 --folds 3 \
        --log log.jsonl --plot plot.svg
    cmp a.h5 b.h5
    [ "${lines[0]}" = "3 folds of 360 rows, every class divided evenly" ]
    [[ ${lines[-1]} == "best epoch "*"; wrote 'b.h5' "* ]]
    [ "$(wc -l <log.jsonl)" -eq 3 ]
    [ -s plot.svg ]
    lathe train rows.h5 $quick -o b.h5 --folds 3 --json -q |
        jq -e '.training.schema == "lathe/training" and .training.epochs == 3'
    run --separate-stderr -73 lathe train rows.h5 $quick -o no/b.h5 --folds 3
    says "cannot create"
}

# together COLUMN: no value of it, in the order of rows.csv, is in two folds.
together() {
    python3 - "$1" <<'END'
import csv, json, sys
a = json.load(open("folds.json"))["assignment"]
rows = [r[sys.argv[1]] for r in csv.DictReader(open("rows.csv"))]
fold = dict()
for value, f in zip(rows, a["train"], strict=True):
    assert fold.setdefault(value, f) == f, value
assert len(set(fold.values())) == 4
END
}

@test "groups by which the dataset was split stay together" {
    for by in group hash; do
        lathe preprocess rows.csv --split 1,0,0 --split-by $by:who \
            --target y --drop who,day -o a.h5 -q
        lathe train a.h5 --folds 4 $quick --json -q >folds.json
        jq -e '.groups == "who"' folds.json
        together who
        lathe train a.h5 --folds 4 $quick --json -q --groups who >b.json
        cmp folds.json b.json
        run --separate-stderr -0 lathe train a.h5 --folds 4 $quick
        [ "${lines[0]}" = "4 folds of 400 rows, by the groups of 'who'" ]
        lathe inspect a.h5 | grep -q "^  groups  'who', kept together in folds"
        lathe inspect a.h5 --json | jq -e .grouped
    done
    # Those of given validation rows too.
    head -n 41 rows.csv >few.csv
    lathe preprocess rows.csv --valid few.csv --split 1,0,0 --target y \
        --split-by group:who --drop who,day -o a.h5 -q
    lathe train a.h5 --folds 4 $quick --json -q >folds.json
    together who
    jq -e '.assignment | .valid == .train[:40]' folds.json
}

@test "rows with the same value of a column stay together" {
    lathe preprocess rows.csv --split 1,0,0 --target y -o a.h5 -q
    for column in who z day; do
        lathe train a.h5 --folds 4 $quick --json -q --groups $column \
            >folds.json
        together $column
    done
    lathe train rows.h5 --folds 4 $quick --json -q --groups z |
        jq -e '.groups == "z"'
    run --separate-stderr -65 lathe train rows.h5 --folds 4 --groups who -q
    says "groups: 'rows.h5' does not keep the column 'who' of each row; preprocess --split-by group:who does"
    run --separate-stderr -65 lathe train rows.h5 --folds 4 --groups nobody -q
    says "groups: 'rows.h5' does not keep a column 'nobody'"
    run --separate-stderr -64 lathe train rows.h5 --folds 4 --groups y -q
    says "groups: 'y' is the target"
    run --separate-stderr -64 lathe train rows.h5 --folds 8 --groups z -q
    says "'rows.h5': 7 groups are too few for 8 folds"
}

@test "without validation rows all epochs are run" {
    lathe preprocess rows.csv --split 0.9,0,0.1 --target y -o a.h5 -q
    run --separate-stderr -0 lathe train a.h5 --folds 3 $quick --json
    [[ $stderr == *"no validation rows: all epochs are run"* ]]
    jq -e '[.fold[] | .rows.valid == 0 and .epochs == 3 and .ended == "epochs"]
        | all' <<<"$output"
}

@test "that folds mix times is said" {
    lathe preprocess rows.csv --split-by time:day --target y -o a.h5 -q
    run --separate-stderr -0 lathe train a.h5 --folds 3 $quick
    [[ $stderr == *"split by time; folds mix earlier rows with later ones"* ]]
    run --separate-stderr -0 lathe train a.h5 --folds 3 $quick -q
    [ -z "$stderr$output" ]
}

@test "a class with fewer rows than folds is said, and what it leaves undefined" {
    { head -n 31 "$iris"
      sed -n 52,81p "$iris"; sed -n 102,103p "$iris"; } >few.csv
    lathe preprocess few.csv --split 1,0,0 --target species -o few.h5 -q
    run --separate-stderr -0 lathe train few.h5 --folds 4 --epochs 2 --json
    [[ $stderr == *"class 'virginica' has 2 rows, fewer than folds"* ]] ||
        [[ $stderr == *"virginica' has 2 rows, fewer than folds"* ]]
    jq -e '.metrics.roc_auc.folds == 2 and .metrics.accuracy.folds == 4' \
        <<<"$output"
    jq -e '[.fold[] | .undefined.roc_auc // empty] == ["a class has no row",
        "a class has no row"]' <<<"$output"
}

@test "weights, over-sampling, streams and starts work in folds or are refused" {
    for more in '--class-weight balanced' --oversample '--class-weight yes=2' \
        '--time-limit 1h' '--loss focal --monitor f1' '--freeze 1'; do
        lathe train rows.h5 --folds 3 $quick --json -q >a.json
        lathe train rows.h5 --folds 3 $quick --json -q $more >b.json
        case $more in
        --time*) diff <(jq .fold a.json) <(jq .fold b.json) ;;
        *) ! cmp -s <(jq .fold a.json) <(jq .fold b.json) ;;
        esac
    done
    lathe train rows.h5 $quick -o start.h5 -q
    run --separate-stderr -64 lathe train rows.h5 --folds 3 --init start.h5 -q
    says "folds: 'start.h5' was trained on the rows of 'rows.h5' and knows those that are held out"
    lathe preprocess rows.csv --like start.h5 --seed 9 -o other.h5 -q
    lathe train other.h5 --folds 3 --init start.h5 --epochs 3 --json -q |
        jq -e '.run.options.init | length == 32'
    run --separate-stderr -64 lathe train rows.h5 --folds 3 --augment flip -q
    says "augment needs images"
    awk 'NR == 1 { print } NR > 1 { for (i = 0; i < 150; i++) print }' \
        rows.csv >many.csv
    lathe preprocess many.csv --target y --drop who,day -o many.h5 -q
    run --separate-stderr -64 lathe train many.h5 --folds 3 --memory 1M -q
    says "'many.h5': folds need all rows in memory, "
    [[ $stderr == *" bytes; 1048576 are allowed"* ]]
}

@test "pictures are augmented in folds" {
    awk 'BEGIN { srand(3); printf "y"; for (i = 0; i < 16; i++) printf ",p%d", i
        print ""; for (r = 0; r < 90; r++) { printf "%d", r % 3
            for (i = 0; i < 16; i++) printf ",%d", rand() * 255
            print "" } }' >pictures.csv
    lathe preprocess pictures.csv --target y --task classify --image 1x4x4 \
        -o pictures.h5 -q
    lathe train pictures.h5 --folds 3 $quick --json -q -j 1 >a.json
    lathe train pictures.h5 --folds 3 $quick --json -q -j 1 --augment flip \
        >b.json
    ! cmp -s <(jq .fold a.json) <(jq .fold b.json)
    lathe train pictures.h5 --folds 3 $quick --json -q -j 3 --augment flip \
        >c.json
    cmp b.json c.json
}

@test "the lock holds while folds are trained" {
    exec 9>run.lock
    flock 9
    run --separate-stderr -75 lathe train rows.h5 --folds 3 --lock run.lock
    exec 9>&-
    lathe train rows.h5 --folds 3 $quick --lock run.lock -q
}

@test "what has no meaning with folds is refused in one line" {
    for case in "--folds 1:folds must be from 2 to 1000" \
        "--folds -2:folds must be from 2 to 1000" \
        "--folds 1001:folds must be from 2 to 1000" \
        "--folds 300:300 folds are more than the rows of any class" \
        "--groups z:no output; say -o MODEL.h5" \
        "--groups z -o a.h5:groups needs folds: --folds K" \
        "--folds 3 -o a.h5 --checkpoint c:folds keep no checkpoint; leave out checkpoint" \
        "--folds 3 --resume:folds keep no checkpoint; leave out resume" \
        "--folds 3 --checkpoint-every 5:leave out checkpoint-every" \
        "--folds 3 -o a.h5 --if-changed:folds are not in the model that if-changed looks at" \
        "--folds 3 --log l:with folds, log is of the model that is trained after them" \
        "--folds 3 --plot p:with folds, plot is of the model"; do
        run --separate-stderr -64 lathe train rows.h5 -q ${case%%:*}
        says "${case#*:}"
    done
    run --separate-stderr -3 lathe train numbers.h5 --folds 3 --lr 1e6 \
        --optimizer sgd -q
    says "fold 1: training diverged"
    [ ! -e a.h5 ]
}

@test "datasets of earlier versions are divided too" {
    lathe train "$root/tests/golden/dataset-1.h5" --folds 2 $quick --json -q |
        jq -e '.groups == null'
    # And which fold a group is in stays what it was.
    lathe train "$root/tests/golden/dataset-groups.h5" --folds 4 $quick --json \
        -q >folds.json
    jq -e '.groups == "who" and .assignment.valid ==
        [4,1,4,4,4,1,4,1,4,1,1]' folds.json
    jq -c .assignment.train folds.json | grep -qxF "[3,1,4,1,2,3,2,2,3,4,4,4,\
4,2,2,3,2,3,2,1,1,1,2,4,4,2,3,2,3,3,3,3,2,4,3,1,3,2,1,1,3,2,1,2,3,2,3,1,2]"
}

# ---- tune ------------------------------------------------------------------

space='hidden=4|8 lr=log:1e-3..1e-1 dropout=0..0.3 epochs=9'

@test "a search by folds is the same for any number of threads" {
    for method in halving random; do
        lathe tune adult.h5 -o a.h5 --search "$space" --folds 3 -q -j 1 \
            --method $method --trials 12 --json --metric f1 >a.json
        for j in 2 5; do
            lathe tune adult.h5 -o a$j.h5 --search "$space" --folds 3 -q -j $j \
                --method $method --trials 12 --json --metric f1 >b.json
            cmp a.h5 a$j.h5
            diff <(jq '.best | del(.command)' a.json) \
                <(jq '.best | del(.command)' b.json)
        done
        jq -r .best.command a.json | sed 's/ a.h5 / again.h5 /' >command
        sed -i 's/-o [a-z0-9]*.h5/-o again.h5/' command
        eval "$(cat command) -q"
        cmp a.h5 again.h5
    done
}

@test "a trial comes to what train --folds comes to, and the best mean is kept" {
    run --separate-stderr -0 lathe tune adult.h5 -o a.h5 --search "$space" \
        --folds 3 --metric accuracy --log log.jsonl
    [[ ${lines[0]} =~ ^trial\ +epochs\ +accuracy\ +sd\ +options$ ]]
    [[ ${lines[-1]} =~ ^best\ trial\ [0-9]+\ of\ 27:\ held-out\ accuracy\ 0.*,\ sd\ 0.*\ over\ 3\ folds\;\ wrote ]]
    python3 - <<'END'
import json, statistics, subprocess
rows = [json.loads(l) for l in open("log.jsonl")]
assert rows[0]["tune"]["folds"] == 3
ended = [r for r in rows[1:] if r["state"] == "ended"]
rungs = [sum(r["rung"] == k for r in rows[1:]) for k in range(3)]
assert rungs[0] == 27 and rungs[1] == 9 and 1 <= rungs[2] <= 3, rungs
for r in rows[1:]:
    assert r["defined"] == 3
    assert abs(r["metric"] - statistics.mean(r["held_out"])) < 1e-12
    assert abs(r["sd"] - statistics.stdev(r["held_out"])) < 1e-12
for r in ended:
    command = ["lathe", "train", "adult.h5", "--folds", "3", "--json", "-q",
               "--monitor", "accuracy"]
    for name, value in r["options"].items():
        command += ["--" + name, value]
    t = json.loads(subprocess.run(command, capture_output=True,
                                  check=True).stdout)
    assert r["held_out"] == [f["metrics"]["accuracy"] for f in t["fold"]]
    assert r["epochs"] == max(f["epochs"] for f in t["fold"])
END
}

@test "a search by folds that was killed goes on from its log to the same model" {
    lathe tune adult.h5 -o a.h5 --search "$space" --folds 4 --log a.jsonl -q
    for wait in 0.1 0.2 0.15 0.3; do
        timeout -s KILL $wait lathe tune adult.h5 -o b.h5 --search "$space" \
            --folds 4 --log b.jsonl --resume -j 2 -q || :
    done
    lathe tune adult.h5 -o b.h5 --search "$space" --folds 4 --log b.jsonl \
        --resume -q
    cmp a.h5 b.h5
    diff <(sed 's/"seconds.*//' a.jsonl | sort) \
        <(sed 's/"seconds.*//' b.jsonl | sort)
    rm b.h5
    lathe tune adult.h5 -o b.h5 --search "$space" --folds 4 --log b.jsonl \
        --resume -q --json >b.json
    cmp a.h5 b.h5
    jq -e '.best.held_out | length == 4' b.json
    run --separate-stderr -65 lathe tune adult.h5 -o b.h5 --search "$space" \
        --folds 5 --log b.jsonl --resume -q
    says "'b.jsonl' is of another search, or of other data"
    run --separate-stderr -65 lathe tune adult.h5 -o b.h5 --search "$space" \
        --log b.jsonl --resume -q
    says "'b.jsonl' is of another search, or of other data"
}

@test "a search by folds needs no validation rows, and respects groups" {
    lathe preprocess rows.csv --split 1,0,0 --split-by group:who \
        --target y --drop who,day -o a.h5 -q
    lathe tune a.h5 -o m.h5 --search 'hidden=2|4 epochs=3' --folds 3 --json \
        --metric f1 --trials 6 -q --log log.jsonl >a.json
    jq -e '.groups == "who" and .folds == 3 and
        (.best.command | contains("--monitor") | not)' a.json
    head -n 1 log.jsonl | jq -e '.tune.groups == "who"'
    eval "$(jq -r .best.command a.json | sed 's/-o m.h5/-o again.h5/') -q"
    cmp m.h5 again.h5
    lathe tune numbers.h5 -o m.h5 --search 'hidden=2|4 epochs=3' --folds 3 \
        --groups z --metric r2 --trials 4 -q --plot plot.svg
    grep -q '<circle' plot.svg
}

@test "trials that diverge in a fold, or are too large, are left out" {
    lathe tune iris.h5 -o a.h5 --method grid -q --log log.jsonl --folds 3 \
        --search 'lr=1e6|0.01 optimizer=sgd layers='"'dense 8'"' epochs=3'
    grep '"state":"diverged"' log.jsonl | grep -q '"metric":null,"sd":null'
    [ -s a.h5 ]
    lathe tune iris.h5 -o a.h5 --search 'hidden=4|8|1024,512 epochs=2' \
        --max-bytes 60000 --trials 20 -q --log log.jsonl --folds 3
    grep -q '"state":"too large"' log.jsonl
    run --separate-stderr -64 lathe tune iris.h5 -o a.h5 --folds 1 -q
    says "folds must be from 2 to 1000, or 0 for none, or -1 to leave them to lathe, got 1"
    run --separate-stderr -64 lathe tune iris.h5 -o a.h5 --groups x -q
    says "groups needs folds: --folds K"
    run --separate-stderr -64 lathe tune iris.h5 -o a.h5 --folds 200 -q
    says "'iris.h5': 135 rows are too few for 200 folds"
    run --separate-stderr -64 lathe tune iris.h5 -o a.h5 --folds 3 --metric r2 -q
    says "monitor 'r2' is none of loss"
}
