# Several targets: numbers, and labels.
load common

# 1,500 rows each: three numbers of x, z and w; three labels of them, of which
# "threat" is rare. Every fiftieth row lacks one of the targets.
setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    awk 'BEGIN { srand(5); pi = 3.14159265
        print "x,z,w,price,\"last, first\",area" >"houses.csv"
        print "x,z,w,toxic,rude,threat" >"posts.csv"
        for (i = 1; i <= 1500; i++) {
            x = 2 * rand() - 1; z = 2 * rand() - 1; k = int(3 * rand())
            w = substr("abc", 1 + k, 1); n = (rand() - 0.5) / 20
            area = i % 50 == 7 ? "" : sprintf("%.3f", 50 + 9 * sin(2 * x))
            rude = i % 50 == 9 ? "?" : (z - k > -0.2 ? "yes" : "no")
            printf("%.4f,%.4f,%s,%.2f,%.4f,%s\n", x, z, w,
                1e5 * (2 + x + z / 2 + n), x * z + k + n, area) >"houses.csv"
            printf("%.4f,%.4f,%s,%d,%s,%s\n", x, z, w, (x + z > 0.3), rude,
                (x > 0.9 && z > 0.3 ? "t" : "f")) >"posts.csv"
        }
    }' </dev/null
    lathe preprocess houses.csv --target 'price,"last, first",area' \
        -o houses.h5 >houses.txt 2>houses.talk
    lathe preprocess posts.csv --target toxic,rude --target threat \
        -o posts.h5 >posts.txt 2>posts.talk
    lathe train houses.h5 -o houses-model.h5 --lr 0.003 -j 1 -q
    lathe train posts.h5 -o posts-model.h5 --lr 0.003 -j 1 -q
}

setup() { cd "$BATS_FILE_TMPDIR"; }

@test "numbers are seen, said and counted; a row without one of them is dropped" {
    grep -qx "regress 3 numbers: 'price', 'last, first', 'area'" houses.talk
    grep -q "^1500 rows read = 1176 train + 147 valid + 147 test + 30 without all targets" \
        houses.txt
    grep -q "from 2 numbers and 1 category, 3 values 'price', 'last, first', 'area'" \
        houses.txt
}

@test "labels are seen, said and counted" {
    grep -q "^classify 3 labels in [4-8] combinations: 'toxic' .* % '1', 'rude' .* % 'yes', 'threat' .* % 't'" \
        posts.talk
    grep -q "30 without all targets" posts.txt
    grep -q "1 category, 3 labels 'toxic', 'rude', 'threat'" posts.txt
}

@test "a model of several numbers learns all of them" {
    lathe evaluate houses-model.h5 houses.h5 --require 'nrmse<=0.15' \
        --require 'r2>=0.97' --require 'r2[price]>=0.97' \
        --require 'r2[last, first]>=0.97' --require 'mae[area]<=1' >e.txt
    grep -q '^target .* rmse .* mae .* mse .* r2$' e.txt
    [ "$(grep -c ' ok$' e.txt)" -eq 5 ]
    lathe evaluate houses-model.h5 houses.h5 --json >e.json
    jq -e '.task == "regress" and .target == null
        and (.targets | map(.name)) == ["price", "last, first", "area"]
        and ((.targets | map(.r2) | add / 3) - .metrics.r2 | fabs) < 1e-12
        and ((.targets | map(.rmse) | add / 3) / .metrics.rmse - 1 | fabs)
            < 1e-12' e.json
}

@test "a model of several labels learns all of them" {
    lathe evaluate posts-model.h5 posts.h5 --require 'accuracy>=0.85' \
        --require 'hamming_loss<=0.06' --require 'micro_f1>=0.9' \
        --require 'f1[threat]>=0.5' --require 'roc_auc[rude]>=0.97' >e.txt
    grep -q '^mean of rows ' e.txt
    lathe evaluate posts-model.h5 posts.h5 --json >e.json
    jq -e '.targets | map([.name, .positive_class])
        == [["toxic", "1"], ["rude", "yes"], ["threat", "t"]]' e.json
    jq -e '(.targets | map(.f1) | add / 3) - .metrics.macro_f1 | fabs < 1e-12' \
        e.json
    # The confusion matrices have all rows, and give the hamming loss.
    jq -e '[.targets[].confusion | .[0][1] + .[1][0]] as $wrong | .rows as $n
        | ([.targets[].confusion | flatten | add] | all(. == $n))
        and (($wrong | add) / ($n * 3) - .metrics.hamming_loss | fabs) < 1e-12' \
        e.json
}

