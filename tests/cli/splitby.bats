# Splits by the values of a column.
load common

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    awk 'BEGIN { srand(5); print "id,who,day,n,x,y"
        for (i = 0; i < 600; i++)
            printf "%d,p%d,2024-%02d-%02d,%d,%.4f,%s\n", i,
                int(rand() * 60), 1 + int(i / 50), 1 + i % 28, i, rand(),
                (rand() < 0.3 ? "yes" : "no") }' >rows.csv
}

setup() { cd "$BATS_FILE_TMPDIR"; }

rows() { jq -c '[.rows.train, .rows.valid, .rows.test]'; }

@test "random is the default, and says the same as nothing" {
    lathe preprocess rows.csv --target y -o a.h5 -q
    lathe preprocess rows.csv --target y --split-by random -o b.h5 -q
    cmp a.h5 b.h5
}

@test "by time the earliest rows train and the last ones test" {
    for column in n day; do
        run -0 --separate-stderr lathe preprocess rows.csv --target y \
            --split-by time:$column --drop n,day,id,who -o a.h5 --json
        [ "$(echo "$output" | rows)" != "" ]
        echo "$output" | jq -e '.options.split_by == "time:'$column'"'
    done
    lathe preprocess rows.csv --target y --split-by time:n --drop id,who,day \
        -o a.h5 -q --json | rows | grep -qxF '[480,60,60]'
    # The same as three files by hand.
    { head -n 1 rows.csv; sed -n 2,481p rows.csv; } >train.csv
    { head -n 1 rows.csv; sed -n 482,541p rows.csv; } >valid.csv
    { head -n 1 rows.csv; sed -n 542,601p rows.csv; } >test.csv
    lathe preprocess train.csv --valid valid.csv --test test.csv --target y \
        --drop id,who,day -o b.h5 -q
    lathe inspect a.h5 --json | jq .schema >a.json
    lathe inspect b.h5 --json | jq .schema >b.json
    cmp a.json b.json
}

@test "by time the cuts are said, and rows in another order change no split" {
    run -0 --separate-stderr lathe preprocess rows.csv --target y \
        --split-by time:n -o a.h5
    [[ $stderr == *"split by the time in 'n', valid from 480 on, test from 540 on"* ]]
    run -0 --separate-stderr lathe preprocess rows.csv --target y \
        --split-by time:day -o a.h5
    [[ $stderr == *"split by the time in 'day', valid from 2024-"* ]]
    lathe preprocess rows.csv --target y --split-by time:n -o a.h5 --json -q |
        jq '.rows, .schema.classes' >a.json
    { head -n 1 rows.csv; tail -n +2 rows.csv | sort -t, -k5; } >mixed.csv
    lathe preprocess mixed.csv --target y --split-by time:n -o b.h5 --json -q |
        jq '.rows, .schema.classes' >b.json
    cmp a.json b.json
}

@test "a group is in one split only, and sizes come near the shares" {
    lathe preprocess rows.csv --target y --split-by group:who -o a.h5 --json \
        >a.json 2>talk
    grep -q "split by 'who', 60 groups: [0-9]* train, [0-9]* valid, [0-9]* test" \
        talk
    jq -e '.rows.train >= 470 and .rows.train <= 490 and .rows.valid >= 50 and
        .rows.test >= 50' a.json
    # As many of them have a training row as are said to train.
    groups=$(sed -n "s/.* 60 groups: \([0-9]*\) train.*/\1/p" talk)
    jq -e --argjson groups "$groups" '[.schema.columns[] |
        select(.name == "who") | .counts[] | select(. > 0)] |
        length == $groups' a.json
}

