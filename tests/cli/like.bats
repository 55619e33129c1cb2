# preprocess --like: new rows made what those of another file are.
load common

setup_file() {
    make_adult
    { head -n 1 adult.csv; gzip -dc "$adult_train" | sed -n 2002,3001p; } \
        >new.csv
    awk 'BEGIN { srand(3); print "n;kind;y"
        for (i = 0; i < 200; i++)
            printf "%s;%s;%.3f\n", i % 9 ? rand() : "-", \
                substr("abc", 1 + i % 3, 1), rand() * 10 }' >dots.csv
    lathe preprocess dots.csv --target y --delimiter ';' --na - -o dots.h5 -q
}

setup() { cd "$BATS_FILE_TMPDIR"; }

schema() { lathe inspect "$1" --json | jq .schema; }

@test "the same rows like their own dataset give the same dataset" {
    lathe preprocess adult.csv --like adult.h5 -o again.h5 -q
    schema adult.h5 >one
    schema again.h5 >two
    cmp one two
    lathe train again.h5 -o again-model.h5 --epochs 3 -j 1 -q
    lathe evaluate adult-model.h5 adult.h5 --json | jq .metrics >one
    lathe evaluate adult-model.h5 again.h5 --json | jq .metrics >two
    cmp one two
    lathe evaluate again-model.h5 adult.h5 --json | jq .metrics >two
    cmp one two
}

@test "new rows take the fitted values of a dataset or a model" {
    for other in adult adult-model; do
        run -0 --separate-stderr lathe preprocess new.csv --like $other.h5 \
            -o new.h5
        [[ $output == *"1000 rows read = 800 train + 100 valid + 100 test"* ]]
        [[ $stderr == *"'$other.h5' is; nothing is fitted anew"* ]]
        schema $other.h5 | jq 'del(.class_counts)' >one
        schema new.h5 | jq 'del(.class_counts)' >two
        cmp one two
        schema new.h5 | jq -e '.class_counts | add == 800'
    done
}

@test "all rows can be test rows, and evaluate as the table does" {
    lathe preprocess new.csv --like adult-model.h5 --split 0,0,1 -o t.h5 \
        --json -q | jq -e '.rows.test == 1000 and .rows.train == 0'
    lathe evaluate adult-model.h5 t.h5 --json | jq .metrics >one
    lathe evaluate adult-model.h5 new.csv --json | jq .metrics >two
    cmp one two
    run -65 --separate-stderr lathe train t.h5 -o x.h5 -q
    says "has no training rows"
}

@test "nothing to train on is for --like alone" {
    run -64 --separate-stderr lathe preprocess "$iris" --target species \
        --split 0,0.5,0.5 -o t.h5
    says "split: '0,0.5,0.5' leaves nothing to train on"
    run -64 --separate-stderr lathe preprocess new.csv --test new.csv \
        --like adult.h5 --split 0,0,1 -o t.h5
    says "split: '0,0,1' leaves no split for 'new.csv'"
}

@test "unknown categories are counted by column" {
    sed '2,6s/ Private/ Piracy/; 4s/ Male/ Pirate/' adult.csv >pirates.csv
    run -0 --separate-stderr lathe preprocess pirates.csv \
        --like adult-model.h5 -o t.h5 --json
    n=$(echo "$output" | jq '.unknown.workclass')
    [ "$n" -ge 1 ]
    [[ $stderr == *"categories that 'adult-model.h5' does not know: "*"'workclass' $n"* ]]
    lathe preprocess pirates.csv --like adult-model.h5 -o u.h5 -q -j 3
    cmp t.h5 u.h5
}

