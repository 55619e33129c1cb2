# What columns can be, and what becomes of them.
load common

setup() { cd "$BATS_TEST_TMPDIR"; }

# Preprocesses d.csv into d.h5; d.json has the report, talk what was said.
prepare() { # OPTIONS...
    lathe preprocess d.csv --target y -o d.h5 --json "$@" 2>talk >d.json
}

column() { # COL FILTER: of the fitted column in d.json
    jq -r ".schema.columns[] | select(.name == \"$1\") | $2" d.json
}

# Rows of all splits: everything is trained on but the two last.
all_train="--split=1,0,0"

@test "numbers beyond the quantiles are clipped, and inspect shows to what" {
    awk 'BEGIN { print "x,z,y"; for (i = 0; i <= 100; i++)
        print i * i * i * i "," 100 - i "," (i % 2 ? "a" : "b") }' >d.csv
    prepare $all_train --clip 0.01 --clip z=0.25
    [ "$(column x '"\(.clip_share) \(.clip)"')" = "0.01 [1,96059601]" ]
    [ "$(column z '"\(.clip_share) \(.clip)"')" = "0.25 [25,75]" ]
    [ "$(column z .stats.max)" = 100 ]
    lathe inspect d.h5 | grep -q '^  x .* 1  *96059601 *$'
    prepare $all_train --clip 0.01 --clip z=0
    [ "$(column z '"\(.clip_share) \(.clip)"')" = "null [null,null]" ]
    # A clipped value and its bound are the same to the model.
    lathe train d.h5 -o m.h5 --epochs 1 -q
    printf 'x,z\n1e9,7\n96059601,7\n0,7\n1,7\n' >q.csv
    lathe predict m.h5 q.csv --proba | cut -d, -f2 >p
    [ "$(sed -n 2p p)" = "$(sed -n 3p p)" ]
    [ "$(sed -n 4p p)" = "$(sed -n 5p p)" ]
    [ "$(sed -n 2p p)" != "$(sed -n 4p p)" ]
}

@test "a column that is dropped and something else is refused" {
    printf 'x,c,z,y\n1,a,1,p\n2,b,2,q\n3,a,1,p\n4,b,2,q\n' >d.csv
    for option in type=x=number impute=x=mean add-indicator=x scale=x=minmax \
        encode=x=onehot clip=x=0.1; do
        run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 \
            --drop z,x --$option
        says "drop: 'x' is left out, and --${option%%=*} says what to make of it"
    done
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 \
        --type x=drop --scale x=none
    says "type: 'x' is left out, and --scale says what to make of it"
    # What is said of all columns, or twice, is no contradiction.
    lathe preprocess d.csv --target y -o d.h5 --drop x --type x=drop \
        --impute mean --scale minmax --encode ordinal --clip 0.1 \
        --add-indicator all --split-by group:x -q
    lathe preprocess d.csv --target y -o d.h5 --type x=number --type x=drop -q
}

@test "a clip that is no share, or of a category, is refused" {
    printf 'x,c,y\n1,a,p\n2,b,q\n3,a,p\n4,b,q\n' >d.csv
    for q in 0.5 -0.1 nan 1 x ''; do
        run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --clip "x=$q"
        says "clip: 'x=$q' is not a share from 0 to below 0.5, or COL= in front of one"
    done
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --clip c=0.1
    says "clip: for numbers, and column 'c' is a category"
    run --separate-stderr -65 lathe preprocess d.csv --target y -o d.h5 --clip w=0.1
    says "clip: "
}

@test "a missing number is told by an input of its own, where it is asked for" {
    printf 'x,z,c,y\n1,1,a,p\n,2,b,q\n3,3,,p\n4,4,b,q\n5,2,a,p\n7,9,b,q\n' >d.csv
    prepare $all_train --add-indicator all
    [ "$(jq .inputs_of_net d.json)" = 6 ]       # x z, missing x, a b missing
    [ "$(column x .indicator) $(column z .indicator)" = "true false" ]
    lathe inspect d.h5 | grep -q '^  x  *1 .* yes *$'
    prepare $all_train --add-indicator z
    [ "$(jq .inputs_of_net d.json)" = 5 ]
    [ "$(column x .indicator)" = null ]
    prepare $all_train --add-indicator x,z
    [ "$(jq .inputs_of_net d.json)" = 6 ]
    # Filled in as the median 4, but not the same as 4.
    lathe train d.h5 -o m.h5 --epochs 1 -q
    printf 'x,z,c\n,2,a\n4,2,a\n' | lathe predict m.h5 --proba -q | sed 1d >p
    [ "$(sed -n 1p p)" != "$(sed -n 2p p)" ]
    prepare $all_train
    lathe train d.h5 -o m.h5 --epochs 1 -q
    printf 'x,z,c\n,2,a\n4,2,a\n' | lathe predict m.h5 --proba -q | sed 1d >p
    [ "$(sed -n 1p p)" = "$(sed -n 2p p)" ]
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --add-indicator x,c
    says "add indicator: for numbers, and column 'c' is a category"
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --add-indicator y
    says "add indicator: 'y' is the target"
    run --separate-stderr -65 lathe preprocess d.csv --target y -o d.h5 --add-indicator w
    says "add indicator: no column 'w'"
}

@test "one number that some rows lack helps with an indicator or another constant only" {
    awk 'BEGIN { print "x,z,y"; for (i = 0; i < 20; i++)
        print (i % 3 ? "" : 1) "," i * 7 % 11 "," (i % 2 ? "a" : "b") }' >d.csv
    prepare $all_train
    [ "$(column x .why)" = "all rows that have a value have the same one" ]
    grep -q "1 column dropped: 'x' (all rows that have a value have the same one)" talk
    prepare $all_train --impute constant:1
    [ "$(column x .kind)" = dropped ]
    for option in --add-indicator=all --add-indicator=x; do
        prepare $all_train $option
        [ "$(column x '"\(.kind) \(.indicator) \(.fill)"')" = "number true 1" ]
        [ "$(jq .inputs_of_net d.json)" = 3 ]
    done
    for option in --impute=x=constant:0 --impute=constant:0; do
        prepare $all_train $option
        [ "$(column x '"\(.kind) \(.fill) \(.factor)"')" = "number 0 1" ]
    done
}

@test "values that the model does not know are counted by column" {
    make_adult
    head -n 11 adult.csv | sed -e 's/Private/New/;s/Husband/Newer/' >q.csv
    private=$(head -n 11 adult.csv | grep -c Private)
    husband=$(head -n 11 adult.csv | grep -c Husband)
    run --separate-stderr lathe predict adult-model.h5 q.csv
    [[ $stderr == *"does not know: 'workclass' $private, 'relationship' $husband"* ]]
    run --separate-stderr lathe evaluate adult-model.h5 q.csv --json
    [[ $stderr == *"does not know: 'workclass' $private, 'relationship' $husband; the first is 'New"*"' in line "* ]]
    jq -e ".unknown_by_column == {workclass: $private, relationship: $husband}" <<<"$output"
}

@test "columns that lacked nothing in training and lack values now are named" {
    awk 'BEGIN { print "a,b,c,d,y"; for (i = 0; i < 60; i++)
        printf "%d,%s,%s,2023-01-%02d,%d\n", i * 7 % 30, i % 3 ? i % 5 : "",
            substr("pqr", i % 3 + 1, 1), i % 28 + 1, i % 2 }' >d.csv
    lathe preprocess d.csv --target y -o d.h5 -q
    lathe train d.h5 -o m.h5 --epochs 1 -q -j 1
    awk -F, -v OFS=, 'NR > 1 { $2 = ""; if (NR < 6) $1 = ""
        if (NR < 4) $3 = "NA"; if (NR == 9) $4 = "" } 1' d.csv >e.csv
    lathe predict m.h5 d.csv 2>talk >/dev/null
    ! grep -q "lacked none" talk
    lathe predict m.h5 e.csv 2>talk >/dev/null
    grep -qx "'e.csv': values are missing in columns that lacked none in training: 'a' 4, 'c' 2, 'd' 1" talk
    [ "$(lathe evaluate m.h5 d.csv --json | jq -c .newly_missing)" = "{}" ]
    lathe evaluate m.h5 e.csv --json 2>talk >e.json
    [ "$(jq -c .newly_missing e.json)" = '{"a":4,"c":2,"d":1}' ]
    grep -qx "'e.csv': values are missing in columns that lacked none in training: 'a' 4, 'c' 2, 'd' 1" talk
    for _ in $(seq 2000); do sed 1d d.csv; done >body
    { cat d.csv body; sed 1d e.csv; cat body; sed 1d e.csv; } >long.csv
    for j in 1 3; do
        lathe predict m.h5 long.csv -j $j 2>talk >/dev/null
        grep -qx "'long.csv': values are missing in columns that lacked none in training: 'a' 8, 'c' 4, 'd' 2" talk
        lathe evaluate m.h5 long.csv -j $j 2>talk >/dev/null
        grep -qx "'long.csv': values are missing in columns that lacked none in training: 'a' 8, 'c' 4, 'd' 2" talk
    done
}

@test "a row with values that no net can take has no answer, which is said" {
    make_iris
    head -n 3 "$iris" >q.csv
    sed -n 4p "$iris" | sed 's/^[0-9.]*/1e300/' >>q.csv
    run -0 --separate-stderr lathe predict model.h5 q.csv --proba
    [[ ${lines[3]} == nan,nan,nan,nan ]]
    [[ ${lines[2]} != *nan* ]]
    [ "$stderr" = "'q.csv': 1 row gets no finite answer, as its values are too far from those of training" ]
    lathe predict model.h5 q.csv --proba --format jsonl 2>/dev/null |
        jq -es '.[2].species == null and .[2].probabilities.setosa == null
            and .[1].species != null'
    for _ in $(seq 1000); do tail -n 3 q.csv; done >body
    { head -n 1 q.csv; cat body; } >long.csv
    lathe predict model.h5 long.csv -j 2 2>talk >answers
    [ "$(grep -c '^nan$' answers)" -eq 1000 ]
    grep -qF "'long.csv': 1000 rows get no finite answer, as their values" talk
}

@test "a category that may be a mark of missing values is told" {
    for mark in n/a '#N/A' '<NA>' none - .; do
        awk -v m="$mark" 'BEGIN { print "a,c,y"; for (i = 0; i < 60; i++)
            printf "%d,%s,%d\n", i * 7 % 30, (i % 4 == 0 ? m : i % 4 == 1 ? "x" : "z"),
                i % 2 }' >d.csv
        prepare
        grep -qxF "column 'c' has the category '$mark'; if that is a missing value, --na names its marks" talk
        prepare --na "$mark"
        [ "$(column c .missing)" -gt 9 ]
        ! grep -q "has the category" talk
    done
    prepare --type c=category
    ! grep -q "has the category" talk
}

