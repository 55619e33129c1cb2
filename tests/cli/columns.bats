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

@test "a clip that is no share, or of a category, is refused" {
    printf 'x,c,y\n1,a,p\n2,b,q\n3,a,p\n4,b,q\n' >d.csv
    for q in 0.5 -0.1 nan 1 x ''; do
        run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --clip "x=$q"
        says "clip: 'x=$q' is not a share from 0 to below 0.5, or COL= in front of one"
    done
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --clip c=0.1
    says "clip: for numbers, and column 'c' is a category"
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --clip w=0.1
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
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --add-indicator w
    says "add indicator: no column 'w'"
}

@test "values that the model does not know are counted by column" {
    make_adult
    head -n 11 adult.csv | sed -e 's/Private/New/;s/Husband/Newer/' >q.csv
    private=$(head -n 11 adult.csv | grep -c Private)
    husband=$(head -n 11 adult.csv | grep -c Husband)
    run --separate-stderr lathe predict adult-model.h5 q.csv
    [[ $stderr == *"does not know: 'workclass' $private, 'relationship' $husband"* ]]
    run --separate-stderr lathe evaluate adult-model.h5 q.csv --json
    [[ $stderr == *"does not know: 'workclass' $private, 'relationship' $husband"* ]]
    jq -e ".unknown_by_column == {workclass: $private, relationship: $husband}" <<<"$output"
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
    says "type: column 'd': '3/4/2023' in line 2 may be day/month or month/day; say d=date:dmy or d=date:mdy"
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
    says "'1/2/2023' is not a date unless day and month have an order; --type COL=date:dmy or COL=date:mdy gives it"
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

@test "a hashed category may have any number of values, none and numbers among them" {
    awk 'BEGIN { print "c,y"; for (i = 0; i < 30000; i++)
        print (i % 1000 ? "v" (i % 5 ? i % 15000 : 7) : "") "," (i % 2 ? "a" : "b") }' >d.csv
    prepare $all_train --encode hash:64
    [ "$(column c '"\(.kind) \(.missing) \(.missing_place) \(.width)"')" = "category 30 64 65" ]
    prepare $all_train --encode hash:64 --impute c=constant:v1
    [ "$(column c '"\(.width) \(.missing_place < 64)"')" = "64 true" ]
    run --separate-stderr -64 lathe preprocess d.csv --target y -o d.h5 --encode hash:64 --impute c=most-frequent
    says "impute: 'most-frequent' does not fit column 'c', which is hashed: its values are not counted"
    # Without hashing it is text, and so it is when no value comes twice.
    run --separate-stderr -65 lathe preprocess d.csv --target y -o d.h5 -q
    says "no column is left"
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
    says "encode: 'hash' does not fit column 'n', which is a number"
}

@test "a column of two values is a category with an input for each" {
    printf 't,b,y\ntrue,yes,p\nfalse,no,q\ntrue,,p\nfalse,no,q\n' >d.csv
    prepare $all_train
    grep -q "^2 categories: 't' (2 values), 'b' (2 values)" talk
    [ "$(column t '"\(.words | join(" ")) \(.width)"')" = "false true 2" ]
    [ "$(column b '"\(.words | join(" ")) \(.width) \(.missing_place)"')" = "no yes 3 2" ]
}