@test "columns that lacked nothing in the other and lack values now are named" {
    awk 'BEGIN { print "a,b,c,d,y"; for (i = 0; i < 60; i++)
        printf "%d,%s,%s,2023-01-%02d,%d\n", i * 7 % 30, i % 3 ? i % 5 : "",
            substr("pqr", i % 3 + 1, 1), i % 28 + 1, i % 2 }' >full.csv
    lathe preprocess full.csv --target y -o full.h5 -q
    run -0 --separate-stderr lathe preprocess full.csv --like full.h5 -o t.h5 --json
    [[ $stderr != *"lacked none"* ]]
    jq -e '.newly_missing == {}' <<<"$output"
    awk -F, -v OFS=, 'NR > 1 { $2 = ""; $1 = ""
        if (NR < 4) $3 = "NA"; if (NR == 9) $4 = "" } 1' full.csv >empty.csv
    run -0 --separate-stderr lathe preprocess empty.csv --like full.h5 -o t.h5 --json
    [[ $stderr == *"values are missing in columns that lacked none in 'full.h5': 'a' 60, 'c' 2, 'd' 1"* ]]
    jq -e '.newly_missing == {a: 60, c: 2, d: 1}' <<<"$output"
    lathe preprocess empty.csv --like full.h5 -o u.h5 -q -j 3
    cmp t.h5 u.h5
}

@test "a column that is missing may be there by another name" {
    sed '1s/^age,/Age,/' adult.csv >renamed.csv
    run -65 --separate-stderr lathe preprocess renamed.csv --like adult-model.h5 -o t.h5
    says "'renamed.csv' does not fit 'adult-model.h5': column 'age' is missing (or is it 'Age'?)"
    cut -d, -f1-4,6- adult.csv >lacks.csv # education stays, which is needed itself
    run -65 --separate-stderr lathe preprocess lacks.csv --like adult-model.h5 -o t.h5
    says "'lacks.csv' does not fit 'adult-model.h5': column 'education-num' is missing"
    [[ $stderr != *"is it"* ]]
}

@test "differences are named, all of them" {
    cut -d, -f2- adult.csv >less.csv
    run -65 --separate-stderr lathe preprocess less.csv --like adult.h5 \
        -o t.h5 -q
    says "'less.csv' does not fit 'adult.h5': column 'age' is missing"
    sed '7s/^[0-9]*/old/; 9s/,[^,]*$/,lots/' adult.csv >odd.csv
    run -65 --separate-stderr lathe preprocess odd.csv --like adult.h5 \
        -o t.h5 -q
    says "column 'age' is no number: 'old' in line 7; class 'lots' is new"
    # Also where a column is missing; a record that cannot be read hides none.
    cut -d, -f1,3- odd.csv >both.csv
    run -65 --separate-stderr lathe preprocess both.csv --like adult.h5 \
        -o t.h5 -q
    says "column 'age' is no number: 'old' in line 7; column 'workclass' is missing; class 'lots' is new"
    echo 1,2 >>both.csv
    run -65 --separate-stderr lathe preprocess both.csv --like adult.h5 \
        -o t.h5 -q
    says "'both.csv' does not fit 'adult.h5': column 'workclass' is missing"
    run -65 --separate-stderr lathe preprocess "$iris" --like adult.h5 -o t.h5
    says "target: no column 'income'"
    cut -d, -f10-15 adult.csv >few.csv
    run -65 --separate-stderr lathe preprocess few.csv --like adult.h5 -o t.h5
    [ "$status" -eq 65 ]
    [[ $stderr == *"is missing; column '"*"(and "*" more)"* ]]
    [ "$(echo "$stderr" | grep -c "^column '.*' is missing$")" -ge 4 ]
    run -0 --separate-stderr lathe preprocess odd.csv --like adult.h5 \
        -o t.h5 --bad-rows skip --rejects r.txt
    [[ $output == *"+ 2 refused"* ]]
    grep -qx "# 'odd.csv' line 9: class 'lots' is not among those of 'adult.h5', like '<=50K'" \
        r.txt
    no_litter
}