@test "text of Windows that is read as Latin-1 is told" {
    printf 'a,b,y\n1,caf\351,u\n2,5 \200,v\n3,x,u\n' >d.csv
    prepare --encoding latin1
    grep "has a character that is none of Latin-1; if the file is Windows-1252, iconv -f CP1252 -t UTF-8 converts it" talk
    iconv -f CP1252 -t UTF-8 d.csv | lathe preprocess - --target y -o d.h5 2>talk
    ! grep -q Windows talk
    sed -i 's/5 ./x/;2s/1,/5,/' d.csv
    LC_ALL=C sed -i 's/\x80//' d.csv
    prepare --encoding latin1
    ! grep -q Windows talk
}

@test "an option that comes to nothing is told" {
    awk 'BEGIN { print "id,a,c,t,k,y"; for (i = 0; i < 100; i++)
        printf "%d,%d,%s,w%d z,7,%d\n", i + 1, i * 7 % 30,
            substr("pqr", i % 3 + 1, 1), i, i % 2 }' >d.csv
    prepare --scale id=minmax --encode t=ordinal --impute k=mean
    grep -qx -- "--scale of column 'id' does nothing, as it is dropped; --type id=number keeps it" talk
    grep -qx -- "--encode of column 't' does nothing, as it is dropped; --type t=category keeps it" talk
    grep -qx -- "--impute of column 'k' does nothing, as it is dropped; --type k=number keeps it" talk
    prepare --scale id=minmax --type id=number --scale robust
    ! grep -q "does nothing" talk
    prepare --rare 90
    grep -qx "column 'c': --rare makes all its categories one" talk
    prepare --rare 3
    ! grep -q -- "--rare makes" talk
    prepare --add-indicator a
    grep -qx "column 'a' has no indicator, as no training row lacks it" talk
    prepare --add-indicator all
    ! grep -q "no indicator" talk
    run --separate-stderr -64 lathe preprocess d.csv --target y --text-dims 64 -o d.h5
    says "text dims: no column is a text; --type COL=text makes one"
}

@test "a file among others that has no rows is named" {
    awk 'NR % 5 == 1' "$iris" >a.csv
    head -n 1 "$iris" >b.csv
    lathe preprocess a.csv b.csv --target species -o t.h5 2>talk
    grep -qx "'b.csv' has no rows" talk
    ! grep -q "'a.csv' has no rows" talk
    for i in $(seq 10 19); do cp b.csv "b$i.csv"; done
    lathe preprocess a.csv b??.csv --target species -o t.h5 2>talk
    [ "$(grep -c "'b1[0-7].csv' has no rows" talk)" -eq 8 ]
    grep -qx "2 more files have no rows" talk
}

@test "where all rows are lost it is said how" {
    printf 'a,b,y\n1,,u\n2,,v\n,x,u\n,z,\n' >m.csv
    run -65 --separate-stderr lathe preprocess m.csv --target y --impute drop \
        -o m.h5
    [ "${stderr_lines[-1]}" = "lathe preprocess: 'm.csv' has no row to train on: 4 rows read, 1 without a target, 3 with a missing value" ]
    lathe preprocess m.csv --target y -o m.h5 -q
    printf 'a,b,y\n1,x,?\n' >n.csv
    run -65 --separate-stderr lathe preprocess n.csv --like m.h5 \
        --split 0,0,1 -o n.h5
    [ "${stderr_lines[-1]}" = "lathe preprocess: 'n.csv' has no row left: 1 row read, 1 without a target" ]
}

# Lines "DATE,y" of d.csv: the dates are the arguments, y is a and b by turns.
dates() {
    local y=a x=5
    echo 'd,x,y' >d.csv
    for date; do
        x=$((x * 3 % 7))
        echo "$date,$x,$y" >>d.csv
        [ $y = a ] && y=b || y=a
    done
}

@test "dates are seen, and become days, year, month, weekday and hour as they vary" {
    dates 2023-01-15 2023-01-16 2023-01-17 2023-02-28
    prepare $all_train
    grep -q "^1 date: 'd'" talk
    [ "$(column d '.parts | join(" ")')" = "days month weekday" ]
    [ "$(column d .stats.min)" = 1673740800 ]
    dates '2023-01-15 10:00' '2023-01-15 11:30' '2023-01-15T12:00Z' ''
    prepare $all_train
    [ "$(column d '.parts | join(" ")')" = "days hour" ]
    [ "$(column d '"\(.missing) \(.fill)"')" = "1 1673782200" ]
    lathe inspect d.h5 | grep -q '^  d  *1  *2023-01-15 11:30:00 .* 2023-01-15  2023-01-15  days hour$'
    name=a_column_with_a_name_that_takes_all_the_room_there_is
    sed "1s/d/$name/" d.csv >long.csv
    lathe preprocess long.csv --target y -o l.h5 $all_train -q
    lathe inspect l.h5 | grep -q '^  a_column_with.* 2023-01-15  2023-01-15  days hour$'
    dates '"Jan 2, 2020"' '3 Feb 2021' '04.03.2022' 2023/4/5
    prepare $all_train --scale minmax
    [ "$(column d '.parts | join(" ")')" = "days year month weekday" ]
    [ "$(column d '"\(.year_shift) \(.shift)"')" = "2020 18263" ]
}

@test "the order of day and month is what the values say, or is asked for" {
    dates 3/4/2023 14/4/2023 5/4/2023 6/4/2023
    prepare $all_train
    grep -q "^1 date: 'd' (day before month)" talk
    [ "$(column d .order)" = dmy ]
    dates 3/4/2023 4/14/2023 4/5/2023 4/6/2023
    prepare $all_train
    [ "$(column d .order)" = mdy ]
    [ "$(column d .stats.min)" = 1677888000 ]
    dates 3/4/2023 4/5/2023 6/7/2023 3/4/2023
    prepare $all_train
    grep -q "column 'd' is not taken for a date: '3/4/2023' in line 2 may be day/month or month/day; --type d=date:dmy or d=date:mdy says which" talk
    [ "$(column d .kind)" = category ]
    prepare $all_train --type d=date:dmy
    [ "$(column d '"\(.order) \(.stats.min)"')" = "dmy 1680480000" ]
    prepare $all_train --type d=date:mdy
    [ "$(column d '"\(.order) \(.stats.min)"')" = "mdy 1677888000" ]
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --type d=date
    ! grep -q "hold.* texts" talk
    says "type: column 'd': '3/4/2023' in line 2 may be day/month or month/day; say d=date:dmy or d=date:mdy"
}

@test "a target that is no number names its row, which can be left out" {
    printf 'x,y\n1,2.5\n2,3\n3,2.5\n4,7\n' >d.csv
    printf 'x,y\n5,9\n6,none so far\n7,8\n' >e.csv
    run --separate-stderr -65 lathe preprocess d.csv e.csv --target y -o d.h5 --task regress
    [[ $stderr == *"lathe preprocess: 'e.csv' line 3, column 'y': 'none so far' is not a number" ]]
    lathe preprocess d.csv e.csv --target y -o d.h5 --task regress --bad-rows skip --rejects r --split 1,0,0 -q
    [ "$(cat r)" = "# 'e.csv' line 3, column 'y': 'none so far' is not a number
6,none so far" ]
    [ "$(lathe inspect d.h5 --json | jq -c '[.rows.train, .schema.target_stats.max]')" = '[6,9]' ]
    { cat d.csv; seq 30 | sed 's/.*/&,&/'; } >f.csv
    tail -n 2 e.csv >>f.csv
    lathe preprocess f.csv --target y -o d.h5 2>talk
    grep -q "^target 'y' would be a number but for 1 value like 'none so far' in line 36; --na names" talk
    { cat f.csv; seq 10000 | sed 's/.*/&,&.5/'; } >d.csv
    run --separate-stderr -65 lathe preprocess d.csv --target y -o d.h5 -q
    says "target 'y' has more than 10000 classes, and is no number because of 'none so far' in line 36"
}

@test "numbers of their own in each row with a text among them are no identifier" {
    { echo x,y; seq 1.5 40 | sed 's/$/,a/'; echo unit,b; } >d.csv
    run --separate-stderr -65 lathe preprocess d.csv --target y -o d.h5 -q
    says "no column is left to learn from: 'x' is dropped (every row has its own value, and 'unit' in line 41 is not a number)"
}

@test "what is said of many columns in the same way is cut short" {
    awk 'BEGIN { for (i = 1; i <= 12; i++) printf "c%d,", i; print "y"
        for (r = 0; r < 60; r++) { for (i = 1; i <= 12; i++)
            printf "%s,", r - i ? r * i % 29 : "cm"; print r % 2 ? "a" : "b" } }' >d.csv
    prepare $all_train --json
    [ "$(grep -c "^column 'c[1-8]' would be a number but for 1 value like 'cm'" talk)" = 8 ]
    grep -q "^4 more columns have such values$" talk
    [ "$(grep -c "^column 'c[1-8]' has 30 categories" talk)" = 8 ]
    grep -q "^4 more findings 'many-categories'; --json has all$" talk
    [ "$(wc -l <talk)" -lt 25 ]
}

@test "what keeps a column from being a date is said" {
    dates 1/13/2023 2/13/2023 14/3/2023 15/3/2023 1/14/2023 1/14/2023
    prepare $all_train
    grep -q "column 'd' is not taken for a date: the month comes first in '1/13/2023' in line 2, the day in '14/3/2023' in line 4" talk
    dates 13/1/2023 13/2/2023 never 13/3/2023 13/3/2023
    prepare $all_train
    grep -q "column 'd' would be a date but for values like 'never' in line 4; --na names" talk
    dates 1/1/2023 1/2/2023 never 1/3/2023 1/3/2023
    prepare $all_train
    grep -q "column 'd' would be a date but for values like 'never' in line 4; --na names" talk
    dates a 13/1/2023 b c 13/2/2023 b
    prepare $all_train
    ! grep -q "a date" talk
}