@test "the threshold is that of each label" {
    lathe evaluate posts-model.h5 posts.h5 --threshold 0 --json >e.json
    jq -e '.threshold == 0 and .metrics.macro_recall == 1
        and ([.targets[] | .predicted] | unique) == [.rows]' e.json
    run -64 --separate-stderr lathe evaluate houses-model.h5 houses.h5 \
        --threshold 0.5
    says "it is for models of two classes, and 'houses-model.h5' predicts numbers"
}

@test "each answer is in the column of its target" {
    head -n 4 houses.csv | lathe predict houses-model.h5 >p.csv
    [ "$(head -n 1 p.csv)" = 'price,"last, first",area' ]
    [ "$(wc -l <p.csv)" -eq 4 ]
    head -n 2 houses.csv |
        lathe predict houses-model.h5 --keep x,area --format jsonl >p.jsonl
    jq -e 'keys_unsorted == ["x", "area", "price", "last, first",
        "predicted area"]' p.jsonl
    run -64 --separate-stderr lathe predict houses-model.h5 --proba houses.csv
    says "'houses-model.h5' predicts numbers, which have no class probabilities"
}

@test "probabilities are those of each class of each label" {
    lathe predict posts-model.h5 posts.csv --proba >p.csv
    [ "$(head -n 1 p.csv)" = 'toxic,rude,threat,p(toxic=0),p(toxic=1),p(rude=no),p(rude=yes),p(threat=f),p(threat=t)' ]
    awk -F, 'NR > 1 { for (i = 4; i < 9; i += 2) {
            s = $i + $(i + 1); if (s < 0.999999 || s > 1.000001) exit 1 }
        if (($5 > 0.5) != $1 || ($7 > 0.5) != ($2 == "yes")) exit 1 }' p.csv
    lathe predict posts-model.h5 posts.csv --proba --format jsonl >p.jsonl
    jq -s -e 'all(.toxic == (if .probabilities.toxic["1"] > 0.5 then "1"
        else "0" end))' p.jsonl
}

@test "a CSV is judged as the dataset is" {
    lathe evaluate posts-model.h5 posts.csv --json 2>talk >csv.json
    grep -q "30 rows without a value of 'toxic', 'rude', 'threat' were left out" talk
    lathe preprocess posts.csv --like posts-model.h5 --split 0,0,1 -o all.h5 -q
    lathe evaluate posts-model.h5 all.h5 --json >all.json
    [ "$(jq -c '.metrics, .targets' csv.json)" = \
        "$(jq -c '.metrics, .targets' all.json)" ]
    sed 's/,yes,/,maybe,/' posts.csv >odd.csv
    run -65 --separate-stderr lathe evaluate posts-model.h5 odd.csv
    says "column 'rude': the model has no class 'maybe'"
}

@test "the same rows, options and seed give the same bytes" {
    lathe preprocess - --target toxic,rude,threat -o a.h5 -q -j 1 <posts.csv
    cp posts.csv renamed.csv
    lathe preprocess renamed.csv --target toxic,rude,threat -o b.h5 -q -j 3
    cmp a.h5 b.h5
    lathe train a.h5 -o a-model.h5 --epochs 3 -q -j 1
    lathe train b.h5 -o b-model.h5 --epochs 3 -q -j 3
    cmp a-model.h5 b-model.h5
    lathe train houses.h5 -o a-model.h5 --epochs 3 -q -j 1
    lathe train houses.h5 -o b-model.h5 --epochs 3 -q -j 3
    cmp a-model.h5 b-model.h5
}

@test "every split has its share of every label" {
    lathe inspect posts.h5 --json >i.json
    # class_rows: toxic no, yes, rude no, yes, threat no, yes
    jq -e '.class_rows as $c | [range(6)]
        | all(. as $i | ($c.train[$i] + $c.valid[$i] + $c.test[$i]) as $n
            | ($c.valid[$i] - $n / 10 | fabs) <= 2
            and ($c.test[$i] - $n / 10 | fabs) <= 2)' i.json
    lathe inspect posts.h5 >i.txt
    grep -q "targets  *3 labels: 'toxic', 'rude', 'threat'" i.txt
    grep -q '^  threat  t ' i.txt
    lathe inspect houses-model.h5 | grep -q '^  last, first  '
}