@test "a class that is new by its end alone brings a hint at --strip" {
    sed '2,$s/$/./' adult.csv >dotted.csv
    run -65 --separate-stderr lathe preprocess dotted.csv --like adult.h5 \
        -o t.h5 -q
    says "class '<=50K.' is new; class '>50K.' is new; --strip '.' cuts the end off"
    sed '2,$s/, \([^,]*\)$/,"\1 "/' adult.csv >blank.csv
    run -65 --separate-stderr lathe preprocess blank.csv --like adult.h5 \
        -o t.h5 -q
    says "class '<=50K ' is new; class '>50K ' is new; --strip ' ' cuts the end off"
    lathe preprocess dotted.csv --like adult.h5 -o t.h5 -q --strip .
    lathe preprocess blank.csv --like adult.h5 -o t.h5 -q --strip ' '
}

@test "a date that is none is named with its line" {
    awk 'BEGIN { print "day,x,y"
        for (i = 0; i < 60; i++)
            printf "2024-%02d-%02d,%d,%d\n", 1 + i % 12, 1 + i % 28, i * 7 % 11,
                i % 2 }' >days.csv
    lathe preprocess days.csv --target y -o days.h5 -q
    sed '5s/^[^,]*/soon/; 8s/,[0-9]*,/,many,/' days.csv >soon.csv
    run -65 --separate-stderr lathe preprocess soon.csv --like days.h5 -o t.h5
    [[ $stderr == *"column 'day' is no date: 'soon' in line 5; column 'x' is no number: 'many' in line 8"* ]]
    lathe preprocess days.csv --like days.h5 --split-by time:day -o t.h5 -q
}

@test "dates with an order that are none are named together" {
    awk 'BEGIN { print "day,end,x,y"
        for (i = 0; i < 60; i++)
            printf "%d/%d/2024,%d/%d/2024,%d,%d\n", 1 + i % 28, 1 + i % 12,
                1 + i % 12, 1 + i % 28, i * 7 % 11, i % 2 }' >days.csv
    lathe preprocess days.csv --target y -o days.h5 -q
    sed '5s/^[^,]*/1\/31\/2024/; 8s/,[^,]*/,31\/1\/2024/; 9s/^[^,]*/soon/' \
        days.csv >soon.csv
    run -65 --separate-stderr lathe preprocess soon.csv --like days.h5 -o t.h5
    [[ $stderr == *"column 'day' is no date: '1/31/2024' in line 5; column 'end' is no date: '31/1/2024' in line 8"* ]]
}

@test "classes are balanced by the rows at hand, not by those of the other file" {
    lathe preprocess adult.csv --target income -o all.h5 -q
    awk -F, 'NR == 1 || / >50K/ || n++ % 3 == 0' adult.csv >even.csv
    lathe preprocess even.csv --like all.h5 -o even.h5 -q
    lathe preprocess even.csv --target income -o own.h5 -q
    for f in even own; do
        lathe inspect $f.h5 --json | jq -c '[.schema.class_counts]' >$f.counts
    done
    cmp even.counts own.counts
    ! cmp -s <(lathe inspect all.h5 --json | jq -c '[.schema.class_counts]') \
        own.counts
}

@test "options that the schema has decided are refused" {
    for option in '--scale minmax' '--type age=drop' '--drop age' \
        '--impute mean' '--encode ordinal' '--rare 3' '--task classify' \
        '--clip 0.01' '--image 1x2x2' '--text-dims 16'; do
        # shellcheck disable=SC2086 # the option is words
        run -64 --separate-stderr lathe preprocess new.csv --like adult.h5 \
            -o t.h5 $option
        says "not with --like, where 'adult.h5' decides it"
    done
    run -64 --separate-stderr lathe preprocess new.csv --like adult.h5 \
        -o t.h5 --target age
    says "target: 'age' is not that of 'adult.h5', 'income'"
    lathe preprocess new.csv --like adult.h5 -o t.h5 --target income -q
    run -65 --separate-stderr lathe preprocess new.csv --like adult.csv -o t.h5
    says "like: 'adult.csv' is neither a dataset nor a model"
    run -66 --separate-stderr lathe preprocess new.csv --like no.h5 -o t.h5
    says "no.h5"
}