@test "numbers among dates are told, days without marks between with the option that reads them" {
    dates 2023-01-15 0 2023-02-20 2023-02-21 0 2023-02-22
    prepare $all_train
    grep -q "^column 'd' would be a date but for 2 numbers, 0; --na names marks of missing values$" talk
    prepare $all_train --na 0
    [ "$(column d '"\(.kind) \(.missing)"')" = "date 2" ]
    dates 2023-01-15 -1 2023-02-20 nan 2023-02-21 99999 2023-02-22
    prepare $all_train
    grep -q "^column 'd' would be a date but for 2 numbers, -1 to 99999; --na names marks of missing values$" talk
    dates 2023-01-13 2023-01-14 20230115 2023-01-16
    prepare $all_train
    grep -q "^column 'd' would be a date but for 1 number, 20230115; --type d=date reads it as a day$" talk
    prepare $all_train --type d=date
    [ "$(column d '"\(.kind) \(.stats.max)"')" = "date 1673827200" ]
    dates 2023-01-15 20230115 2023-02-20 20230116 2023-02-21
    prepare $all_train
    grep -q "^column 'd' would be a date but for 2 numbers, 20230115 to 20230116; --type d=date reads them as days$" talk
    dates 2023-01-15 0 2023-02-20 x 2023-02-21
    prepare $all_train
    grep -q "^column 'd' would be a date but for 2 values like 'x' in line 5 and '0'; --na names marks of missing values$" talk
}

@test "a name with a comma in it can be dropped" {
    printf '"c,d",e,y\n1,2,a\n2,3,b\n,2,a\n' >d.csv
    for list in 'c,d' '"c,d"'; do
        prepare $all_train --drop "$list"
        [ "$(column c,d .kind)" = dropped ]
        [ "$(column e .kind)" = number ]
        prepare $all_train --add-indicator "e,\"c,d\""
        jq -e '.inputs_of_net == 3' d.json
    done
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --drop 'e,"c,d'
    says "drop: no quote ends the name in 'e,\"c,d'"
}

@test "numbers are dates only where it is asked for" {
    dates 20230115 20230116 20230118 20230120
    prepare $all_train
    [ "$(column d .kind)" = number ]
    prepare $all_train --type d=date
    [ "$(column d '"\(.kind) \(.stats.max)"')" = "date 1674172800" ]
    dates 20230115 20230116 20230118 20230132
    run --separate-stderr -65 lathe preprocess d.csv --target y -o d.h5 --type d=date -q
    says "'d.csv' line 5, column 'd': '20230132' is not a date"
    dates 2023-01-15 2023-02-30 2023-02-20 2023-02-21
    prepare $all_train
    grep -q "column 'd' would be a date but for 1 value like '2023-02-30' in line 3; --na names marks of missing values" talk
    prepare $all_train --na 2023-02-30
    [ "$(column d '"\(.kind) \(.missing)"')" = "date 1" ]
    run --separate-stderr -65 lathe preprocess d.csv --target y -o d.h5 --type d=date -q
    says "'d.csv' line 3, column 'd': '2023-02-30' is not a date"
    prepare $all_train --type d=date --bad-rows skip
    [ "$(jq .rows.refused d.json)" = 1 ]
    dates 1/2/2023 2023-02-20 13/2/2023 2/13/2023
    run --separate-stderr -65 lathe preprocess d.csv --target y -o d.h5 --type d=date -q
    says "'1/2/2023' is not a date unless day and month have an order, as preprocess --type COL=date:dmy or COL=date:mdy gives it"
}

@test "what is no date is told with what it is, of the first values" {
    awk 'BEGIN { print "at,x,y"; for (i = 0; i < 40; i++)
        printf "%s,%d,%d\n", i % 2 ? 1700000000 + i : "2020-01-05 10:30 EST", i, i % 2 }' >e.csv
    run --separate-stderr -65 lathe preprocess e.csv --target y -o e.h5 --type at=date -q
    says "'e.csv' line 2, column 'at': '2020-01-05 10:30 EST' is not a date, as its zone is a name that stands for several; offsets are read, and for that of New York: sed 's/ EST/-05:00/g' FILE"
    sed -i 2d e.csv
    run --separate-stderr -65 lathe preprocess e.csv --target y -o e.h5 --type at=date -q
    says "'e.csv' line 2, column 'at': '1700000001' is not a date; as seconds since 1970 it would be 2023-11-14 22:13:21, and preprocess --type COL=number takes it as a number"
    sed -i '2i 2020-01-05,3,1' e.csv
    lathe preprocess e.csv --target y -o e.h5 --type at=date -q --bad-rows skip --rejects r --split 1,0,0
    [ "$(grep -c 'is not a date' r)" = 39 ]
    [ "$(grep -c 'is not a date[,;]' r)" = 16 ]
}

@test "missing dates are filled in, dropped or told as numbers are" {
    dates 2023-01-15 2023-01-16 2023-01-18 2023-01-18 ''
    prepare $all_train --impute mean
    [ "$(column d .fill)" = 1673892000 ]
    prepare $all_train --impute most-frequent
    [ "$(column d .fill)" = 1674000000 ]
    prepare $all_train --impute d=constant:2020-02-29
    [ "$(column d .fill)" = 1582934400 ]
    prepare $all_train --impute d=drop
    [ "$(jq .rows.incomplete d.json)" = 1 ]
    without=$(prepare $all_train && jq .inputs_of_net d.json)
    prepare $all_train --add-indicator d
    [ "$(jq .inputs_of_net d.json)" = $((without + 1)) ]
    for refused in "--impute d=constant:soon|impute: 'soon' is not a date, but column 'd' is" \
        "--impute d=category|impute: 'category' does not fit column 'd', which is a date" \
        "--encode d=ordinal|encode: 'ordinal' does not fit column 'd', which is a date" \
        "--clip d=0.1|clip: for numbers, and column 'd' is a date" \
        "--type d=date:ydm|type: 'd=date:ydm' is not COL=number, COL=category, COL=date"; do
        run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 ${refused%%|*}
        says "${refused#*|}"
    done
}

@test "a constant that only test rows have is a category of its own, as one that none has" {
    awk 'BEGIN { print "t,c,x,y"; for (i = 0; i < 50; i++)
        print i "," (i >= 40 ? "late" : i % 3 ? "r" : "") "," i * 7 % 11 "," i % 2 }' >d.csv
    for encode in onehot ordinal; do
        prepare --split-by time:t --drop t --encode $encode --impute c=constant:none
        column c '"\(.impute) \(.missing_place) \(.width)"' >want
        prepare --split-by time:t --drop t --encode $encode --impute c=constant:late
        [ "$(column c '"\(.impute) \(.missing_place) \(.width)"')" = "$(cat want)" ]
        [ "$(column c .missing_place)" = 1 ]
    done
    prepare --split-by time:t --drop t --impute c=constant:r
    [ "$(column c '"\(.impute) \(.fill) \(.missing_place)"')" = "constant r 0" ]
}

@test "a model answers rows with dates, in any of their forms" {
    dates 2023-01-15 2023-03-16 2022-05-18 2021-07-18 2023-01-20 2023-01-22
    prepare $all_train
    lathe train d.h5 -o m.h5 --epochs 1 -q
    printf 'd,x\n2023-01-20,1\n"Jan 20, 2023",1\n20 Jan 2023,1\n' |
        lathe predict m.h5 --proba -q | sed 1d | uniq | wc -l | grep -qx 1
    printf 'd,x\n1/20/2023,1\n' >q.csv
    run --separate-stderr -65 lathe predict m.h5 q.csv
    [[ $stderr == *"'q.csv' line 2, column 'd': '1/20/2023' is not a date"* ]]
    lathe evaluate m.h5 d.csv --json -q | jq -e '.rows == 6'
    lathe inspect m.h5 --json | jq -e '.schema.columns[] | select(.name == "d").kind == "date"'
}

@test "the days of a bike sharing table are dates, and nothing else is" {
    [ -f "$shared/data/bike-sharing/hour.csv" ] || skip "no bike sharing data"
    lathe preprocess "$shared/data/bike-sharing/hour.csv" --target cnt --drop casual,registered \
        -o b.h5 --json 2>talk >d.json
    [ "$(jq -r '.schema.columns[] | select(.kind == "date").name' d.json)" = dteday ]
    [ "$(column dteday '"\(.stats.min) \(.stats.max)"')" = "1293840000 1356912000" ]
}

@test "a hashed category needs no dictionary, and a new value is no stranger" {
    awk 'BEGIN { print "c,n,y"; for (i = 0; i < 600; i++)
        print "v" (i * 7 % 150) "," i * i % 31 "," (i * 7 % 150 < 75 ? "a" : "b") }' >d.csv
    prepare $all_train --encode c=hash:40
    grep -q "^1 category: 'c' (hashed)" talk
    [ "$(column c '"\(.encode) \(.buckets) \(.width) \(.words)"')" = "hash 40 40 null" ]
    [ "$(jq .inputs_of_net d.json)" = 41 ]
    lathe inspect d.h5 | grep -q '^  c  *0  *category  *any  *hash  *40'
    lathe train d.h5 -o m.h5 --epochs 1 -q
    printf 'c,n\nnever,1\n,1\n' >q.csv
    run --separate-stderr lathe predict m.h5 q.csv
    [ "$status" -eq 0 ]
    [[ $stderr != *"does not know"* ]]
    # The dictionary of another dataset is hashed on the way to this model.
    lathe evaluate m.h5 d.h5 --split train --json -q >hashed.json
    lathe preprocess d.csv --target y -o words.h5 $all_train -q
    lathe evaluate m.h5 words.h5 --split train --json -q >words.json
    [ "$(jq .metrics hashed.json)" = "$(jq .metrics words.json)" ]
    lathe preprocess d.csv --target y -o other.h5 $all_train --encode hash:9 -q
    lathe evaluate m.h5 other.h5 --split train --json -q >other.json
    [ "$(jq .metrics hashed.json)" = "$(jq .metrics other.json)" ]
    lathe train words.h5 -o words-model.h5 --epochs 1 -q
    run --separate-stderr -65 lathe evaluate words-model.h5 d.h5 --split train
    says "column 'c' is hashed, so its categories are not known"
}

@test "a word among the first numbers of a column counts, whatever is guessed from them" {
    awk 'BEGIN { print "a,b,y"; for (i = 1; i <= 3000; i++)
        print i % 7 "," (i == 500 ? "x12" : i * 7919 % 2003) "," i }' >d.csv
    prepare $all_train
    [ "$(column b .why)" = "text: 2004 different values in 3000 rows" ]
    prepare $all_train --dedup
    [ "$(column b .why)" = "text: 2004 different values in 3000 rows" ]
}