@test "a target whose name has a comma is taken as it stands, or in quotes" {
    lathe preprocess houses.csv --target 'last, first' --drop price,area \
        -o one.h5 --json -q >one.json
    [ "$(jq -r .schema.target one.json)" = 'last, first' ]
    run -64 --separate-stderr lathe preprocess houses.csv \
        --target '"last, first,area' -o one.h5
    says "target: no quote ends the name in '\"last, first,area'"
    run -64 --separate-stderr lathe preprocess houses.csv \
        --target area,price,area -o one.h5
    says "target: 'area' is named twice"
    run -65 --separate-stderr lathe preprocess houses.csv \
        --target area,prise -o one.h5
    says "target: no column 'prise'; did you mean 'price'?"
    run -64 --separate-stderr lathe preprocess houses.csv \
        --target area,price --drop price -o one.h5
    says "drop: 'price' is the target"
}

@test "targets that are mixed are refused, each with what it is" {
    run -65 --separate-stderr lathe preprocess posts.csv \
        --target toxic,x,w,rude -o no.h5
    says "several targets must all be numbers, or all have two values: 'toxic' has two values, '0' and '1', 'x' is a number, 'w' has 3 classes, 'rude' has two values, 'no' and 'yes'; leave some out of --target"
    run -65 --separate-stderr lathe preprocess posts.csv --target toxic,x \
        -o no.h5
    says "'toxic' has two values"
    [[ $stderr == *"; --task regress takes all as numbers" ]]
    lathe preprocess posts.csv --target toxic,x --task regress -o yes.h5 -q
    [ "$(lathe inspect yes.h5 --json | jq -r .schema.task)" = regress ]
    run -65 --separate-stderr lathe preprocess posts.csv --target toxic,rude \
        --task regress -o no.h5
    says "target 'rude' is not a number in line 2"
    run -65 --separate-stderr lathe preprocess posts.csv --target toxic,w \
        --task classify -o no.h5
    says "'w' has 3 classes"
}

@test "a column that tells one of the targets is named with it" {
    awk -F, 'BEGIN { OFS = "," } { print $0, NR == 1 ? "leak" : $4 + 0 }' \
        posts.csv >leak.csv
    lathe preprocess leak.csv --target toxic,rude,threat -o leak.h5 2>talk >txt
    grep -q "column 'leak' equals the target 'toxic' in all" talk
    [ "$(grep -c "'leak' " talk)" -eq 1 ]
    grep -q "1 class of 'threat' with few of the" talk
}

@test "what does not go with several targets is refused in one line" {
    run -64 --separate-stderr lathe train posts.h5 -o no.h5 --oversample
    says "oversample needs one target"
    run -64 --separate-stderr lathe train posts.h5 -o no.h5 --class-weight yes=2
    says "class weights of several targets can only be balanced, not 'yes=2'"
    run -64 --separate-stderr lathe train posts.h5 -o no.h5 --loss categorical
    says "loss 'categorical' is of one target; several labels need 'binary' or 'focal'"
    run -64 --separate-stderr lathe train posts.h5 -o no.h5 --loss mse
    says "loss 'mse' does not fit the target 'toxic', which has classes"
    run -64 --separate-stderr lathe train houses.h5 -o no.h5 --monitor accuracy
    says "monitor 'accuracy' is none of loss, rmse, mae, mse, r2, nrmse"
    run -64 --separate-stderr lathe evaluate posts-model.h5 posts.h5 \
        --require 'f1[tocsic]>=0'
    says "the model has no target 'tocsic'"
    run -64 --separate-stderr lathe evaluate posts-model.h5 posts.h5 \
        --require 'rmse<=0'
    says "the model predicts labels, for which there is no metric 'rmse'"
    [ ! -e no.h5 ]
}

@test "labels train with every loss, weights, and every figure decides" {
    for options in "--loss focal" "--label-smoothing 0.1" \
        "--class-weight balanced" "--monitor micro_f1" \
        "--monitor hamming_loss" "--monitor roc_auc" "--monitor accuracy"; do
        lathe train posts.h5 -o m.h5 --epochs 2 --json -q $options >t.json
        jq -e '.metric == "accuracy" and (.targets | length) == 3' t.json
    done
    for options in "--loss mae" "--loss huber:0.5" "--monitor nrmse" \
        "--monitor r2" "--monitor rmse"; do
        lathe train houses.h5 -o m.h5 --epochs 2 --json -q $options >t.json
        jq -e '.metric == "nrmse"' t.json
    done
}