@test "dialect and marks are those of the other unless they are given" {
    lathe preprocess dots.csv --like dots.h5 -o t.h5 -q
    schema dots.h5 >one
    schema t.h5 >two
    cmp one two
    tr ';' , <dots.csv | sed 's/^-/none/' >commas.csv
    lathe preprocess commas.csv --like dots.h5 --delimiter , --na none \
        -o u.h5 -q
    schema u.h5 | jq 'del(.csv)' >two
    jq 'del(.csv)' one | cmp - two
    schema u.h5 | jq -e '.csv.delimiter == "," and .csv.na == ["none"]'
}

@test "splits by a column and --dedup go with --like" {
    cat adult.csv >twice.csv
    tail -n 50 adult.csv >>twice.csv
    lathe preprocess twice.csv --like adult.h5 --dedup --split-by hash:fnlwgt \
        -o t.h5 -q --json | jq -e '.rows.repeated >= 50'
}

@test "images like those of a model: rows of pixels and IDX" {
    awk 'BEGIN { srand(4); line = "y"
        for (p = 0; p < 16; p++) line = line ",p" p
        print line
        for (i = 0; i < 90; i++) { line = i % 3
            for (p = 0; p < 16; p++) line = line "," int(rand() * 200) + i % 3 * 20
            print line } }' >img.csv
    lathe preprocess img.csv --target y --image 1x4x4 -o img.h5 -q
    lathe preprocess img.csv --like img.h5 -o t.h5 -q
    schema img.h5 >one
    schema t.h5 >two
    cmp one two
    python3 - <<'END'
import struct
n = 30
open("x.idx", "wb").write(struct.pack(">IIII", 0x803, n, 4, 4) + bytes(range(240)) * 2)
open("y.idx", "wb").write(struct.pack(">II", 0x801, n) + bytes(i % 3 for i in range(n)))
open("z.idx", "wb").write(struct.pack(">II", 0x801, n) + bytes(i % 4 for i in range(n)))
END
    lathe preprocess x.idx --labels y.idx --like img.h5 --split 0,0,1 -o t.h5 \
        -q --json | jq -e '.rows.test == 30'
    schema t.h5 >two
    cmp one two
    run -65 --separate-stderr lathe preprocess x.idx --labels z.idx \
        --like img.h5 -o t.h5 -q
    says "'z.idx' does not fit 'img.h5': class '3' is new"
    # As many pixels in another shape, unless they are said to be such.
    python3 -c 'import struct
open("wide.idx", "wb").write(struct.pack(">IIII", 0x803, 30, 2, 8) + bytes(480))'
    run -65 --separate-stderr lathe preprocess wide.idx --labels y.idx \
        --like img.h5 -o t.h5 -q
    says "'wide.idx': pictures of 1x2x8, but those of 'img.h5' are 1x4x4"
    run -64 --separate-stderr lathe preprocess wide.idx --labels y.idx \
        --like img.h5 --image 1x2x8 -o t.h5 -q
    says "image: not with --like, where 'img.h5' decides it"
    lathe preprocess wide.idx --labels y.idx --like img.h5 --image 1x4x4 \
        -o t.h5 -q
    run -65 --separate-stderr lathe preprocess x.idx --labels y.idx \
        --like adult.h5 -o t.h5 -q
    says "'x.idx' holds images, and 'adult.h5' is for tables"
}

@test "the file of --like is read on the threads that are asked for" {
    printf 'HDF5 it is not' >broken.h5
    run -64 --separate-stderr lathe preprocess adult.csv --like broken.h5 \
        -o t.h5 -q -j 100000
    says "threads"
    for j in 1 2 5; do
        lathe preprocess adult.csv --like adult.h5 -o t$j.h5 -q -j $j
        cmp t1.h5 t$j.h5
    done
}