@test "a hashed category may have any number of values, none and numbers among them" {
    awk 'BEGIN { print "c,y"; for (i = 0; i < 30000; i++)
        print (i % 1000 ? "v" (i % 5 ? i % 15000 : 7) : "") "," (i % 2 ? "a" : "b") }' >d.csv
    prepare $all_train --encode hash:64
    [ "$(column c '"\(.kind) \(.missing) \(.missing_place) \(.width)"')" = "category 30 64 65" ]
    prepare $all_train --encode hash:64 --impute c=constant:v1
    run lathe inspect d.h5
    [[ $output == *Categories* && $output != *"Values of categories"* ]]
    [ "$(column c '"\(.width) \(.missing_place < 64)"')" = "64 true" ]
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --encode hash:64 --impute c=most-frequent
    says "impute: 'most-frequent' does not fit column 'c', which is hashed: its values are not counted"
    # Without hashing it is text, and so it is when no value comes twice.
    run --separate-stderr -65 lathe preprocess d.csv --target y -o d.h5 -q
    says "no column is left to learn from: 'c' is dropped (text: too many different values, and 'v1'"
    awk 'BEGIN { print "c,n,y"; for (i = 0; i < 30000; i++)
        print "v" i "," i * i % 7 "," (i % 2 ? "a" : "b") }' >d.csv
    prepare $all_train --encode hash:64
    [ "$(column c .kind)" = dropped ]
    prepare $all_train --encode c=hash:64
    [ "$(column c .kind)" = category ]
    prepare $all_train --type n=category --encode n=hash:3
    [ "$(column n '"\(.kind) \(.buckets)"')" = "category 3" ]
    for bad in hash hash: hash:0 hash:1048577 hash:1.5 hash:x; do
        run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --encode "c=$bad"
        says "encode: 'c=$bad' is not onehot, ordinal or hash:N"
    done
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --encode n=hash:4
    says "encode: 'hash' does not fit column 'n', which is a number; --type n=category makes it a category"
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --type n=number --encode n=hash:4
    says "encode: 'hash' does not fit column 'n', which is a number"
    [[ $stderr != *makes* ]]
}

@test "a column of two values is a category with an input for each" {
    printf 't,b,y\ntrue,yes,p\nfalse,no,q\ntrue,,p\nfalse,no,q\n' >d.csv
    prepare $all_train
    grep -q "^2 categories: 't' (2 values), 'b' (2 values)" talk
    [ "$(column t '"\(.words | join(" ")) \(.width)"')" = "false true 2" ]
    [ "$(column b '"\(.words | join(" ")) \(.width) \(.missing_place)"')" = "no yes 3 2" ]
}

# 120 rows: b where the text speaks of apples, and a number that says nothing.
texts() {
    awk 'BEGIN { n = split("red green ripe sour sweet old new big", w)
        print "t,x,y"
        for (i = 0; i < 120; i++) {
            s = w[1 + i % n] " " w[1 + int(i / 3) % n] " " (i % 2 ? "apples" : "pears") " " i
            print (i == 7 ? "" : s) "," i * 7 % 5 "," (i % 2 ? "b" : "a") } }' >d.csv
}

@test "a text becomes words and n-grams where it is asked for" {
    texts
    prepare $all_train
    grep -q "'t' (text: 119 different values in 119 rows)" talk
    grep -q "^1 of the dropped columns holds texts, such as 't'; --type COL=text reads them" talk
    prepare $all_train --type t=text --text-dims 64
    grep -q "^1 text: 't'" talk
    [ "$(column t '"\(.kind) \(.dims) \(.present) \(.missing)"')" = "text 64 119 1" ]
    [ "$(jq .inputs_of_net d.json)" = 65 ]
    lathe inspect d.h5 | grep -q '^  t  *1  all zero  *64$'
    prepare $all_train --type t=text
    [ "$(column t .dims)" = 256 ]
    lathe train d.h5 -o m.h5 --model linear --epochs 40 --lr 0.05 --batch 8 -q
    printf 't,x\nAPPLES of 1999,1\nfresh pears,1\nunheard-of apples,3\n,2\n' >q.csv
    [ "$(lathe predict m.h5 q.csv -q | sed -n 2,4p | tr '\n' ' ')" = "b a b " ]
    prepare $all_train --type t=text --impute t=drop
    [ "$(jq .rows.incomplete d.json)" = 1 ]
}

@test "a text takes no other method, and its inputs are from 1 to 65536" {
    texts
    for refused in "--impute t=median|impute: 'median' does not fit column 't', which is a text" \
        "--scale t=minmax|scale: 'minmax' does not fit column 't', which is a text" \
        "--encode t=ordinal|encode: 'ordinal' does not fit column 't', which is a text" \
        "--add-indicator t|add indicator: for numbers, and column 't' is a text" \
        "--text-dims 0|text dims must be from 1 to 65536, got 0" \
        "--text-dims 65537|text dims must be from 1 to 65536, got 65537"; do
        run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --type t=text ${refused%%|*}
        says "${refused#*|}"
    done
    lathe preprocess d.csv --target y -o d.h5 --type t=text -q
    lathe preprocess d.csv --target y -o e.h5 --type t=text --text-dims 9 -q
    lathe train d.h5 -o m.h5 --epochs 1 -q
    run --separate-stderr -65 lathe evaluate m.h5 e.h5
    says "column 't' is a text of 9 numbers, not 256"
}

# A table with a column of each kind, in d.csv.
kinds() {
    awk 'BEGIN { print "when,note,city,x,z,y"
        for (i = 0; i < 90; i++) {
            when = sprintf("2023-%02d-%02d %02d:30", 1 + i % 12, 1 + i % 28, i % 24)
            note = "note " i * i % 17 " on " (i % 2 ? "tea" : "milk")
            print (i == 5 ? "" : when) "," (i == 6 ? "" : note) "," \
                (i == 7 ? "" : "c" i * i % 23) "," (i == 8 ? "" : i * i % 89) "," \
                i * 5 % 7 "," (i % 2 ? "p" : "q") } }' >d.csv
}

@test "each kind of column gives the same dataset and model with any number of threads" {
    kinds
    for j in 1 2 7; do
        lathe preprocess d.csv --target y -o d$j.h5 --type note=text --text-dims 24 \
            --encode city=hash:8 --clip 0.05 --add-indicator all -j $j -q
        lathe train d$j.h5 -o m$j.h5 --epochs 2 -j $j -q
    done
    cmp d1.h5 d2.h5 && cmp d1.h5 d7.h5
    cmp m1.h5 m2.h5 && cmp m1.h5 m7.h5
    # From a pipe, and through a dataset or the table itself.
    lathe preprocess - --target y -o p.h5 --type note=text --text-dims 24 \
        --encode city=hash:8 --clip 0.05 --add-indicator all -q <d.csv
    cmp d1.h5 p.h5
    lathe preprocess d.csv --target y -o all.h5 --type note=text --text-dims 24 \
        --encode city=hash:8 --clip 0.05 --add-indicator all $all_train -q
    lathe evaluate m1.h5 all.h5 --split train --json -q | jq -S .metrics >dataset.json
    lathe evaluate m1.h5 d.csv --json -q | jq -S .metrics >table.json
    jq -e --slurpfile t table.json '(.accuracy == $t[0].accuracy) and
        ((.log_loss - $t[0].log_loss) | fabs < 1e-12)' dataset.json
    lathe compress m1.h5 --quantize int8 --data d1.h5 -o small.h5 -q
    lathe predict small.h5 d.csv -q | sed 1d | wc -l | grep -qx 90
}

@test "rows with dates and texts are served as they are predicted" {
    kinds
    lathe preprocess d.csv --target y -o d.h5 --type note=text --text-dims 24 \
        --encode city=hash:8 --add-indicator all -q
    lathe train d.h5 -o m.h5 --epochs 2 -q
    lathe serve m.h5 --listen 127.0.0.1:0 -j 1 >address 2>serve.log &
    pid=$!
    for _ in $(seq 100); do [ -s address ] && break; sleep 0.05; done
    printf 'when,note,city,x,z\n"Jan 15, 2023 10:30",Milk & tea,nowhere,3,4\n,,,,1\n' >q.csv
    curl -s -m 10 "$(cat address)/predict" -H 'Content-Type: application/json' -d '[
        {"when": "2023-01-15T10:30Z", "note": "MILK & tea", "city": "nowhere", "x": 3, "z": 4},
        {"when": null, "note": null, "city": null, "x": null, "z": 1}]' >answer
    curl -s -m 10 "$(cat address)/predict" -H 'Content-Type: application/json' \
        -d '{"when": "soon", "note": "", "city": "", "x": 3, "z": 4}' >refusal
    curl -s -m 10 "$(cat address)/v1/models/m" >model
    kill $pid
    wait $pid || true
    jq -c '.predictions[].probabilities' answer >got
    lathe predict m.h5 q.csv --proba -q | sed 1d | cut -d, -f2- >p.csv
    jq -r '"\(.p),\(.q)"' got >g.csv
    awk -F, 'NR == FNR { a[NR] = $1; b[NR] = $2; next }
        a[FNR] + 0 != $1 + 0 || b[FNR] + 0 != $2 + 0 { exit 1 }' p.csv g.csv
    [ "$(wc -l <g.csv)" = 2 ]
    grep -q "column 'when': 'soon' is not a date" refusal
    jq -e '[.columns[] | "\(.name) \(.kind)"] == ["when date", "note text", "city category",
        "x number", "z number"] and (.columns[0].min | startswith("2023-01-01"))' model
}

@test "names of passengers tell more as a text" {
    [ -f "$shared/data/titanic/train.csv" ] || skip "no titanic data"
    options="--target Survived --drop Ticket,Cabin"
    run --separate-stderr lathe preprocess "$shared/data/titanic/train.csv" $options -o t.h5
    [[ $stderr == *"1 of the dropped columns holds texts, such as 'Name'; --type COL=text"* ]]
    lathe preprocess "$shared/data/titanic/train.csv" $options -o t.h5 --type Name=text --json -q >d.json
    [ "$(column Name '"\(.kind) \(.dims)"')" = "text 256" ]
    lathe train t.h5 -o t-model.h5 --model linear --epochs 60 --l2 0.001 -q
    lathe evaluate t-model.h5 t.h5 --require 'accuracy>=0.75' -q
}

