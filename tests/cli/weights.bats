# Rows that count for more than others: preprocess --weight, train.
load common

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    gzip -dc "$adult_train" | head -n 5001 >adult.csv
    lathe preprocess adult.csv --target income --weight fnlwgt -o w.h5 -q
    # The same rows with a weight of 0, 1, 2 or 3, and with each as often.
    awk 'NR == 1 { print $0 ",times"; next }
         { print $0 "," NR % 4 }' adult.csv >times.csv
    awk -F, -v OFS=, 'NR == 1 { print; next }
         { n = $NF; $NF = 1; for (i = 0; i < n; i++) print }' times.csv \
        >often.csv
}

setup() { cd "$BATS_TEST_TMPDIR" && cp "$BATS_FILE_TMPDIR"/*.{csv,h5} .; }

few() { lathe train "$1" -o "$2" --epochs 3 -q "${@:3}"; }

@test "the weights are no input, are said, and lie in the dataset" {
    run --separate-stderr -0 lathe preprocess adult.csv --target income \
        --weight fnlwgt -o a.h5
    [[ $stderr == *"rows count for 'fnlwgt' when a model is trained"* ]]
    [[ $output == *"from 5 numbers and 8 categories"* ]]
    cmp a.h5 w.h5
    lathe inspect w.h5 | grep -q '^  weights  fnlwgt$'
    lathe inspect w.h5 --json | jq -e '.schema.weight == "fnlwgt" and
        ([.schema.columns[].name] | index("fnlwgt")) == null'
}

@test "a weight that is none is refused with file, line and column" {
    for value in "" "?" -1 nan inf 1e31 many; do
        awk -F, -v OFS=, -v v="$value" 'NR == 700 { $NF = v } { print }' \
            times.csv >bad.csv
        run --separate-stderr -65 lathe preprocess bad.csv --target income \
            --weight times -o a.h5 -q
        says "'bad.csv' line 700, column 'times': '$value' is not a weight, a number from 0 to 1e30"
        [ ! -e a.h5 ]
        run -0 lathe preprocess bad.csv --target income --weight times \
            -o a.h5 --bad-rows skip --rejects r.csv
        [[ $output == *"5000 rows read"*"+ 1 refused"* ]]
        grep -q "line 700" r.csv
        rm a.h5
    done
    no_litter
}

@test "a column that cannot be the weights is refused" {
    run --separate-stderr -65 lathe preprocess times.csv --target income \
        --weight tmies -o a.h5 -q
    says "weight: no column 'tmies'"
    run --separate-stderr -64 lathe preprocess times.csv --target income \
        --weight income -o a.h5 -q
    says "weight: 'income' is the target"
    for option in --drop=times --type=times=number --scale=times=none; do
        run --separate-stderr -64 lathe preprocess times.csv --target income \
            --weight times -o a.h5 -q $option
        says "weight: 'times' is no input, and another option says"
    done
    sed 's/,[0-3]$/,0/' times.csv >none.csv
    run --separate-stderr -65 lathe preprocess none.csv --target income \
        --weight times -o a.h5 -q
    says "weight: all rows of 'train' have the weight 0 in column 'times'"
    mkdir -p images/a images/b
    cp "$root/tests/images/quarters.jpg" images/a
    cp "$root/tests/images/gray.jpg" images/b
    run --separate-stderr -64 lathe preprocess images --image 1x8x8 \
        --weight w -o a.h5 -q
    says "weight: not for images"
    [ ! -e a.h5 ]
}

@test "weights that are all the same give the model of rows without" {
    for w in 1 3 0.125; do
        sed "1!s/,[0-3]$/,$w/" times.csv >same.csv
        lathe preprocess same.csv --target income --weight times -o s.h5 -q
        few s.h5 m.h5
        lathe predict m.h5 times.csv --proba >p 2>/dev/null
        [ ! -e first ] || cmp p first
        mv p first
    done
    lathe preprocess same.csv --target income --drop times -o s.h5 -q
    few s.h5 m.h5
    lathe predict m.h5 times.csv --proba >p 2>/dev/null
    cmp p first
}

@test "a row of weight 2 counts as two rows, one of weight 0 as none" {
    for name in times often; do
        lathe preprocess $name.csv --target income --weight times \
            --scale none --split 1,0,0 -o $name.h5 -q \
            --drop fnlwgt,capital-gain,capital-loss
        lathe train $name.h5 -o $name-m.h5 --model linear --batch full \
            --optimizer sgd --lr 1e-4 --schedule constant --epochs 20 -q \
            --init-weights zeros --json | jq .train.loss >$name.loss
        lathe predict $name-m.h5 adult.csv --proba |
            sed 1d | cut -d , -f 2 >$name.p
    done
    paste times.p often.p | awk '{ d = $1 - $2
        if (d > 2e-5 || d < -2e-5) bad++ } END { exit bad > 0 || NR != 5000 }'
    paste times.loss often.loss |
        awk '{ exit !($1 > 0.3 && $1 < 0.69 && ($1 - $2) ^ 2 < 1e-11) }'
}

@test "weighted runs give the same bytes for any number of threads, streamed too" {
    for memory in 1G 1M; do
        for j in 1 2 3 8; do few w.h5 m$j.h5 -j $j --memory $memory; done
        for j in 2 3 8; do cmp m1.h5 m$j.h5; done
        cp m1.h5 $memory.h5
    done
    few w.h5 plain.h5 --unweighted
    run cmp -s 1G.h5 plain.h5
    [ "$status" -eq 1 ]
}

@test "a weighted run that is resumed gives the model of one that is not" {
    lathe train w.h5 -o whole.h5 --epochs 40 --patience 0 -q
    for at in 0.1 0.15 0.2; do
        timeout -s KILL $at lathe train w.h5 -o m.h5 --epochs 40 -q \
            --patience 0 --checkpoint ck.h5 --checkpoint-every 7 --resume ||
            true
    done
    lathe train w.h5 -o m.h5 --epochs 40 --patience 0 -q --checkpoint ck.h5 \
        --checkpoint-every 7 --resume -j 1
    cmp m.h5 whole.h5
}

@test "the weights go with class weights, over-sampling, focal loss and batchnorm" {
    few w.h5 a.h5 --class-weight balanced
    few w.h5 b.h5 --oversample
    few w.h5 c.h5 --loss focal --clip-norm 1
    few w.h5 d.h5 --layers 'dense 16, batchnorm, relu'
    for m in a b c d; do
        lathe evaluate $m.h5 w.h5 -q --require 'roc_auc>=0.8'
    done
}

@test "--unweighted leaves the weights out, and a model has none" {
    few w.h5 m.h5 --unweighted
    lathe preprocess adult.csv --target income --drop fnlwgt -o d.h5 -q
    few d.h5 n.h5
    for m in m n; do
        lathe predict $m.h5 adult.csv --proba >$m.p 2>/dev/null
    done
    cmp m.p n.p
    few w.h5 m.h5
    lathe inspect m.h5 --json | jq -e '.schema.weight == null and
        .provenance.options.weight == "fnlwgt"'
    cut -d , -f 1,2,4- adult.csv | lathe predict m.h5 - >/dev/null
}

@test "new rows have weights like those of a dataset, or their own" {
    lathe preprocess adult.csv --like w.h5 -o a.h5 -q
    lathe inspect a.h5 --json | jq -e '.schema.weight == "fnlwgt"'
    cut -d , -f 1,2,4- adult.csv >no.csv
    run --separate-stderr -65 lathe preprocess no.csv --like w.h5 -o b.h5 -q
    says "fnlwgt"
    few w.h5 m.h5
    lathe preprocess adult.csv --like m.h5 --weight fnlwgt -o b.h5 -q
    few a.h5 ma.h5
    few b.h5 mb.h5
    for m in ma mb; do
        lathe predict $m.h5 adult.csv --proba >$m.p 2>/dev/null
    done
    cmp ma.p mb.p
    lathe preprocess no.csv --like m.h5 -o b.h5 -q
    lathe inspect b.h5 --json | jq -e '.schema.weight == null'
    run --separate-stderr -64 lathe preprocess adult.csv --like w.h5 \
        --weight age -o b.h5 -q
    says "weight: 'age' is not that of 'w.h5', 'fnlwgt'"
    run --separate-stderr -64 lathe preprocess adult.csv --like m.h5 \
        --weight age -o b.h5 -q
    says "weight: 'age' is an input of 'm.h5'"
}

@test "a model goes on with the weights of the dataset" {
    few w.h5 m.h5
    few w.h5 n.h5 --init m.h5
    few w.h5 u.h5 --init m.h5 --unweighted
    run cmp -s n.h5 u.h5
    [ "$status" -eq 1 ]
    lathe preprocess adult.csv --like m.h5 -o plain.h5 -q
    few plain.h5 u.h5 --init n.h5
    few w.h5 v.h5 --init u.h5
}

@test "folds teach with weights and are judged without" {
    for option in --seed=1 --unweighted; do
        lathe train w.h5 -o m.h5 --folds 3 --epochs 2 -q $option --json >said
        [ ! -e first ] || ! cmp -s said first
        mv said first
    done
    lathe train w.h5 -o m.h5 --folds 3 --epochs 2 -q --embed all
}

@test "evaluate weighs rows when it is told to" {
    lathe preprocess times.csv --target income --weight times \
        --split 0.5,0,0.5 --split-by hash:fnlwgt -o times.h5 -q
    few times.h5 m.h5
    lathe evaluate m.h5 times.csv --weight times --json -q >weighted
    # Each row as often as its weight says; not the order of the rows.
    lathe evaluate m.h5 often.csv --json -q >often
    for metric in accuracy log_loss roc_auc f1 macro_recall weighted_f1; do
        jq -n --slurpfile a weighted --slurpfile b often -e \
            "\$a[0].metrics.$metric - \$b[0].metrics.$metric |
             . < 1e-12 and . > -1e-12"
    done
    jq -e '.weight == "times" and .rows == 5000' weighted
    jq -e '.weight == null' often
    lathe evaluate m.h5 times.h5 --weight times --json -q |
        jq .metrics >dataset
    lathe evaluate m.h5 times.h5 --json -q | jq .metrics >plain
    run cmp -s dataset plain
    [ "$status" -eq 1 ]
    run -0 lathe evaluate m.h5 times.h5 --weight times
    [[ $output == *"weights"*"'times'"* ]]
    lathe evaluate m.h5 times.csv --weight times -q \
        --require 'accuracy>=0.7'
}

@test "where all rows weigh nothing no metric is defined" {
    few w.h5 m.h5
    sed '2,$s/,[0-3]$/,0/' times.csv | head -n 50 >zero.csv
    run -0 --separate-stderr lathe evaluate m.h5 zero.csv --weight times
    [[ $output == *"accuracy         -  undefined: no row counts"* ]]
}

@test "evaluate refuses weights that are none, and rows without" {
    few w.h5 m.h5
    sed '9s/,[0-3]$/,-1/' times.csv >bad.csv
    run --separate-stderr -65 lathe evaluate m.h5 bad.csv --weight times -q
    says "'bad.csv' line 9, column 'times': '-1' is not a weight"
    run --separate-stderr -65 lathe evaluate m.h5 times.csv --weight tims -q
    says "'times.csv' has no column 'tims'"
    run --separate-stderr -64 lathe evaluate m.h5 times.csv --weight age -q
    says "weight: 'age' is an input of 'm.h5'"
    run --separate-stderr -64 lathe evaluate m.h5 times.csv --weight income -q
    says "weight: 'income' is the target"
    run --separate-stderr -64 lathe evaluate m.h5 w.h5 --weight times -q
    says "weight: 'times' is not that of 'w.h5', 'fnlwgt'"
    lathe preprocess adult.csv --target income -o plain.h5 -q
    run --separate-stderr -64 lathe evaluate m.h5 plain.h5 --weight fnlwgt -q
    says "weight: 'plain.h5' has no weights"
}

@test "tune weighs rows as train does" {
    lathe tune w.h5 -o t.h5 --search 'epochs=3 lr=0.001|0.01 unweighted=true|false' \
        --method grid --metric accuracy -q --json |
        jq -e '.trials >= 4'
    lathe tune w.h5 -o t.h5 --search 'epochs=3 lr=0.003' --method grid -q
    few w.h5 m.h5
    for m in t m; do
        lathe predict $m.h5 adult.csv --proba >$m.p 2>/dev/null
    done
    cmp t.p m.p
}

@test "a dataset with weights that an earlier version wrote is read" {
    cp "$root/tests/golden/dataset-weights.h5" g.h5
    lathe inspect g.h5 --json |
        jq -e '.schema.weight == "times" and .rows.train == 24'
    lathe train g.h5 -o m.h5 --epochs 2 -q --json |
        jq -e '.train.loss > 0 and .train.loss < 10'
}

@test "a class with a comma in it has a weight, in quotes" {
    awk 'BEGIN { print "a,y"; for (i = 0; i < 60; i++)
        print i * 7 % 60 "," (i % 3 ? "\"u, v\"" : "\"w \"\"x\"\"\"") }' >comma.csv
    lathe preprocess comma.csv --target y -o comma.h5 -q
    lathe train comma.h5 -o one.h5 -q --epochs 2 --class-weight '"u, v"=2,"w ""x"""=3'
    lathe train comma.h5 -o two.h5 -q --epochs 2 --class-weight 'w "x"=3,"u, v"=2'
    lathe train comma.h5 -o none.h5 -q --epochs 2
    lathe predict one.h5 comma.csv --proba >one.csv
    lathe predict two.h5 comma.csv --proba | cmp - one.csv
    ! lathe predict none.h5 comma.csv --proba | cmp - one.csv
    run -64 --separate-stderr lathe train comma.h5 -o no.h5 --class-weight '"u, v=2'
    [ "$stderr" = "lathe train: class weight: no quote ends the name in '\"u, v=2'" ]
}