@test "by hash added rows leave the others where they are" {
    head -n 401 rows.csv >some.csv
    lathe preprocess some.csv --target y --split-by hash:id --drop id \
        -o a.h5 --json -q | rows >some
    lathe preprocess rows.csv --target y --split-by hash:id --drop id \
        -o a.h5 --json -q | rows >all
    { head -n 1 rows.csv; tail -n +402 rows.csv; } >rest.csv
    lathe preprocess rest.csv --target y --split-by hash:id --drop id \
        -o a.h5 --json -q | rows >rest
    [ "$(jq -s -c '[.[0], .[1]] | transpose | map(add)' some rest)" = \
        "$(cat all)" ]
    lathe preprocess rows.csv --target y --split-by hash:id --drop id \
        --seed 9 -o a.h5 --json -q | rows >other
    ! cmp -s all other
}

@test "splits by a column are the same for any number of threads, and a pipe" {
    for by in hash:id group:who time:day; do
        lathe preprocess rows.csv --target y --split-by $by -o a.h5 -q -j 1
        lathe preprocess rows.csv --target y --split-by $by -o b.h5 -q -j 4
        cmp a.h5 b.h5
        lathe preprocess - --target y --split-by $by -o b.h5 -q <rows.csv
        cmp a.h5 b.h5
    done
}

@test "given splits stay, and the rest is divided by the column" {
    lathe preprocess rows.csv --test rows.csv --target y --split-by time:n \
        --split 0.8,0.2,0 -o a.h5 --json -q | rows | grep -qxF '[480,120,600]'
}

@test "a group of a given split that trains too is named as a leak" {
    # Rows of their own, three of p7 and one of p8 among them; both train, but
    # for p8 in the second run. A row without a value is of no group.
    { echo id,who,day,n,x,y; for i in 1 2 3; do echo 9$i,p7,2025-01-0$i,7,0.5,no
        done; echo 94,p8,2025-01-04,8,0.5,yes; echo 95,new,2025-01-05,9,0.5,no
        echo 96,,2025-01-05,9,0.5,no; } >more.csv
    finding() {
        jq -r '.quality.findings[] | select(.kind == "groups-across-splits") |
            "\(.column) \(.value) \(.noted) \(.message)"'
    }
    for by in group hash; do
        for option in '' '-j 1' '--dedup' '--drop who' '--bad-rows skip'; do
            # shellcheck disable=SC2086 # the option is words
            lathe preprocess rows.csv --test more.csv --split 1,0,0 --target y \
                --split-by $by:who -o a.h5 --json $option 2>talk | finding >said
            [ "$(cat said)" = "who 2 true 2 groups of 'who' are in train and in test, the first 'p7', with 4 of the 6 test rows: a leak" ]
            grep -qx "2 groups of 'who' are in train and in test, the first 'p7', with 4 of the 6 test rows: a leak" talk
        done
        grep -v ,p8, rows.csv >but8.csv
        lathe preprocess but8.csv --valid more.csv --split 1,0,0 --target y \
            --split-by $by:who -o a.h5 --json -q | finding >said
        [ "$(cat said)" = "who 1 true 1 group of 'who' is in train and in valid, 'p7', with 3 of the 6 valid rows: a leak" ]
        # Nothing is said of groups that do not train, or where none were asked for.
        grep -v -e ,p7, -e ,p8, rows.csv >but.csv
        lathe preprocess but.csv --test more.csv --split 1,0,0 --target y \
            --split-by $by:who -o a.h5 --json -q | finding >said
        lathe preprocess rows.csv --test more.csv --split 1,0,0 --target y \
            -o a.h5 --json -q | finding >>said
        [ ! -s said ]
    done
    # By hash only some train: those that a given split has alone are none.
    lathe preprocess rows.csv --test rows.csv --split 0.5,0.5,0 --target y \
        --split-by hash:who -o a.h5 --json -q >json
    finding <json | grep -q "^who [23][0-9] true [23][0-9] groups of 'who' are in train and in test, the first 'p[0-9]*', with [23][0-9]* of the 600 test rows: a leak"
    [ "$(finding <json | grep -o 'with [0-9]*')" = "with $(jq .rows.train json)" ]
    lathe preprocess rows.csv --test rows.csv --split 0.5,0.5,0 --target y \
        --split-by hash:who -o b.h5 -q -j 1
    cmp a.h5 b.h5
}