@test "a dataset and a model with all kinds that an earlier version wrote are read" {
    golden=$root/tests/golden
    lathe inspect "$golden/dataset-kinds.h5" --json |
        jq -r '.schema.columns[] | "\(.name) \(.kind)"' | tr '\n' ' ' >kinds
    [ "$(cat kinds)" = "when date note text city category x number z number " ]
    kinds
    lathe predict "$golden/model-kinds.h5" d.csv --proba -q | sed -n 2,9p >p
    diff "$golden/model-kinds.csv" p
    lathe evaluate "$golden/model-kinds.h5" "$golden/dataset-kinds.h5" --split valid --json -q |
        jq -e '.rows == 9'
}

@test "numbers with commas are told, with the command that takes these out" {
    awk 'BEGIN { print "a;b;c;y"
        for (i = 0; i < 200; i++)
            printf "%d,%d;%d,%03d;w,%d;%d\n", i % 9, i % 7, 1 + i % 5, i * 7 % 1000,
                i % 3, i % 2 }' >semi.csv
    run -0 --separate-stderr lathe preprocess semi.csv --target y \
        --delimiter ';' -o t.h5
    [[ $stderr == *"column 'a' would be a number but for its decimal commas, as in '0,0' in line 2; this takes them out: sed 's/,/./g' FILE"* ]]
    [[ $stderr == *"column 'b' would be a number but for commas between thousands, as in '1,000' in line 2; this takes them out: sed -E "* ]]
    [[ $stderr != *"column 'c' would be"* ]]
    sed -E ':a;s/([0-9]),([0-9]{3})/\1\2/;ta' semi.csv | tr , . |
        lathe preprocess - --target y --delimiter ';' -o t.h5 2>talk
    grep -q "^2 numbers: 'a', 'b'" talk
    ! grep -q "would be a number" talk
    sed 's/\([^;]*\);\([^;]*\);\([^;]*\);/"\1","\2",\3z,/; s/w,/w/' semi.csv \
        >quoted.csv
    lathe preprocess quoted.csv --target y -o t.h5 2>talk
    [ "$(grep -c 'would be a number but for' talk)" = 2 ]
    sed -E ':a;s/("[-+0-9]+),([0-9]{3})/\1\2/;ta' quoted.csv |
        sed -E 's/"([-+0-9]+),([0-9]+)"/\1.\2/g' |
        lathe preprocess - --target y -o t.h5 2>talk
    grep -q "^2 numbers: 'a', 'b'" talk
}

@test "numbers in parentheses are told, with the command that makes them negative" {
    awk 'BEGIN { print "a,b,y"; for (i = 0; i < 100; i++)
        printf "%s,(%d) %d,%d\n", i % 3 ? i "." i % 7 : "(" i ".5)", i % 5, i % 9, i % 2 }' >acc.csv
    lathe preprocess acc.csv --target y -o t.h5 2>talk
    grep -qF "column 'a' would be a number but for its parentheses for a minus, as in '(0.5)' in line 2; this takes them out: sed -E 's/\(([0-9.,]+)\)/-\1/g' FILE" talk
    ! grep -q "'b' would be" talk
    sed -E 's/\(([0-9.,]+)\)/-\1/g' acc.csv |
        lathe preprocess - --target y -o t.h5 --json -q |
        jq -e '.schema.columns[0] | .kind == "number" and .stats.min < -90'
}

@test "numbers with blanks in their quotes are told, also where no column is left" {
    awk 'BEGIN { print "\"a\",\"b\",\"y\""; for (i = 0; i < 100; i++)
        printf "\"%d.5 \",\" %d.25\",\"%s\"\n", i, i * 7 % 100, (i % 2 ? "p" : "q") }' >char.csv
    run -65 --separate-stderr lathe preprocess char.csv --target y -o t.h5
    [[ $stderr == *"column 'a' would be a number but for its blanks within quotes, as in '0.5 ' in line 2; this takes them out: sed -E 's/\" +/\"/g;s/ +\"/\"/g' FILE"* ]]
    [[ ${stderr_lines[-1]} == "lathe preprocess: no column is left to learn from: 'a' is dropped ("*"), and 1 more; --type COL=number, COL=category or COL=text keeps one" ]]
    sed -E 's/" +/"/g;s/ +"/"/g' char.csv | lathe preprocess - --target y -o t.h5 2>talk
    grep -q "^2 numbers: 'a', 'b'" talk
}

@test "a header among the rows is told, with the command that takes it out" {
    awk 'BEGIN { for (k = 0; k < 3; k++) { print "a,b,y"
        for (i = 0; i < 50; i++) print i * 7 % 50 "," i % 9 "," i % 2 } }' >joined.csv
    lathe preprocess joined.csv --target y -o t.h5 2>talk
    grep -qx "the header stands among the rows, as in line 52; this takes it out: awk 'NR == 1 { h = \$0 } NR == 1 || \$0 != h' FILE" talk
    awk 'NR == 1 { h = $0 } NR == 1 || $0 != h' joined.csv >once.csv
    lathe preprocess once.csv --target y -o t.h5 2>talk
    ! grep -q "the header stands" talk
    grep -q "^2 numbers: 'a', 'b'" talk
    awk 'BEGIN { for (k = 0; k < 2; k++) { print "u,v,w"
        for (i = 0; i < 50; i++) print "x" i % 5 ",z" i % 9 ",c" i % 2 } }' >joined.csv
    lathe preprocess joined.csv --target w -o t.h5 2>talk
    grep -q "^the header stands among the rows; this takes it out" talk
}

@test "what is not seen, other digits and limits among numbers are told, with the command that takes them out" {
    awk -v apostrophe=\' 'BEGIN { print "bom,lab,swiss,wide,age,y"
        for (i = 0; i < 90; i++) printf "%s%d,%s%.2f,%d%s%03d,%s%d,%s,%d\n", i == 50 ? "\357\273\277" : "", i * 7 % 50,
            i % 6 ? "" : "<", i / 7, i % 9 + 1, apostrophe, i, i % 4 ? "\357\274\221" : "", i % 10,
            i % 2 ? "<18" : ">=18", i % 2 }' >dressed.csv
    cp dressed.csv bare.csv
    lathe preprocess dressed.csv --target y -o t.h5 2>talk
    grep -q "^column 'bom' would be a number but for its characters that are not seen, as in '?0' in line 52; this" talk
    grep -q "^column 'lab' would be a number but for its '<' and '>' of limits, as in '<0.00' in line 2; this" talk
    grep -q "^column 'swiss' would be a number but for its apostrophes between thousands, as in '1'000' in line 2; this" talk
    grep -q "^column 'wide' would be a number but for its wide digits, as in" talk
    ! grep -q "column 'age'" talk
    while read -r command; do
        cp bare.csv FILE
        eval "$command" >bare.csv
    done < <(sed -n 's/.*; this takes them out: //p' talk)
    lathe preprocess bare.csv --target y -o t.h5 2>talk
    grep -qx "4 numbers: 'bom', 'lab', 'swiss', 'wide'" talk
}

@test "a line that is no row is told, with the command that takes it out" {
    rows='for (i = 0; i < 90; i++) print i * 7 % 50 "," i % 9 / 4 "," 2020 + i % 2 "-01-02," i % 2'
    awk "BEGIN { print \"a,b,c,y\"; print \"m,kg,date,-\"; $rows }" >units.csv
    for j in 1 3; do
        lathe preprocess units.csv --target y -o t.h5 -j $j 2>talk
        grep -qx "line 2 differs from all others: 'm' is no number in 'a', and in 3 more columns; if it holds units, totals or a comment, this takes it out: sed 2d FILE" talk
        ! grep -q "column '[abc]' would be" talk
    done
    sed 2d units.csv >plain.csv
    lathe preprocess plain.csv units.csv --target y -o t.h5 2>talk
    grep -q "^line 2 differs from all others: .* a comment, take it out$" talk
    lathe preprocess plain.csv --target y -o t.h5 2>talk
    ! grep -q "differs from" talk
    grep -q "^1 date: 'c'" talk
    awk 'BEGIN { print "a,b,y"; print "m,x,-"
        for (i = 0; i < 90; i++) print i * 7 % 50 ",x" i % 3 ",u" i % 2 }' >one.csv
    lathe preprocess one.csv --target y -o t.h5 2>talk
    grep -q "^line 2 differs from all others: 'm' is no number in 'a'; if" talk
    sed '2d;7s/^/+/' one.csv >odd.csv
    lathe preprocess odd.csv --target y -o t.h5 2>talk
    ! grep -q "differs from" talk
}

@test "a comment sign before the first name is told, with the command that takes it off" {
    awk 'BEGIN { print "# a,b,y"; for (i = 0; i < 90; i++) print i % 50 "," i % 9 "," i % 2 }' >hash.csv
    lathe preprocess hash.csv --target y -o t.h5 2>talk
    grep -qx "the first column is named '# a'; if '#' is no part of the name, this takes it off: sed '1s/# \*//' FILE" talk
    sed '1s/# *//' hash.csv | lathe preprocess - --target y -o t.h5 2>talk
    ! grep -q "first column" talk
    grep -qx "2 numbers: 'a', 'b'" talk
}

@test "totals below the rows are told" {
    awk 'BEGIN { print "a,b,y"
        for (i = 0; i < 90; i++) { print i % 50 ",x" i % 3 "," i * 7 / 4; n += i * 7 / 4 }
        print "Total,," n }' >total.csv
    lathe preprocess total.csv --target y -o t.h5 2>talk
    grep -qx "column 'a' has 'Total' in line 92; if that line holds totals, take it out" talk
    awk -F, -v OFS=, '{ print $2 ? $2 : $1, $3, $3 * 2 }' total.csv | sed '1s/.*/b,c,y/' >words.csv
    lathe preprocess words.csv --target y -o t.h5 2>talk
    grep -qx "column 'b' has the category 'Total'; if its rows are totals of others, take them out" talk
}

@test "a class that may be a mark of missing values is told" {
    awk 'BEGIN { print "a,y"; for (i = 0; i < 60; i++)
        print i * 7 % 60 "," substr("p-q", i % 3 + 1, 1) }' >marks.csv
    lathe preprocess marks.csv --target y -o t.h5 2>talk
    grep -qx "target 'y' has the class '-'; if that is a missing value, --na names its marks" talk
    lathe preprocess marks.csv --target y --na - -o t.h5 2>talk
    ! grep -q "has the class" talk
    sed 's/-/" "/' marks.csv >blank.csv
    lathe preprocess blank.csv --target y -o t.h5 2>talk
    grep -qFx "target 'y' has the class ' '; if blanks in quotes are missing values, this empties them: sed -E 's/\" +\"/\"\"/g' FILE" talk
    sed -E 's/" +"/""/g' blank.csv | lathe preprocess - --target y -o t.h5 --json 2>talk | jq -e '.rows.without_target == 20'
    ! grep -q "has the class" talk
}