@test "what training says of the kept weights is what evaluate finds" {
    lathe train posts.h5 -o m.h5 --epochs 3 --monitor macro_f1 --json -q >t.json
    lathe evaluate m.h5 posts.h5 --json >e.json
    jq -s -e '(.[0].test.accuracy - .[1].metrics.accuracy | fabs) < 1e-9
        and (.[0].test.macro_f1 - .[1].metrics.macro_f1 | fabs) < 1e-9
        and (.[0].test.loss - .[1].metrics.log_loss | fabs) < 1e-6' \
        t.json e.json
    lathe train houses.h5 -o m.h5 --epochs 3 --monitor r2 --json -q >t.json
    lathe evaluate m.h5 houses.h5 --json >e.json
    jq -s -e '(.[0].test.nrmse - .[1].metrics.nrmse | fabs) < 1e-6
        and (.[0].test.r2 - .[1].metrics.r2 | fabs) < 1e-6' t.json e.json
}

@test "labels count for their rows when evaluate is told so" {
    awk -F, -v OFS=, 'NR == 1 { print $0, "times" >"times.csv"
            print >"often.csv"; next }
        { n = NR * 7 % 4; print $0, n >"times.csv"
            while (n--) print >"often.csv" }' posts.csv
    lathe evaluate posts-model.h5 times.csv --weight times --json -q >weighted
    # Each row as often as its weight says.
    lathe evaluate posts-model.h5 often.csv --json -q >often
    for of in .metrics .targets[0] .targets[2]; do
        for metric in accuracy hamming_loss log_loss roc_auc f1 micro_f1 \
            micro_precision macro_recall weighted_f1 samples_f1; do
            jq -n --slurpfile a weighted --slurpfile b often -e \
                "\$a[0]$of.$metric as \$x | \$b[0]$of.$metric as \$y |
                 \$x == \$y or (\$x - \$y | . < 1e-12 and . > -1e-12)"
        done
    done
    jq -e '.weight == "times" and .metrics.samples_f1 > 0
        and .targets[2].f1 >= 0' weighted
    lathe preprocess times.csv --like posts-model.h5 --weight times \
        --split-by hash:x -o times.h5 -q
    lathe evaluate posts-model.h5 times.h5 --weight times --json -q |
        jq .metrics >w.json
    lathe evaluate posts-model.h5 times.h5 --json -q | jq .metrics >plain.json
    run cmp -s w.json plain.json
    [ "$status" -eq 1 ]
    run -0 lathe evaluate posts-model.h5 times.h5 --weight times \
        --require 'micro_f1>=0.9'
    [[ $output == *"metrics with weights from 'times'"* ]]
}

@test "folds judge every target" {
    lathe train posts.h5 --folds 3 --epochs 2 --json -q >f.json
    jq -e '.target == null and .classes == null
        and (.targets | map(.name)) == ["toxic", "rude", "threat"]
        and ((.targets | map(.f1.mean) | add / 3) - .metrics.macro_f1.mean
            | fabs) < 1e-12
        and (.fold | all(.targets | length == 3))' f.json
    lathe train houses.h5 --folds 3 --epochs 2 --json -q >f.json
    jq -e '((.targets | map(.r2.mean) | add / 3) - .metrics.r2.mean | fabs)
        < 1e-12' f.json
    run -0 --separate-stderr lathe train houses.h5 --folds 2 --epochs 2
    [ "${lines[0]}" = "2 folds of 1323 rows, by chance" ]
}

@test "rows --like a model of labels count the classes of each anew" {
    head -n 301 posts.csv >few.csv
    lathe preprocess few.csv --like posts.h5 --split 1,0,0 -o like.h5 -q
    lathe inspect like.h5 --json >i.json
    awk -F, 'NR > 1 && $5 != "?" { n[$4]++ } END { print n[0] "," n[1] }' \
        few.csv >want
    jq -r '.schema.targets[0].class_counts | map(tostring) | join(",")' \
        i.json | cmp - want
}

@test "two columns that together are one of the targets are named with it" {
    awk 'BEGIN { srand(3); print "a,b,c,p,q"
        for (i = 0; i < 200; i++) {
            a = rand(); b = rand()
            printf("%.6f,%.6f,%.6f,%.6f,%.6f\n", a, b, rand(),
                rand(), 3 * sprintf("%.6f", a) - 2 * sprintf("%.6f", b)) } }' \
        </dev/null >pair.csv
    lathe preprocess pair.csv --target p,q -o pair.h5 2>talk >txt
    grep -q "columns 'a' and 'b' together are the target 'q'" talk
    [ "$(grep -c " together are " talk)" -eq 1 ]
}

