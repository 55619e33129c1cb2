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