@test "dates with years of two digits are told, with the option that reads them" {
    awk 'BEGIN { print "a,b,c,d,y"; for (i = 0; i < 90; i++)
        printf "%d/%d/23,%02d.%02d.19,%d/%d/07,%d,%d\n", i % 12 + 1, i % 28 + 1,
            i % 28 + 1, i % 12 + 1, i % 12 + 1, i % 7 + 1, i % 9, i % 2 }' >short.csv
    lathe preprocess short.csv --target y -o t.h5 2>talk
    grep -qx "column 'a' is not taken for a date, as in '1/1/23' in line 2 the year has two digits; --type a=date:mdy reads it" talk
    grep -qx "column 'b' is not .* in '01.01.19' in line 2 the year has two digits; --type b=date:dmy reads it" talk
    grep -qx "column 'c' is not .* the year has two digits; --type c=date:dmy, or date:mdy, reads it" talk
    lathe preprocess short.csv --target y --type a=date:mdy --type b=date:dmy \
        --type c=date:mdy -o t.h5 2>talk
    grep -q "^3 dates: 'a' (month before day), 'b' (day before month), 'c'" talk
    ! grep -q "two digits" talk
}

@test "row numbers without a name get one from the command that is told" {
    for q in '' '""'; do
        awk -v q="$q" 'BEGIN { print q ",a,y"; for (i = 0; i < 50; i++)
            print i "," i * 7 % 50 "," i % 2 }' >frame.csv
        run -65 --separate-stderr lathe preprocess frame.csv --target y -o t.h5
        says "'frame.csv' line 1: column 1 has no name; give it one, as sed -E '1s/^(\"\")?/row/' FILE does, or say --no-header if these are no names"
        sed -E '1s/^("")?/row/' frame.csv |
            lathe preprocess - --target y -o t.h5 2>talk
        grep -qx "1 column dropped: 'row' (row numbers)" talk
    done
}

@test "numbers with dots between thousands are told, also where they seem decimal" {
    local join=':a;s/([0-9])\.([0-9]{3})([^0-9]|$)/\1\2\3/;ta'
    awk 'function dots(x) { return x < 1000 ? x : int(x / 1000) "." sprintf("%03d", x % 1000) }
        BEGIN { print "a;b;c;d;y"; for (i = 0; i < 200; i++) {
            x = i * 37 % 190 * 10
            printf "%s;%s,%02d;%s.000;%.3f;%s\n", dots(x), dots(x), i % 100,
                dots(x), i / 7, dots(x * 3) } }' >dots.csv
    run -0 --separate-stderr lathe preprocess dots.csv --target y --delimiter ';' -o t.h5
    [[ $stderr == *"column 'a' is taken for a number; if the dots in values like '1.110' are between thousands, this takes them out: sed -E '$join;s/,/./g' FILE"* ]]
    [[ $stderr == *"column 'b' would be a number but for decimal commas and dots between thousands, as in '0,00' in line 2; this takes them out: sed -E '$join;"* ]]
    [[ $stderr == *"column 'c' would be a number but for dots between thousands, as in '1.110.000' in line 5; "* ]]
    [[ $stderr == *"target 'y' is taken for a number; if the dots in values like '1.110' are"* ]]
    [[ $stderr != *"column 'd'"* ]]
    cut -d';' -f1-3,5 dots.csv | sed -E "$join;s/,/./g" >plain.csv
    run -0 --separate-stderr lathe preprocess plain.csv --target y --delimiter ';' -o t.h5 --json
    [[ $stderr != *"thousands"* ]]
    jq -e '[.schema.columns[] | .kind] == ["number", "number", "number"]' <<<"$output"
    jq -e '.schema.columns[0].stats.max > 1800' <<<"$output"
    awk -F';' -v OFS=, '{ print $1, "\"" $2 "\"", (NR > 1 ? NR % 2 : "y") }' dots.csv >quoted.csv
    lathe preprocess quoted.csv --target y -o t.h5 2>talk
    grep -q "column 'b' would be a number but for decimal commas and dots" talk
    sed -E "$join;"'s/"([-+0-9]+),([0-9]+)"/\1.\2/g' quoted.csv |
        lathe preprocess - --target y -o t.h5 2>talk
    grep -q "^2 numbers: 'a', 'b'" talk
}

@test "numbers with zeros in front may be codes, which is said" {
    awk 'BEGIN { print "zip,month,v,y"; for (i = 0; i < 3000; i++)
        printf "%05d,%02d,%.2f,%d\n", i * 7919 % 99999, i % 12 + 1, i / 7, i % 2 }' >zip.csv
    for j in 1 3; do
        lathe preprocess zip.csv --target y -o t.h5 -j $j 2>talk
        grep -qx "column 'zip' is taken for a number; if values like '00000' are codes, say --type zip=category" talk
        [ "$(grep -c 'codes' talk)" = 1 ]
    done
    lathe preprocess zip.csv --target y --type zip=number -o t.h5 2>talk
    ! grep -q "codes" talk
}

@test "numbers of more digits than a number keeps may be codes, which is said" {
    awk 'BEGIN { print "id,v,y"; for (i = 0; i < 3000; i++)
        printf "12345678901234560%02d,%d.%d,99999999999999999%d\n", i % 30, i % 71, i % 10, i % 3 }' >wide.csv
    for j in 1 3; do
        lathe preprocess wide.csv --target y --task classify -o t.h5 -j $j 2>talk
        grep -qx "column 'id' is taken for a number, and values like '1234567890123456001' are rounded: a number has 53 bits; if they are codes, --type id=category tells them apart, and --drop id leaves them out" talk
        [ "$(grep -c 'codes' talk)" = 1 ]
        grep -q "3 classes" talk
        ! grep -q "different classes" talk
    done
    lathe preprocess wide.csv --target y --task classify --type id=category -o t.h5 --json 2>talk |
        jq -e '.schema.columns[0].words | length == 30'
    ! grep -q "codes" talk
}

@test "numbers that may be versions or times, and dates to predict, are told" {
    awk 'BEGIN { print "release,at,y"; for (i = 0; i < 90; i++)
        printf "1.%d,202301%02d10%02d00,2023-01-%02d\n", i % 11, i % 28 + 1, i % 60, i % 9 + 1 }' >t.csv
    lathe preprocess t.csv --target y -o t.h5 2>talk
    grep -qx "column 'release' is taken for a number, in which '1.10' is less than '1.9'; if they are versions, say --type release=category" talk
    grep -q "^column 'at' is taken for a number; if its values from 20230101100000 to 20230128105500 are times, this makes dates of them: sed -E" talk
    grep -qx "target 'y' holds dates, and each is taken for a class; days counted from one of them would be a number to predict" talk
    command=$(sed -n 's/.*makes dates of them: //p' talk)
    cp t.csv FILE
    eval "$command" | lathe preprocess - --target y -o t.h5 2>talk
    grep -q "1 date: 'at'" talk
}

@test "categories and classes that are lists of labels are told" {
    awk 'BEGIN { print "tags,city,point,y"; split("rock pop jazz folk rap", g, " ")
        for (i = 0; i < 300; i++)
            printf "%s|%s|x,\"%c%c, %c%c\",\"%d,%d\",%s;%s\n", g[i % 5 + 1], g[i % 3 + 1],
                97 + i % 20, 99, 97 + i % 20, 100, i % 7, i % 3, g[i % 5 + 1], g[i % 4 + 1] }' >lists.csv
    lathe preprocess lists.csv --target y -o t.h5 2>talk
    grep -qx "categories of 'tags' are lists of 6 labels, such as 'folk|jazz|x'; --type tags=text takes each label on its own" talk
    grep -q "^classes of 'y' are lists of 5 labels, such as 'folk;folk'; with a column of 0 and 1" talk
    ! grep -q "of 'city' are\|of 'point' are" talk
    lathe preprocess lists.csv --target y --type tags=text -o t.h5 2>talk
    ! grep -q "'tags' are lists" talk
    sed "s/|x/|\tx/;s/;/\t;/" lists.csv |
        lathe preprocess - --target y -o t.h5 2>talk
    grep -q "^categories of 'tags' are lists of 6 labels" talk
    grep -q "^classes of 'y' are lists of 5 labels" talk
}

@test "a class that is written as another number is asked after" {
    awk 'BEGIN { print "a,y"; for (i = 0; i < 90; i++) print i * 7 % 50 "," i % 2 }' >whole.csv
    sed '2,$s/$/.0/' whole.csv >float.csv
    lathe preprocess whole.csv --target y -o t.h5 -q
    lathe train t.h5 -o t.model.h5 -q --epochs 2
    run -65 --separate-stderr lathe evaluate t.model.h5 float.csv
    [[ $stderr == *"the model has no class '0.0'; did you mean '0'?" ]]
}

@test "what there is none of is not counted in the report" {
    awk 'BEGIN { print "a,b,y"; for (i = 0; i < 50; i++)
        print i * 7 % 50 "," i * 3 % 50 "," i % 2 }' >n.csv
    run -0 --separate-stderr lathe preprocess n.csv --target y -o t.h5
    [[ $output == *"2 inputs from 2 numbers, 2 classes of 'y'"* ]]
}

@test "a given test file without rows is refused" {
    awk 'BEGIN { print "a,b,y"; for (i = 0; i < 50; i++)
        print i * 7 % 50 "," i * 3 % 50 "," i % 2 }' >n.csv
    head -n 1 n.csv >none.csv
    run -65 --separate-stderr lathe preprocess n.csv --test none.csv \
        --target y -o t.h5
    says "'none.csv' has no rows"
    [ ! -e t.h5 ]
}