@test "a model of one target becomes one of several with a new head" {
    lathe preprocess posts.csv --target toxic --drop rude,threat -o one.h5 -q
    lathe train one.h5 -o one-model.h5 --epochs 3 -q
    lathe train posts.h5 -o several.h5 --init one-model.h5 --new-head \
        --epochs 3 -q
    lathe predict several.h5 posts.csv -q | head -n 1 |
        grep -qx toxic,rude,threat
    run -65 --separate-stderr lathe train one.h5 -o no.h5 --init several.h5
    says "target 'rude' is missing"
    run -64 --separate-stderr lathe preprocess posts.csv --like one-model.h5 \
        --target toxic,rude -o no.h5
    [[ $stderr == *"target: 'toxic,rude' is not that of 'one-model.h5', 'toxic'"* ]]
}

@test "int8 keeps the answers to several targets" {
    lathe compress posts-model.h5 --quantize int8 --data posts.h5 \
        -o small.h5 --max-drop 0.02 --json >c.json
    jq -e '.metric == "accuracy" and .within' c.json
    lathe evaluate small.h5 posts.h5 --require 'hamming_loss<=0.07' >e.txt
    lathe compress houses-model.h5 --quantize int8 --data houses.h5 \
        -o small.h5 --json >c.json
    jq -e '.metric == "nrmse"' c.json
}

@test "a search compares several targets by any figure" {
    lathe tune posts.h5 -o best.h5 --search 'lr=0.001|0.01' --method grid \
        --metric micro_f1 -q -j 2 >t.txt
    lathe evaluate best.h5 posts.h5 --require 'micro_f1>=0.5' >e.txt
}

@test "a server answers with one object for each target" {
    lathe serve posts-model.h5 houses=houses-model.h5 --listen 127.0.0.1:0 \
        >address.txt 2>serve.log &
    pid=$!
    for _ in $(seq 100); do [ -s address.txt ] && break; sleep 0.05; done
    url=$(cat address.txt)
    row='{"x":0.5,"z":0.25,"w":"a"}'
    curl -s -m 10 -d "$row" "$url/predict" >a.json
    curl -s -m 10 -d '{"instances":[[0.5,0.25,"a"]]}' \
        "$url/v1/models/houses:predict" >b.json
    curl -s -m 10 "$url/v1/models/houses" >h.json
    curl -s -m 10 "$url/v1/models/posts-model" >m.json
    kill "$pid"
    wait "$pid" || true
    printf 'x,z,w\n0.5,0.25,a\n' >row.csv
    lathe predict posts-model.h5 row.csv --proba --format jsonl >p.jsonl
    # The very text of each number, so that no bit is lost.
    for t in toxic rude threat; do
        p=$(grep -o "\"$t\":{\"[^}]*}" p.jsonl)
        grep -qF "\"probabilities\":${p#*:}" a.json
    done
    jq -e '.predictions[0] | keys_unsorted == ["toxic", "rude", "threat"]
        and .toxic.class == "1"' a.json
    lathe predict houses-model.h5 row.csv >p.csv
    [ "$(jq -r '.predictions[0] | [.[].value | tostring] | join(",")' b.json)" = \
        "$(tail -n 1 p.csv | jq -Rr 'split(",") | map(tonumber | tostring) |
            join(",")')" ]
    jq -e '.targets | map(.target) == ["price", "last, first", "area"]' h.json
    jq -e '.targets[1] == {"target": "rude", "classes": ["no", "yes"]}' m.json
}

@test "datasets and models of several targets that an earlier version wrote are read" {
    golden=$root/tests/golden
    printf 'x,w\n0.402,c\n-0.822,a\n-0.303,b\n0.400,a\n0.175,b\n0.981,a\n' \
        >rows.csv
    for kind in labels values; do
        proba=
        [ $kind = values ] || proba=--proba
        lathe predict "$golden/model-$kind.h5" rows.csv $proba >p.csv
        diff "$golden/model-$kind.csv" p.csv
        lathe train "$golden/dataset-$kind.h5" -o m.h5 --epochs 1 -q
    done
    lathe inspect "$golden/dataset-labels.h5" --json |
        jq -e '.class_rows == {"train": [18, 14, 23, 9],
            "valid": [2, 2, 3, 1], "test": [2, 2, 3, 1]}'
    lathe evaluate "$golden/model-labels.h5" "$golden/dataset-labels.h5" \
        --split train --require 'accuracy==1' >e.txt
    lathe evaluate "$golden/model-values.h5" "$golden/dataset-values.h5" \
        --split train --require 'nrmse<0.21985' --require 'nrmse>0.21984' >e.txt
}
