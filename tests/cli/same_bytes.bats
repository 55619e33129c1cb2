# The same data, options and seed give the same bytes.
load common

setup_file() { make_adult; }
setup() { cd "$BATS_FILE_TMPDIR"; }

model() { lathe train adult.h5 -q --epochs 2 "$@"; }

@test "a model file is the same for any number of threads" {
    for layers in 'dense 64, relu, dense 32, relu' \
        'dense 300, tanh, dropout 0.3, dense 200, sigmoid'; do
        model -o j1.h5 -j 1 --layers "$layers"
        for threads in 2 3 8; do
            model -o jn.h5 -j $threads --layers "$layers"
            cmp j1.h5 jn.h5
        done
    done
}

# 400 images of 12x12 pixels in three classes.
make_images() {
    awk 'BEGIN { srand(2); line = "y"
        for (p = 0; p < 144; p++) line = line ",p" p
        print line
        for (i = 0; i < 400; i++) { line = i % 3
            for (p = 0; p < 144; p++) line = line "," int(rand() * 255)
            print line } }' >img.csv
    lathe preprocess img.csv --target y --image 1x12x12 -o img.h5 -q
}

# same DATASET LAYERS OPTION...: the model of one thread, and that of 1, 2, 3
# and 8 threads, five times each.
same() {
    local data=$1 layers=$2 threads run
    shift 2
    lathe train $data.h5 -q --epochs 1 --layers "$layers" -o one.h5 -j 1 "$@"
    for threads in 1 2 3 8; do
        for run in 1 2 3 4 5; do
            lathe train $data.h5 -q --epochs 1 --layers "$layers" -o many.h5 \
                -j $threads "$@"
            cmp one.h5 many.h5 || {
                echo "$* '$layers' with -j $threads, run $run"
                return 1
            }
        done
    done
}

@test "every kind of layer, optimizer and loss gives the same bytes with 1, 2, 3 and 8 threads, five times each" {
    make_images
    lathe preprocess adult.csv --target age -o age.h5 -q
    same img 'conv 6 3x3 pad same, batchnorm, relu,
        res(conv 6 3x3 pad 1 groups 6, batchnorm, gelu, conv 6 1x1),
        maxpool 2, conv 8 3x3 stride 2, tanh, avgpool global' \
        --batch 64 --optimizer momentum --loss focal --augment flip \
        --clip-norm 1
    same img 'conv 4 3x3 dilation 2, leakyrelu, avgpool 2 stride 1,
        conv 9 5x3 stride 2 pad 1, silu, layernorm, maxpool global,
        dropout 0.2, dense 16, elu' \
        --batch 64 --optimizer adam --label-smoothing 0.1
    same img 'reshape 1x1x144, conv 8 5 pad same, sigmoid, flatten, dense 64,
        batchnorm, dropout 0.3, dense 9, softmax, dense 8' \
        --batch 80 --optimizer sgd --class-weight balanced
    same adult 'dense 64, tanh, res(dense 64, layernorm, gelu), dropout 0.3,
        dense 32, sigmoid' --batch 256 --optimizer adamw --l2 0.01
    same adult 'dense 64, batchnorm, silu, dense 32, elu' \
        --batch 256 --optimizer nesterov --loss focal
    same age 'dense 64, relu, dense 32, leakyrelu 0.1' \
        --batch 256 --optimizer rmsprop --loss huber --lr 0.001
    same age 'dense 200, sigmoid' --batch full --optimizer adagrad --loss mae
    same age 'dense 48, gelu, dense 32, tanh' \
        --batch 200 --optimizer adam --loss mse --l1 0.001 --l2 0.001
}

@test "a model file does not depend on place, locale, time zone or umask" {
    model -o here.h5
    mkdir -p elsewhere
    cp adult.h5 elsewhere/data.h5
    (cd elsewhere && umask 077 && TZ=Asia/Tokyo LC_ALL=C.UTF-8 \
        lathe train data.h5 -q --epochs 2 -o ../there.h5)
    cmp here.h5 there.h5
}

@test "a dataset file is the same twice, and from another folder" {
    lathe preprocess adult.csv --target income -o one.h5 -q
    mkdir -p other
    cp adult.csv other/
    (cd other && LC_ALL=C.UTF-8 lathe preprocess adult.csv --target income \
        -o ../two.h5 -q -j 1)
    cmp one.h5 two.h5
    lathe compress adult-model.h5 --quantize int8 --data adult.h5 -o q1.h5 -q
    lathe compress adult-model.h5 --quantize int8 --data adult.h5 -o q2.h5 -q -j 1
    cmp q1.h5 q2.h5
}

@test "another seed gives another model" {
    model -o s1.h5 --seed 1
    model -o s2.h5 --seed 2
    run cmp -s s1.h5 s2.h5
    [ "$status" -eq 1 ]
}