@test "numbers with what looks like a blank or a minus are told, too" {
    awk 'BEGIN { print "a,b,c,y"; for (i = 0; i < 60; i++)
        printf "%d\302\240%03d,%s%d,%d\302\240,%d\n", i % 7 + 1, i * 7,
            i % 3 ? "\342\210\222" : "", i % 9, i % 5, i % 2 }' >d.csv
    lathe preprocess d.csv --target y -o t.h5 2>talk
    blank="this takes them out: sed 's/\\xc2\\xa0//g' FILE"
    grep -F "column 'a' would be a number but for its no-break spaces" talk |
        grep -qF "$blank"
    grep -qF "column 'b' would be a number but for its '−' signs in place of '-', as in '−1' in line 3; this takes them out: sed 's/−/-/g' FILE" talk
    sed 's/\xc2\xa0//g' d.csv | sed 's/−/-/g' >e.csv
    lathe preprocess e.csv --target y -o t.h5 2>talk
    grep -qx "3 numbers: 'a', 'b', 'c'" talk
    iconv -f utf-8 -t latin1 <(sed 's/−/-/' d.csv) >l.csv
    lathe preprocess l.csv --encoding latin1 --target y -o t.h5 2>talk
    grep -F "column 'c' would be a number but for its no-break spaces" talk |
        grep -qF "this takes them out: LC_ALL=C sed 's/\\xa0//g' FILE"
    LC_ALL=C sed 's/\xa0//g' l.csv >m.csv
    lathe preprocess m.csv --encoding latin1 --target y -o t.h5 2>talk
    grep -qx "3 numbers: 'a', 'b', 'c'" talk
}

@test "times that are not read as such, and categories that differ in case, are told" {
    awk 'BEGIN { print "day,clock,month,c,y"; for (i = 0; i < 60; i++)
        printf "202301%02d,%02d:%02d,2023-%02d,%s,%d\n", i % 28 + 1, i % 24,
            i % 7, i % 12 + 1, i % 3 ? "Yes" : i % 2 ? "yes" : "no",
            i % 2 }' >d.csv
    lathe preprocess d.csv --target y -o t.h5 2>talk
    grep -qx "column 'day' is taken for a number; if its values from 20230101 to 20230128 are days, say --type day=date" talk
    grep -qx "column 'clock' has times without a date, such as '00:00', and is no date; as hours like 10.5 they would be numbers" talk
    grep -qx "column 'month' has months without a day, such as '2023-01', and is no date; '2023-01-01' would be one" talk
    grep -qx "'Yes' and 'yes' are different categories of 'c', as they are written differently" talk
    ! grep -q "hold texts" talk
    lathe preprocess d.csv --target y --type day=number --type c=category \
        --drop clock,month -o t.h5 2>talk
    ! grep -q "is taken for\|written differently\|without" talk
    lathe preprocess d.csv --target y --type day=date -o t.h5 2>talk
    grep -qx "1 date: 'day'.*" talk
}

@test "numbers with a sign of currency or per cent are told, with the command that takes it out" {
    awk 'BEGIN { print "price;share;size;y"
        for (i = 0; i < 200; i++)
            printf "%s$%d;%d.%d%%;%d kg;%d\n", i % 4 ? "" : "-", i % 9, i % 7,
                i % 3, i % 5, i % 2 }' >signs.csv
    lathe preprocess signs.csv --delimiter ';' --target y -o t.h5 2>talk
    grep -qF "column 'price' would be a number but for its '\$' signs, as in '-\$0' in line 2; this takes them out: sed 's/[\$]//g' FILE" talk
    grep -qF "column 'share' would be a number but for its '%' signs, as in '0.0%' in line 2; this takes them out: sed 's/%//g' FILE" talk
    grep -qF "column 'size' would be a number but for its unit 'kg', as in '0 kg' in line 2; this takes them out: sed -E 's/([0-9]) *kg(\"?(;|\r?\$))/\1\2/g' FILE" talk
    sed 's/[$]//g' signs.csv | sed 's/%//g' | sed -E 's/([0-9]) *kg("?(;|\r?$))/\1\2/g' |
        lathe preprocess - --delimiter ';' --target y -o t.h5 2>talk
    grep -q "^3 numbers: 'price', 'share', 'size'" talk
    ! grep -q "would be a number" talk
}

@test "one command takes all that is around numbers out of them, and not out of others" {
    dress() {                   # FORMAT, DELIMITER: what was said
        awk -v "f=$1" -v "d=$2" 'BEGIN { print "v" d "w" d "y"
            for (i = 0; i < 120; i++) {
                minus = i % 3 == 1 ? "-" : ""
                t = sprintf("%03d", i * 7)
                v = f
                sub(/N/, 1 + i % 9 "," t ".50", v)
                sub(/M/, 1 + i % 9 "." t ",50", v)
                sub(/P/, i % 5, v)
                sub(/-/, minus, v)
                if (minus == "") gsub(/[()]/, "", v)
                print v d "a" i % 4 "kg-3" d i % 2 } }' >d.csv
        lathe preprocess d.csv --delimiter "$2" --target y -o t.h5 2>talk
        told=$(grep "column 'v' would be a number but for" talk)
        mend=${told##*takes them out: }
        eval "${mend/FILE/d.csv}" >mended.csv
        lathe preprocess mended.csv --delimiter "$2" --target y -o t.h5 \
            --json -q 2>talk >json
        echo "$1 $2: $told" && cat talk
        jq -e '.schema.columns[0] | .kind == "number" and .stats.max > 3' json
        if [[ $1 = *[-\(]* ]]; then
            jq -e '.schema.columns[0].stats.min < -1' json
        fi
        cut -d "$2" -f 2 mended.csv | grep -q a3kg-3
        ! grep "would be a number" talk
    }
    for d in , ';' '|' $'\t'; do
        dress '"-$N"' "$d"
        dress '"$ -N"' "$d"
        dress '"N-"' "$d"
        dress 'P-' "$d"
        dress '"P-"' "$d"
        dress '"($N)"' "$d"
        dress '-P %' "$d"
        dress '"-P €"' "$d"
        dress '"-N kg"' "$d"
        dress '-P.5km/h' "$d"
        dress '"-M °C"' "$d"
        dress '"-USD N"' "$d"
        dress '"-€ 1 P00 004.25"' "$d"
        dress '"(2 P10)"' "$d"
        dress '-P 000 000 kg' "$d"
        dress '"(US$N)"' "$d"
        dress 'Rs. -P' "$d"
    done
    [[ $told = *"for its 'Rs.' signs, as in 'Rs. "* ]]
    dress '"-M €"' ';'
    [[ $told = *"for its '€' signs and decimal commas and dots between thousands, as in"* ]]
    dress '"N-"' ,
    [[ $told = *"for its minus signs at the end and commas between thousands, as in"* ]]
}

@test "hexadecimal numbers, coordinates and numbers in several units are told" {
    measures() {    # AWK-EXPRESSION of i, what is told, the numbers of 4 rows
        for d in , ';' $'\t'; do
            awk -v d="$d" "BEGIN { print \"v\" d \"w\" d \"y\"; for (i = 0; i < 80; i++)
                print $1 d \"a5kg-0x1F\" i % 4 d i % 2 }" >m.csv
            lathe preprocess m.csv --delimiter "$d" --target y -o t.h5 2>talk
            cat talk
            grep -qF "column 'v' $2" talk
            ! grep -q "would be a number\|hold.* texts" talk
            [ -n "$3" ] || return 0
            command=$(sed -n 's/.*\(this makes\|this writes\|this leaves\)[^:]*: //p' talk)
            eval "${command/FILE/m.csv}" >mended.csv
            [ "$(cut -d "$d" -f 1 mended.csv | sed -n 2,5p | tr '\n' ' ')" = "$3" ]
            [ "$(cut -d "$d" -f 2 mended.csv | sed -n 2p)" = a5kg-0x1F0 ]
            lathe preprocess mended.csv --delimiter "$d" --target y -o t.h5 2>talk
            grep -q "1 number: 'v'" talk
        done
    }
    measures 'sprintf("0x%X", i * 5)' "has hexadecimal numbers, such as '0x" "0 5 10 15 "
    measures 'i % 20 + 0.5 (i % 2 ? "N" : "° S")' "has coordinates, such as '" "-0.5 1.5 -2.5 3.5 "
    measures 'i % 20 (i % 2 ? " kg" : "g")' "has numbers in several units, such as '0g' and '1 kg'; this writes them in one: sed -E" "0 1e3 2 3e3 "
    measures 'i % 9 (i % 2 ? "" : i % 4 ? "K" : "M")' "has numbers in several units, such as '0', '0K' and '0M'; this" "0e6 1 2e3 3 "
    measures 'i % 60 "° " i % 7 "′ N"' "has degrees with minutes, such as '" ""
    measures '(i % 2 ? "USD " : "EUR") i % 9' "has amounts in several currencies, such as '" ""
    measures 'i % 9 " ± 0." i % 7' "has numbers with their errors, such as '0 ± 0.0'; this leaves these out: sed -E" "0 1 2 3 "
    measures '90 + i % 60 "/" 50 + i % 40' "has two numbers in each value, such as '90/50'; in a column each they would be numbers" ""
    measures 'i % 60 "h " i % 7 "m"' "has durations, such as '" ""
    measures 'i % 3 " days 0" i % 9 ":30:00"' "has durations, such as '" ""
    measures '"PT" i % 9 "H" i % 60 "M"' "has durations, such as 'PT" ""
    awk 'BEGIN { print "flat,size,rank,part,day,share,school,y"; split("st nd rd th", t, " "); for (i = 0; i < 80; i++)
        printf "%d%c,%s,%d%s,%s%d,%d/%d,%d/%d,%d/%d,%d\n", i % 5 + 1, 65 + i % 2, i % 3 ? i % 3 + 1 "XL" : "M",
            i % 4 + 1, t[i % 4 + 1], i % 2 ? "E" : "0F", i % 7, i % 12 + 1, i % 28 + 1,
            50 + i % 5 * 10, 50 - i % 5 * 10, 1960 + i % 60, (61 + i % 60) % 100, i % 2 }' >w.csv
    lathe preprocess w.csv --target y -o t.h5 2>talk
    cat talk
    ! grep -q "would be\|has numbers\|has two\|has dur\|has hexa\|has coord\|has amounts" talk
}

@test "what keeps values from being numbers is told where they are said to be" {
    awk 'BEGIN { print "p,w,n,y"; for (i = 0; i < 60; i++)
        printf "$%d,%d %s,%d,%d\n", i, i, i % 2 ? "kg" : "g", i, i % 2 }' >no.csv
    run --separate-stderr -65 lathe preprocess no.csv --target y -o t.h5 --type p=number --type w=number
    [[ $stderr == *"column 'p' would be a number but for its '\$' signs, as in '\$0' in line 2; this takes them out: sed 's/[\$]//g' FILE"* ]]
    [[ $stderr == *"column 'w' has numbers in several units, such as '0 g' and '1 kg'; this writes them in one: sed -E "* ]]
    [[ $stderr == *"column 'p': '\$0' is not a number" ]]
}

@test "several columns in one --type are told from a name" {
    printf 'a,b,y\n1,2,u\n3,4,v\n' >two.csv
    run --separate-stderr -65 lathe preprocess two.csv --target y -o t.h5 --type a=number,b=number
    says "type: no column 'a=number,b'; each column has a --type of its own"
}

