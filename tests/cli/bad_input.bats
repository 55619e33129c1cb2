load common

setup_file() { make_iris; }
setup() {
    cd "$BATS_TEST_TMPDIR"
    cp "$BATS_FILE_TMPDIR"/*.h5 .
    echo old >out.h5
}

# Every refusal: one line, the old output stands, nothing is left behind.
teardown() {
    [ "$(cat out.h5)" = old ]
    no_litter
}

refused() { # STATUS TEXT COMMAND...
    local want=$1 text=$2
    shift 2
    run --separate-stderr "$@"
    [ "$status" -eq "$want" ] || { echo "status $status: $stderr"; return 1; }
    says "$text"
}

pre() { lathe preprocess -q -o out.h5 "$@"; }

@test "no such file" {
    refused 66 "cannot open 'none.csv'" pre none.csv --target y
    refused 66 "cannot open 'none.h5'" lathe train none.h5 -o out.h5 -q
    refused 66 "cannot open 'none.h5'" lathe predict none.h5 "$iris"
    refused 66 "cannot open 'none.csv'" lathe predict model.h5 none.csv
    refused 66 "cannot open 'none.h5'" lathe inspect none.h5
    refused 65 "standard input must be a model" lathe inspect - <iris.h5
}

@test "an empty file, and one with a header alone" {
    : >empty.csv
    refused 65 "'empty.csv'" pre empty.csv --target y
    echo a,b,y >header.csv
    refused 65 "'header.csv'" pre header.csv --target y
}

@test "a ragged row is named with its line and both counts" {
    printf 'a,b,y\n1,2,u\n1,2\n3,4,v\n' >r.csv
    refused 65 "'r.csv' line 3: 2 fields, the header has 3" pre r.csv --target y
}

@test "an unterminated quote is named with the line it began on" {
    printf 'a,y\n1,u\n"2,v\n3,w\n' >q.csv
    refused 65 "'q.csv' line 3" pre q.csv --target y
}

@test "a number that is none is named with line, column and value" {
    printf 'a,y\n1,u\n3x,v\n2,u\n4,v\n' >n.csv
    refused 65 "'n.csv' line 3, column 'a': '3x' is not a number" \
        pre n.csv --target y --type a=number
}

@test "an unknown target is named" {
    refused 65 "'specie'" pre "$iris" --target specie
}

@test "a column that an option names and the data lack is bad data" {
    for option in --target=petal-lenght --weight=petal-lenght \
        --drop=petal-lenght --type=petal-lenght=number \
        --impute=petal-lenght=mean --add-indicator=petal-lenght \
        --scale=petal-lenght=minmax --encode=petal-lenght=onehot \
        --clip=petal-lenght=0.1 --split-by=time:petal-lenght \
        --split-by=hash:petal-lenght --split-by=group:petal-lenght; do
        refused 65 "no column 'petal-lenght'; did you mean 'petal-length'" \
            pre "$iris" --target species "$option"
    done
    refused 65 "no column 'petal-lenght'; did you mean 'petal-length'" \
        lathe train iris.h5 -o out.h5 -q --embed petal-lenght
    for command in train tune; do
        refused 65 "does not keep a column 'petal-lenght'" lathe $command \
            iris.h5 -o out.h5 -q --folds 3 --groups petal-lenght
    done
    refused 65 "has no column 'petal-lenght' to keep; did you mean 'petal-length'" \
        lathe predict model.h5 "$iris" --keep petal-lenght
    refused 65 "has no column 'petal-lenght'" lathe evaluate model.h5 "$iris" \
        --weight petal-lenght
}

@test "a table that is not that of the model is told what differs" {
    sed '1s/petal-length/Petal-Length/' "$iris" >case.csv
    refused 65 "has no column 'petal-length', which the model needs; did you mean 'Petal-Length'" \
        lathe predict model.h5 case.csv
    tail -n +2 "$iris" >bare.csv
    refused 65 "if these are data, say --no-header" \
        lathe predict model.h5 bare.csv
    tr , ';' <"$iris" >semicolon.csv
    refused 65 "one column with ';' in it; the delimiter must be that of the training data" \
        lathe evaluate model.h5 semicolon.csv
}

@test "a header where none is expected is told" {
    tail -n +2 "$iris" >bare.csv
    lathe preprocess bare.csv --no-header --target c5 -o bare.h5 -q
    lathe train bare.h5 -o bare-model.h5 --epochs 1 -q -j 1
    refused 65 "line 1, column 'c1': 'sepal-length' is not a number; if this line is a header, there should be none" \
        lathe evaluate bare-model.h5 "$iris"
    cut -d, -f1-4 bare.csv | sed 's/^5.1/x/' >x.csv
    run -65 --separate-stderr lathe predict model.h5 x.csv --no-header
    [[ $stderr == *"'x' is not a number; if this line is a header, there should be none" ]]
}

@test "a CSV has no splits to choose from" {
    refused 64 "split: '$iris' is CSV, which has no splits" \
        lathe evaluate model.h5 "$iris" --split valid
    lathe evaluate model.h5 "$iris" --split test -q
}

@test "a target with one class is refused" {
    printf 'a,y\n1,u\n2,u\n3,u\n' >one.csv
    refused 65 "one class" pre one.csv --target y
}

@test "NUL bytes are refused with their line" {
    printf 'a,y\n1,u\n2\0,v\n' >nul.csv
    refused 65 "'nul.csv' line 3" pre nul.csv --target y
}

@test "a field over 1 MiB is refused with its line" {
    { printf 'a,y\n1,u\n'; head -c 1100000 /dev/zero | tr '\0' x; echo ,v; } \
        >wide.csv
    refused 65 "'wide.csv' line 3" pre wide.csv --target y
}

@test "numbers instead of names hint at --no-header" {
    printf '1,2\n3,4\n' >h.csv
    refused 65 "--no-header" pre h.csv --target y
}

@test "other quotes and escapes are hinted at" {
    printf "'a','y'\n'1,5','p'\n" >single.csv
    run --separate-stderr -65 lathe preprocess single.csv --target y -o s.h5
    says "target: no column 'y'; there are ''a'', ''y''; if ' is around fields, say --quote \"'\""
    { echo a,b,y; for i in $(seq 30); do echo "$i,\"say \\\"$((i % 5))\\\"\",$((i % 2))"; done; } >escaped.csv
    run --separate-stderr -65 lathe preprocess escaped.csv --target y -o s.h5
    says "'escaped.csv' line 2, column 'b', byte 10: text behind a closing quote; a backslash escapes none, two quotes are one: sed 's/\\\\\"/\"\"/g' FILE"
    sed 's/\\"/""/g' escaped.csv | lathe preprocess - --target y -o s.h5 -q
}

@test "another delimiter is hinted at" {
    printf 'a;b;y\n1;2;u\n' >d.csv
    refused 65 "--delimiter" pre d.csv --target y
}

@test "a truncated model is refused at any length" {
    size=$(stat -c %s model.h5)
    for n in 0 1 100 511 512 513 $((size / 2)) $((size - 1)); do
        head -c "$n" model.h5 >cut.h5
        refused 65 "'cut.h5'" lathe predict cut.h5 "$iris"
    done
}

@test "a model with one changed byte is refused, wherever it is" {
    size=$(stat -c %s model.h5)
    step=$((size / 97))
    for ((at = 0; at < size; at += step)); do
        cp model.h5 bad.h5
        old=$(od -An -tu1 -j "$at" -N 1 model.h5)
        printf "\\x$(printf %x $(((old + 1) % 256)))" |
            dd of=bad.h5 bs=1 seek="$at" conv=notrunc status=none
        run --separate-stderr lathe predict bad.h5 "$iris"
        [ "$status" -eq 65 ] || { echo "byte $at: $status"; return 1; }
        [ -z "$output" ]
    done
}

@test "a dataset is no model, and a model no dataset" {
    refused 65 "is a dataset, not a model" lathe predict iris.h5 "$iris"
    refused 65 "is a model, not a dataset" lathe train model.h5 -o out.h5 -q
    refused 65 "'$iris'" lathe predict "$iris" "$iris"
}

@test "a model of a newer format is refused by its number" {
    newer=$root/tests/golden/model-newer.h5
    refused 65 "format 2" lathe predict "$newer" "$iris"
    refused 65 "update lathe" lathe inspect "$newer"
}

@test "missing columns at predict time are named before any answer" {
    printf 'sepal-length,petal-width\n1,2\n' >m.csv
    refused 65 "sepal-width" lathe predict model.h5 m.csv
}

@test "a split that comes to nothing is said" {
    printf 'a,b,y\n1,p,u\n4,q,v\n2,p,u\n' >few.csv
    printf 'a,b,y\n4,q,v\n' >repeated.csv
    lathe preprocess few.csv --target y -o f.h5 >/dev/null 2>talk
    [ "$(grep "no row is left" talk)" = "no row is left for valid
no row is left for test" ]
    lathe preprocess few.csv --target y --test repeated.csv --split 1,0,0 --dedup \
        -o f.h5 >/dev/null 2>talk
    [ "$(grep "no row is left" talk)" = "no row is left for test" ]
    lathe preprocess few.csv --target y --split 1,0,0 -o f.h5 >/dev/null 2>talk
    ! grep "no row is left" talk
}

@test "a dataset that cannot be made is refused before the input is read" {
    printf 'a,y\n1,u\n2,v,\n' >broken.csv
    mkfifo pipe
    for out in no/such/out.h5 . /dev/null pipe broken.csv/o.h5; do
        run --separate-stderr -73 timeout 10 lathe preprocess broken.csv --target y -o $out
        says "'$out'"
    done
    # What is read from a pipe is kept beside the output.
    run --separate-stderr -73 sh -c \
        'lathe preprocess - --target y -o no/such/out.h5 <broken.csv'
    says "lathe preprocess: cannot create 'no/such/out.h5': No such file"
    run --separate-stderr -73 sh -c \
        'cat broken.csv | lathe preprocess - --target y -o no/such/out.h5'
    says "lathe preprocess: cannot create 'no/such/out.h5': No such file"
    run --separate-stderr -65 lathe preprocess broken.csv --target y -o o.h5
    says "'broken.csv' line 3"
    rm pipe
    no_litter
}

@test "an unwritable directory" {
    mkdir locked
    chmod 555 locked
    if [ "$(id -u)" -eq 0 ]; then
        refused 73 "no/such" lathe train iris.h5 -o no/such/out.h5 -q --epochs 1
        skip "root may write everywhere"
    fi
    refused 77 "locked/m.h5" lathe train iris.h5 -o locked/m.h5 -q --epochs 1
}

@test "a full disk exits 74 and leaves the old files" {
    ulimit -f 4
    refused 74 "out.h5" pre "$iris" --target species
    refused 74 "out.h5" lathe train iris.h5 -o out.h5 -q --epochs 1
    refused 74 "out.h5" lathe compress model.h5 -o out.h5 -q \
        --quantize int8 --data iris.h5
}

@test "a usual mark of missing values among numbers is told as such" {
    for mark in '#N/A' - '#DIV/0!' '\N'; do
        { head -n 1 "$iris"; printf '%s,3.5,1.4,0.2,Iris-setosa\n' "$mark"; } >mark.csv
        for command in predict evaluate; do
            run --separate-stderr -65 lathe $command model.h5 mark.csv
            [[ $stderr == *"'mark.csv' line 2, column 'sepal-length': '$mark' is not a number; if it stands for a missing value, empty it, or name it to preprocess --na" ]]
        done
    done
    { head -n 1 "$iris"; echo 5x,3.5,1.4,0.2,Iris-setosa; } >mark.csv
    run --separate-stderr -65 lathe predict model.h5 mark.csv
    [[ $stderr == *"'5x' is not a number" ]]
}

@test "new rows with what is almost a number are told the command that makes it one" {
    while IFS='|' read -r value number; do
        { head -n 1 "$iris"; printf '"%s",3.5,1.4,0.2,Iris-setosa\n' "$value"; } >new.csv
        for command in predict evaluate; do
            run --separate-stderr -65 lathe $command model.h5 new.csv
            [[ $stderr == *"'new.csv' line 2, column 'sepal-length': '$value' is not a number, "* ]]
            mend=${stderr##*: }
            eval "${mend%FILE} new.csv" >mended.csv
            lathe $command model.h5 mended.csv -q >answer
            { head -n 1 "$iris"; echo "$number,3.5,1.4,0.2,Iris-setosa"; } >plain.csv
            lathe $command model.h5 plain.csv -q | sed s/plain/mended/ | cmp - answer
        done
    done <<END
\$5.1|5.1
USD 5|5
510%|510
5,1|5.1
1,234.5|1234.5
1.234,5|1234.5
€ 1.234,5|1234.5
 5 |5
(5)|-5
−5|-5
1 234|1234
12 kg|12
30 years|30
9m/s|9
<0.1|0.1
0x1F|31
5.1 ± 0.2|5.1
5+/-.2|5
END
    tr , ';' <"$iris" >semi.csv
    lathe preprocess semi.csv --delimiter ';' --target species -o semi.h5 -q
    lathe train semi.h5 -o m.h5 -q --epochs 1
    { sed 1q semi.csv; echo '5;3.5;1,4;0.2;'; } >new.csv
    run --separate-stderr -65 lathe predict m.h5 new.csv
    [[ $stderr == *"'petal-length': '1,4' is not a number, and would be one but for its decimal commas: sed 's/,/./g' FILE" ]]
}

@test "one row that evaluate leaves out is a row, not rows" {
    { sed 4q "$iris"; echo 5.1,3.5,1.4,0.2,; } >left.csv
    lathe evaluate model.h5 left.csv 2>talk >report
    grep -qx "1 row without a value of 'species' was left out" talk
    echo 5.1,3.5,1.4,0.2, >>left.csv
    lathe evaluate model.h5 left.csv 2>talk >report
    grep -qx "2 rows without a value of 'species' were left out" talk
}

@test "an output that cannot be written is named as it was given" {
    mkdir -p beside
    echo old >beside/old.csv
    ln -sf beside/old.csv link.csv
    ln -sf beside/none.csv nothing.csv
    for i in $(seq 100); do sed 1d "$iris"; echo; done | sed "1i $(head -n 1 "$iris")" >much.csv
    ulimit -f 4
    for out in beside/old.csv ./beside/old.csv link.csv nothing.csv; do
        run --separate-stderr -74 lathe predict model.h5 much.csv -o $out
        says "cannot write '$out': "
        run --separate-stderr -74 lathe preprocess "$iris" --target species -o $out -q
        says "cannot write '$out': "
    done
    [ "$(cat beside/old.csv)" = old ]
    [ -c /dev/full ] || skip "no /dev/full"
    ln -sf /dev/full full.csv
    run --separate-stderr -74 lathe predict model.h5 much.csv -o full.csv
    says "cannot write 'full.csv': "
    rm link.csv nothing.csv full.csv much.csv
    no_litter
}

@test "training that diverges exits 3 and writes nothing" {
    run --separate-stderr -3 lathe train iris.h5 -o out.h5 -q --lr 1e6 \
        --optimizer sgd --epochs 3 --layers 'dense 8'
    says "epoch"
}

@test "no output of preprocess is called -" {
    printf 'x,y\n1,a\n2,b\n3,a\n' >d.csv
    run --separate-stderr -64 lathe preprocess d.csv --target y -o -
    says "output: '-' names no file to write"
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --bad-rows skip --rejects -
    says "rejects: '-' names no file to write"
    [ ! -e ./- ]
}

@test "nor is one of train, tune or compress" {
    refused 64 "output: '-' names no file to write" \
        lathe train iris.h5 -o - -q --epochs 1
    for o in log plot checkpoint; do
        refused 64 "$o: '-' names no file to write" \
            lathe train iris.h5 -o out.h5 -q --epochs 1 --$o -
    done
    refused 64 "output: '-' names" lathe tune iris.h5 -o - -q --trials 1
    refused 64 "output: '-' names" lathe compress model.h5 -o - -q \
        --quantize int8 --data iris.h5
    [ ! -e ./- ]
}

@test "an output that would cost the input is refused, and that stands" {
    cp "$iris" i.csv
    cp i.csv i2.csv
    ln -s i.csv link.csv
    refused 64 "'i.csv' is an input too" lathe preprocess -q i.csv -o i.csv
    refused 64 "'i.csv' is the input too" lathe predict model.h5 link.csv -o i.csv
    refused 64 "'model.h5' is the model too" \
        lathe predict model.h5 i.csv -o model.h5
    refused 64 "'iris.h5' is the dataset too" \
        lathe train iris.h5 -o iris.h5 -q --epochs 1
    for o in log plot checkpoint; do
        refused 64 "$o: 'iris.h5' is the dataset too" \
            lathe train iris.h5 -o out.h5 -q --epochs 1 --$o iris.h5
        refused 64 "$o: 'model.h5' is the model to begin from too" lathe train \
            iris.h5 -o out.h5 -q --epochs 1 --init model.h5 --$o model.h5
        refused 64 "$o: 'out.h5' is the model too" \
            lathe train iris.h5 -o out.h5 -q --epochs 1 --$o out.h5
    done
    refused 64 "plot: 'a.log' is the log too" lathe train iris.h5 -o out.h5 \
        -q --epochs 1 --log a.log --plot a.log
    refused 64 "log: 'iris.h5' is the dataset too" \
        lathe tune iris.h5 -o out.h5 -q --log iris.h5
    refused 64 "output: 'iris.h5' is the dataset too" \
        lathe tune iris.h5 -o iris.h5 -q
    refused 64 "output: 'iris.h5' is the dataset too" lathe compress \
        model.h5 --quantize int8 --data iris.h5 -o iris.h5 -q
    cmp i.csv i2.csv
    lathe inspect iris.h5 >/dev/null
    lathe inspect model.h5 >/dev/null
}

@test "options out of their range are named" {
    refused 64 "lr" lathe train iris.h5 -o out.h5 --lr -1 -q
    refused 64 "lr" lathe train iris.h5 -o out.h5 --lr nan -q
    refused 64 "at most 1e6" lathe train iris.h5 -o out.h5 --lr 1e30 -q
    refused 64 "epochs" lathe train iris.h5 -o out.h5 --epochs -1 -q
    refused 64 "batch" lathe train iris.h5 -o out.h5 --batch 0 -q
    refused 64 "dropout" lathe train iris.h5 -o out.h5 --dropout 1 -q
    refused 64 "optimizer" lathe train iris.h5 -o out.h5 --optimizer addam -q
    refused 64 "layer" lathe train iris.h5 -o out.h5 --layers 'dens 4' -q
    refused 64 "split" pre "$iris" --target species --split 0.9,0.9,0.1
}

@test "a net that takes more memory than there is is refused before any work, with its bytes" {
    [ -z "$LATHE_SANITIZED" ] || skip "sanitizers map more than any limit"
    large() {
        (ulimit -v 2000000; lathe train iris.h5 -o out.h5 -q "$@")
    }
    refused 69 "to train the net takes " large \
        --layers 'dense 16000, relu, dense 16000, relu'
    [[ $stderr == *"parameters 1024"*", but ulimit -v leaves "[1-9]* ]]
    refused 69 ", a batch " large --batch full \
        --layers 'dense 4000000, batchnorm, relu'
    refused 64 "more than 268435456 parameters" large \
        --layers 'dense 20000, relu, dense 20000'
}

@test "memory for rows is asked for before they are read, and so are options checked" {
    [ -z "$LATHE_SANITIZED" ] || skip "sanitizers map more than any limit"
    awk 'BEGIN { srand(3); for (i = 0; i < 20000; i++) {
        printf("%d", i % 2); for (j = 0; j < 40; j++) printf(",%.2f", rand())
        print "" } }' >long.csv
    lathe preprocess long.csv --no-header --target c1 --split 1,0,0 \
        -o long.h5 -q
    run --separate-stderr -0 lathe train long.h5 -o m.h5 --epochs 1
    [[ $stderr == "no validation rows: "* ]]    # said when they were read
    train() {
        (ulimit -v 2000000; lathe train long.h5 -o out.h5 "$@")
    }
    run --separate-stderr -69 train \
        --layers 'dense 16000, relu, dense 16000, relu'
    [[ $stderr == "lathe train: to train the net takes "*", rows "* ]]
    local rows=${stderr##*, rows }
    [ "${rows%%,*}" -ge $((20000 * 40 * 4)) ]
    run --separate-stderr -64 train --layers 'dens 4'
    [[ $stderr == "lathe train: "*"'dens'"* ]]
    run --separate-stderr -64 train --monitor accuracy
    [[ $stderr == "lathe train: monitor 'accuracy' needs validation rows"* ]]
    run --separate-stderr -0 lathe train long.h5 -o m.h5 --epochs 1 \
        --if-changed
    [[ $stderr != *"no validation rows"* ]]
}

@test "a class that training rows do not have is named, or its rows are left out" {
    { echo x,day,y
      for i in $(seq 10 99); do echo "$i,2020-01-$((i % 20 + 1)),c$((i % 2))"
      done
      echo 5,2020-02-01,late; } >t.csv
    { echo x,day,y; echo 5,2020-02-01,late; } >late.csv
    refused 65 "'late.csv' line 2: class 'late' is not among those of 't2.csv'" \
        sh -c 'head -n 91 t.csv >t2.csv
               lathe preprocess t2.csv --test late.csv --target y -o out.h5 -q'
    lathe preprocess t.csv --split-by time:day --target y -o late.h5 -q
    lathe inspect late.h5 >said
    grep -q 'late  *0   0.0 %  *0  *1$' said
    run --separate-stderr lathe train late.h5 -o model.h5 --epochs 1
    [ "$status" -eq 0 ]
    [[ $stderr == *"left out 1 rows of classes without training rows"* ]]
}