@test "changing test rows changes no model" {
    head -n 1000 adult.csv >train.csv
    { head -n 1 adult.csv; tail -n 300 adult.csv; } >t1.csv
    sed 's/Private/Never-seen-before/; s/^[0-9]*/99/' t1.csv >t2.csv
    sed -i '1s/.*/'"$(head -n 1 adult.csv)"'/' t2.csv
    for t in 1 2; do
        lathe preprocess train.csv --test t$t.csv --target income \
            -o d$t.h5 -q
        lathe inspect d$t.h5 --json | jq '.schema.columns' >c$t.json
        lathe train d$t.h5 -o m$t.h5 -q --epochs 1
        lathe predict m$t.h5 adult.csv --proba >p$t.out 2>/dev/null
    done
    cmp p1.out p2.out
}

# Rows of many kinds, over several pieces of the reader: quoted fields of many
# lines, quotes in quotes, missing values, numbers, dates, blank lines.
make_quoted() {
    awk 'BEGIN { srand(5); print "id,text,when,x,w,y"
        for (i = 0; i < 30000; i++) {
            t = ""
            for (k = 0; k < i % 5; k++)
                t = t "line " k ", \"\"" substr("abc", 1 + i % 3, 1) "\"\"\n"
            printf "%d,\"%s\",20%02d-%02d-%02d,%s,%s,%s\n", i * 7919 % 30011,
                t, i % 24, 1 + i % 12, 1 + i % 28,
                i % 11 ? rand() * 1e4 : "", substr("pqrs", 1 + i % 4, 1),
                (i % 7 + rand() > 3.5) ? "yes" : "no"
            if (i % 1000 == 0) print "" } }' >quoted.csv
}

# pre NAME OPTIONS...: the dataset of quoted.csv with some of the options on.
pre() {
    local out=$1
    shift
    lathe preprocess "$@" --target y -o "$out" --clip 0.01 --dedup \
        --scale robust --impute mean -q
}

@test "a dataset is the same for any number of threads, also in a file of several pieces with lines within quotes" {
    make_quoted
    [ "$(stat -c %s quoted.csv)" -gt 1500000 ]
    pre q1.h5 quoted.csv -j 1
    for threads in 2 3 7; do
        pre qn.h5 quoted.csv -j $threads
        cmp q1.h5 qn.h5
    done
    lathe inspect q1.h5 --json |
        jq -e '[.rows.train, .rows.valid, .rows.test] | add == 30000'
}

@test "a dataset is the same in every locale that is installed" {
    make_quoted
    pre q1.h5 quoted.csv
    for locale in $(locale -a); do
        LC_ALL=$locale LANG=$locale pre ql.h5 quoted.csv
        cmp q1.h5 ql.h5
    done
    LC_ALL=de_DE.UTF-8 LANGUAGE=de TZ=America/St_Johns pre ql.h5 quoted.csv
    cmp q1.h5 ql.h5
}

@test "a dataset is the same from three folders" {
    make_quoted
    here=$PWD
    pre q1.h5 quoted.csv
    mkdir -p deep/er
    for folder in deep deep/er /; do
        (cd "$folder" && pre "$here/qf.h5" "$here/quoted.csv")
        cmp q1.h5 qf.h5
    done
}

@test "a dataset is the same from a pipe, however it is filled" {
    make_quoted
    pre q1.h5 quoted.csv
    cat quoted.csv | pre qp.h5 - -j 2
    cmp q1.h5 qp.h5
    dd if=quoted.csv bs=777 status=none | pre qp.h5 - -j 7
    cmp q1.h5 qp.h5
    mkfifo named
    cat quoted.csv >named &
    pre qp.h5 named -j 1
    cmp q1.h5 qp.h5
}

@test "gzip and zstd change nothing but the note of what was read" {
    make_quoted
    pre q1.h5 quoted.csv
    gzip -kf quoted.csv
    zstd -qkf quoted.csv
    { head -c 700000 quoted.csv | gzip; tail -c +700001 quoted.csv | gzip; } \
        >two.gz
    said() { lathe inspect "$1" --json | jq '.schema, .rows, .class_rows'; }
    model() { lathe train "$1" -o "$2" --epochs 1 -q && lathe predict "$2" \
        quoted.csv --proba; }
    said q1.h5 >said1
    model q1.h5 m1.h5 >answers1
    for f in quoted.csv.gz quoted.csv.zst two.gz; do
        for threads in 1 2; do
            pre qz.h5 $f -j $threads
            said qz.h5 | cmp - said1
        done
        model qz.h5 mz.h5 | cmp - answers1
    done
}

@test "a dataset is the same for any number of threads, from a pipe, and through libcsv" {
    # Several pieces, with quoted line ends across their borders.
    awk 'BEGIN { srand(3); print "a,b,text,y"
        for (i = 0; i < 60000; i++)
            printf "%.6g,%d,\"%s\nq %d\",%s\n", rand() * 100 - 50, i % 977,
                i % 5 ? "x" : "say \"\"so\"\"", i % 13, i % 3 ? "u" : "v"
        }' >pieces.csv
    gzip -k pieces.csv
    lathe preprocess pieces.csv --target y -o p1.h5 -q -j 1
    for threads in 2 3 7; do
        lathe preprocess pieces.csv --target y -o pn.h5 -q -j $threads
        cmp p1.h5 pn.h5
    done
    cat pieces.csv.gz | lathe preprocess - --target y -o pn.h5 -q -j 2
    [ "$(lathe inspect p1.h5 --json | jq .schema)" = \
        "$(lathe inspect pn.h5 --json | jq .schema)" ]
    cat pieces.csv | lathe preprocess - --target y -o pn.h5 -q -j 2
    cmp p1.h5 pn.h5
    lathe preprocess pieces.csv --target y -o pn.h5 -q --parser libcsv
    cmp p1.h5 pn.h5
}