@test "all marks among numbers or dates are named where they are few" {
    awk 'BEGIN { print "a,b,d,y"; split("#N/A #DIV/0! #VALUE!", m, " "); for (i = 0; i < 90; i++)
        printf "%s,%s,%s,%d\n", i % 7 ? i % 50 : m[i % 3 + 1], i % 7 ? i % 50 : "no" i,
            i % 9 ? "2020-01-" 10 + i % 19 : i % 2 ? "soon" : "later", i % 2 }' >m.csv
    for j in 1 3; do
        lathe preprocess m.csv --target y -o t.h5 -j $j 2>talk
        grep -qx "column 'a' would be a number but for 13 values like '#N/A' in line 2, '#DIV/0!' and '#VALUE!'; --na names marks of missing values" talk
        grep -qx "column 'b' would be a number but for 13 values like 'no0' in line 2; --na names marks of missing values" talk
        grep -qx "column 'd' would be a date but for 10 values like 'later' in line 2 and 'soon'; --na names marks of missing values" talk
    done
    lathe preprocess m.csv --target y --na '#N/A,#DIV/0!,#VALUE!,soon,later' -o t.h5 2>talk
    ! grep -q "'[ad]' would be" talk
}

@test "questions and import ids below the names are told, with the command that takes them out" {
    ids='"{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}","{""ImportId"":""QID3""}"'
    awk -v ids="$ids" 'BEGIN { print "Q1,Q2,Q3"; print "\"How old\nare you?\",\"How much, in all?\",Which one?"; print ids
        for (i = 0; i < 60; i++) printf "%d,%d,%s\n", 20 + i * 7 % 40, i % 7, i % 2 ? "red" : "blue" }' >survey.csv
    for target in Q1 Q3; do
        lathe preprocess survey.csv --target $target -o t.h5 -j 3 2>talk
        [ "$(head -n 1 talk)" = "lines below the names hold questions and import ids, as Qualtrics writes them; this takes them out: sed '2,/ImportId/d' FILE" ]
        ! grep -q "would be" talk
    done
    sed '2,/ImportId/d' survey.csv >mended.csv
    lathe preprocess mended.csv --target Q3 -o t.h5 2>talk
    grep -qx "2 numbers: 'Q1', 'Q2'" talk
    { sed 1q survey.csv; echo "$ids"; sed 1d mended.csv; } >ids.csv
    lathe preprocess ids.csv --target Q3 -o t.h5 2>talk
    grep -qx "line 2 holds import ids, as Qualtrics writes them; this takes it out: sed 2d FILE" talk
    sed 2d ids.csv | cmp - mended.csv
    sed 's/ImportId/Imported/g' ids.csv >other.csv
    lathe preprocess other.csv --target Q3 -o t.h5 2>talk
    ! grep -q Qualtrics talk
}

@test "values in single quotes are told, with the option that reads them" {
    awk 'BEGIN { print "a,b,y"; for (i = 0; i < 60; i++)
        printf "\47%d\47,\47r%d\47,\47%d\47\n", i % 50, i % 3, i % 2 }' >q.csv
    lathe preprocess q.csv --target y -o t.h5 2>talk
    grep -qx "values of 'a' stand in single quotes, as '0' in line 2; --quote \"'\" reads them without" talk
    [ "$(grep -c "single quotes" talk)" = 1 ]
    lathe preprocess q.csv --target y --quote "'" -o t.h5 2>talk
    grep -q "1 number: 'a'" talk
    ! grep -q "single quotes" talk
    sed "s/'//2g" q.csv |
        lathe preprocess - --target y -o t.h5 2>talk
    ! grep -q "single quotes" talk
}

@test "a blank in quotes is a mark of missing values where it is named" {
    awk 'BEGIN { print "a,b,y"; for (i = 0; i < 60; i++) printf "%s,%s,%d\n",
        i % 10 ? i : "\" \"", i % 7 ? i % 3 ? "r" : "s" : "\" \"", i % 2 }' >blank.csv
    for na in ' ' 'NA, ' ' ,-' '-, ,NA'; do
        lathe preprocess blank.csv --target y --na "$na" -o t.h5 --json 2>talk >t.json
        jq -e '.schema.csv.na | index(" ")' t.json
        [ "$(jq -c '.schema.columns[0].missing, .schema.columns[1].words' t.json | tr '\n' ' ')" = '6 ["r","s"] ' ]
        ! grep -q "would be\|has the category" talk
    done
    lathe preprocess blank.csv --target y --na ' NA , - ,' -o t.h5 --json -q |
        jq -e '.schema.csv.na == ["NA", "-"]'
    lathe preprocess blank.csv --target y --na ' ' -o t.h5 -q
    lathe train t.h5 -o m.h5 --epochs 1 -q
    [ "$(printf 'a,b\n" "," "\n,\n' | lathe predict m.h5 --proba -q | sed 1d | uniq | wc -l)" = 1 ]
}

@test "quarters are told with what makes dates of them" {
    for form in '\1-Q\2' '\1Q\2' '"\1 Q\2"' 'Q\2 \1' 'Q\2-\1'; do
        awk 'BEGIN { print "at,faq,x,y"; for (i = 0; i < 60; i++)
            printf "%d %d,FAQ1,%d,%d\n", 2010 + i % 7, i % 4 + 1, i * 7 % 60, i % 2 }' |
            sed -E "s/^(20..) (.)/$form/" >q.csv
        lathe preprocess q.csv --target y -o t.h5 2>talk
        grep -q "column 'at' would be a date if '.*2010.*' in line 2 were '2010-01-01': sed -E " talk
        command=$(sed -n "s/.*were '2010-01-01': //p" talk)
        eval "${command/FILE/q.csv}" >mended.csv
        [ "$(cut -d, -f1 mended.csv | tr -d '"' | sort -u | sed -n 2,5p | tr '\n' ' ')" = "2010-04-01 2010-07-01 2010-10-01 2011-01-01 " ]
        cut -d, -f2 mended.csv | grep -qx FAQ1
        lathe preprocess mended.csv --target y -o t.h5 2>talk
        grep -q "1 date: 'at'" talk
    done
    awk 'BEGIN { print "at,x,y"; for (i = 0; i < 60; i++) printf "Q%d,%d,%d\n", i % 4 + 1, i, i % 2 }' >q.csv
    lathe preprocess q.csv --target y -o t.h5 2>talk
    ! grep -q "would be a" talk
}

@test "a unit is that of nearly all values" {
    awk 'BEGIN { print "a,b,c,y"; for (i = 0; i < 200; i++)
        printf "%s,%d %s,%d %s,%d\n", i ? i % 50 " kg" : "unknown", i % 50,
            i % 2 ? "kg" : "lb", i % 50, i % 4 ? "kg" : "of " i % 7,
            i % 2 }' >d.csv
    lathe preprocess d.csv --target y -o t.h5 2>talk
    grep -F "column 'a' would be a number but for its unit 'kg', as in '0 kg'; this takes them out: sed -E " talk |
        grep -qF " FILE; --na names marks of missing values like 'unknown' in line 2"
    ! grep "column '[bc]' would be" talk
}

@test "dates in forms that are not read are told, with the command that makes them dates" {
    dates() {                   # FORMAT of date, and what follows
        seq 0 199 | awk '{ print "@" 1577836800 + $1 * 250000 }' |
            LC_ALL=C TZ=UTC date -f - +"\"$1\"" |
            awk 'BEGIN { print "d,b,y" } { print $0 "," NR % 7 "," NR % 2 }' |
            sed "${2:-}" >d.csv
        lathe preprocess d.csv --target y -o t.h5 2>talk
        told=$(grep "^column 'd' .* date" talk) || true
        [ -z "$told" ] || ! grep "hold.* texts" talk
    }
    for f in '%a %b %e %H:%M:%S %Y' '%a %b %e %H:%M:%S UTC %Y' \
        '%a %b %e %H:%M:%S +0000 %Y' '%Y:%m:%d %H:%M:%S' '%Y-%m-%d_%H:%M' \
        '%Y-%m-%d-%H:%M' '%Y-%m-%dT%H-%M-%S' '%d%b%Y' '%d%^b%Y:%H:%M:%S' \
        '%d. %m. %Y' '%-d. %b %Y' '%-d. %B %Y' '%B %-dth, %Y' '%-dth of %B %Y' \
        '%b-%Y' '%B %Y' '%Y-%m-%dT%H:%M:%S+00:00[Europe/Paris]' \
        '%Y-%m-%dT%H:%M:%SZ[UTC]' '%Y-%m-%d %H:%M EST' '%Y-%m-%d %H:%M CEST'; do
        dates "$f"
        echo "$f: $told"
        mend=${told##*: }
        [[ $mend = "sed "*" FILE" ]]
        eval "${mend/FILE/d.csv}" | lathe preprocess - --target y -o t.h5 \
            --json -q | jq -e '.schema.columns[0].kind == "date"'
    done
    [ "$told" = "column 'd' is not taken for a date, as the zone of '2020-01-01 00:00 CEST' in line 2 is a name that stands for several; offsets are read, and for that of Paris: sed 's/ CEST/+02:00/g' FILE" ]
    dates '%Y-%m-%d %H:%M Europe/Berlin'
    [ "$told" = "column 'd' is not taken for a date, as the zone of '2020-01-01 00:00 Europe/Berlin' in line 2 is a place, where the clock may change; offsets are read, as in '2020-01-01 00:00+01:00'" ]
    dates '%-d. %B %Y' 's/uary/uar/'
    [ "$told" = "column 'd' is not taken for a date, as the month of '1. Januar 2020' in line 2 is no English name; '1 Jan 2020' is read, and so is 2020-01-31" ]
    dates '%-d de %B de %Y' 's/January/enero/'
    [[ $told = *"as the month of '1 de enero de 2020' in line 2 is no English name; '1 Jan 2020'"* ]]
    dates '%d%b%Y' '2s/01Jan2020/never/'
    [[ $told = "column 'd' would be a date if '"*"' were '"*"' FILE; --na names marks of missing values like 'never' in line 2" ]]
    # Not so: they are dates, or no dates.
    for f in '%Y-%m-%d' '%d %b %Y' '%a, %d %b %Y %H:%M:%S GMT' '%e people in %Y' \
        'NGC %Y' '%Y ABC' '%s EST'; do
        dates "$f"
        echo "$f: $told"
        [ -z "$told" ]
    done
}