@test "rows without a value are counted and said" {
    sed 's/^\([1-3]\),p[0-9]*,[^,]*,[0-9]*,/\1,,,,/' rows.csv >gaps.csv
    run -0 --separate-stderr lathe preprocess gaps.csv --target y \
        --split-by time:n -o a.h5 --json
    [[ $stderr == *"3 rows have no value of 'n'; they train"* ]]
    [ "$(echo "$output" | rows)" = '[481,59,60]' ] ||
        [ "$(echo "$output" | rows)" = '[481,60,59]' ]
    run -0 --separate-stderr lathe preprocess gaps.csv --target y \
        --split-by group:who -o a.h5
    [[ $stderr == *"3 rows have no value of 'who'; they stay together"* ]]
    [[ $stderr == *"61 groups"* ]]
}

@test "what cannot be a split is refused in one line" {
    run -64 --separate-stderr lathe preprocess rows.csv --target y -o t.h5 \
        --split-by halves
    says "split-by: 'halves' is not random, hash:COL, group:COL or time:COL"
    run -65 --separate-stderr lathe preprocess rows.csv --target y -o t.h5 -q \
        --split-by hash:idd
    says "split-by: no column 'idd'"
    run -64 --separate-stderr lathe preprocess rows.csv --target y -o t.h5 -q \
        --split-by group:y
    says "split-by: 'y' is the target"
    run -65 --separate-stderr lathe preprocess rows.csv --target y -o t.h5 -q \
        --split-by time:who
    says "'rows.csv' line 2, column 'who': 'p"
    awk -F, -v OFS=, '{ if (NR > 1) $2 = NR % 2; print }' rows.csv >two.csv
    run -65 --separate-stderr lathe preprocess two.csv --target y -o t.h5 -q \
        --split-by group:who
    says "split-by: the values of 'who' leave no row for"
    run -65 --separate-stderr lathe preprocess two.csv --target y -o t.h5 -q \
        --split-by time:who
    says "split-by: column 'who' has too few different times"
    awk -F, -v OFS=, '{ if (NR == 300) $3 = 7; print }' rows.csv >both.csv
    run -65 --separate-stderr lathe preprocess both.csv --target y -o t.h5 -q \
        --split-by time:day
    [ "$status" -eq 65 ]
    [ ! -e t.h5 ]
    no_litter
}

@test "a date is read as the column is, or in one way only" {
    awk -F, -v OFS=, '{ if (NR > 1) $3 = 1 + NR % 28 "/" 1 + int(NR / 60) "/2024"
        print }' rows.csv >slash.csv
    lathe preprocess slash.csv --target y --split-by time:day -o t.h5 -q --json |
        rows >one
    lathe preprocess slash.csv --target y --split-by time:day -o t.h5 -q --json \
        --type day=date:dmy | rows >two
    cmp one two
    for kind in '--drop day' '--type day=text' '--type day=category'; do
        # shellcheck disable=SC2086 # the option is words
        lathe preprocess slash.csv --target y --split-by time:day -o t.h5 -q \
            --json $kind | rows >two
        cmp one two
    done
    awk -F, -v OFS=, '{ if (NR > 1) $3 = 1 + NR % 12 "/" 1 + int(NR / 60) "/2024"
        print }' rows.csv >either.csv
    run -65 --separate-stderr lathe preprocess either.csv --target y -o t.h5 -q \
        --split-by time:day --drop day
    says "'either.csv' line 2, column 'day': '3/1/2024' is neither a number nor"
}

@test "a bad time is skipped with --bad-rows skip, and listed" {
    awk -F, -v OFS=, '{ if (NR == 300) $4 = "soon"; print }' rows.csv >odd.csv
    run -0 --separate-stderr lathe preprocess odd.csv --target y \
        --split-by time:n --drop n -o t.h5 --bad-rows skip --rejects r.txt
    [[ $output == *"600 rows read = 479 train + 60 valid + 60 test + 1 refused"* ]]
    grep -q "^# 'odd.csv' line 300, column 'n': 'soon' is neither" r.txt
}