# Its rows are dealt out as they are read, and its quantiles found meanwhile;
# from gzip they are kept, with --bad-rows skip read twice.
@test "a large table of numbers is the same for any number of threads, from a pipe, through gzip, and read twice" {
    awk 'BEGIN { srand(4); print "a,b,c,y"
        for (i = 0; i < 20000; i++)
            printf "%.6g,%d,%s,%.6g\n", (rand() - 0.5) * 1e-4, i % 977,
                i % 5 ? rand() : "NA", rand() * 100
        }' >part.csv
    { cat part.csv; for i in $(seq 59); do tail -n +2 part.csv; done; } >big.csv
    [ "$(stat -c %s big.csv)" -gt 34000000 ]
    large() { lathe preprocess - --target y --clip 0.01 -q "$@"; }
    large -j 1 -o b1.h5 <big.csv
    for threads in 2 7; do
        lathe preprocess big.csv --target y --clip 0.01 -q -o bn.h5 -j $threads
        cmp b1.h5 bn.h5
    done
    cat big.csv | large -o bn.h5
    cmp b1.h5 bn.h5
    said() { lathe inspect "$1" --json | jq '.schema, .rows'; }
    said b1.h5 >said1
    gzip -1 <big.csv | large -o bz.h5
    said bz.h5 | cmp - said1
    large --bad-rows skip -o bs.h5 <big.csv
    said bs.h5 | cmp - said1
}

# Its rows are kept as they are read; with --bad-rows skip they are read twice,
# and so they are where a column has numbers first and words behind them.
@test "a table with categories is the same for any number of threads, from a pipe, and read twice" {
    awk 'BEGIN { srand(5); print "n,color,shop,flag,z,y"
        split("red,green,deep blue,,NA,7", color, ",")
        for (i = 0; i < 60000; i++)
            printf "%.6g,%s,s%d,%s,%d,%s\n", (rand() - 0.5) * 100,
                color[1 + int(rand() * 6)], rand() * 3000,
                i % 3 ? "yes" : "no", i % 977, i % 7 ? "u" : "v"
        }' >words.csv
    awk -F, -v OFS=, 'NR == 50000 { $5 = "x" } { print }' words.csv >late.csv
    answers() { lathe train "$1" -o m.h5 --epochs 1 -q -j 1 &&
        lathe predict m.h5 words.csv --proba; }
    said() { lathe inspect "$1" --json | jq '.schema, .rows, .class_rows'; }
    for how in '' '--rare 30 --encode shop=ordinal' \
        '--encode hash:16 --impute color=constant:red' \
        '--type z=category --add-indicator n'; do
        # shellcheck disable=SC2086
        words() { lathe preprocess "$1" --target y -q $how "${@:2}"; }
        words words.csv -o w1.h5 -j 1
        for threads in 2 7; do
            words words.csv -o wn.h5 -j $threads
            cmp w1.h5 wn.h5
        done
        words - -o wn.h5 <words.csv
        cmp w1.h5 wn.h5
        words words.csv -o ws.h5 --bad-rows skip
        said w1.h5 >said1
        said ws.h5 | cmp - said1
        answers w1.h5 >answers1
        answers ws.h5 | cmp - answers1
        words late.csv -o w1.h5 -j 1
        words late.csv -o wn.h5 -j 3
        cmp w1.h5 wn.h5
        words late.csv -o ws.h5 --bad-rows skip
        said w1.h5 >said1
        said ws.h5 | cmp - said1
    done
}

@test "bad rows and repeated ones are the same for any number of threads" {
    awk 'BEGIN { print "a,b,y"
        for (i = 0; i < 90000; i++) {
            if (i % 7001 == 0) print "1,2"
            if (i % 9001 == 0) print "x" i ",2,u"
            print i % 40000 "," i % 977 "," (i % 3 ? "u" : "v") } }' >bad.csv
    for how in '--bad-rows skip' '--bad-rows skip --dedup' \
        '--bad-rows skip --dedup --type a=number'; do
        # shellcheck disable=SC2086
        lathe preprocess bad.csv --target y -o b1.h5 -q -j 1 $how \
            --rejects r1.csv
        for threads in 2 5; do
            # shellcheck disable=SC2086
            lathe preprocess bad.csv --target y -o bn.h5 -q -j $threads $how \
                --rejects rn.csv
            cmp b1.h5 bn.h5
            cmp r1.csv rn.csv
        done
    done
    run -65 --separate-stderr lathe preprocess bad.csv --target y \
        --type a=number -o bn.h5 -j 5
    [[ $stderr == *"line 2: 2 fields, the header has 3"* ]]
}
