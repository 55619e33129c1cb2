# How tables are read: encodings and limits.
load common

setup() { cd "$BATS_TEST_TMPDIR"; }

@test "Latin-1 is converted on the way in, and read so by evaluate and predict" {
    printf 'name,x,y\n' >latin.csv
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
        printf 'caf\351,%d,a\nth\351,%d,b\n' $i $((i * 3 % 7)) >>latin.csv
    done
    run -65 --separate-stderr lathe preprocess latin.csv --target y -o l.h5
    says "line 2, byte 4: 0xe9 is not UTF-8"
    lathe preprocess latin.csv --target y --encoding latin1 -o l.h5 -q
    lathe inspect l.h5 | grep -q "café"
    iconv -f LATIN1 -t UTF-8 latin.csv >utf8.csv
    lathe train l.h5 -o l-model.h5 --epochs 2 -q
    lathe predict l-model.h5 latin.csv >latin.out
    [ "$(wc -l <latin.out)" = 25 ]
    lathe evaluate l-model.h5 latin.csv >/dev/null
    run -64 --separate-stderr lathe preprocess latin.csv --target y \
        --encoding utf-16 -o l.h5
    says "encoding: 'utf-16' is not utf-8 or latin1"
    # Marks of other encodings are seen in it too.
    for other in UTF-16 UTF-16LE UTF-16BE; do
        iconv -f LATIN1 -t $other latin.csv >other.csv
        run -65 --separate-stderr lathe preprocess other.csv --target y \
            --encoding latin1 -o l.h5
        says "'other.csv' is UTF-16, not UTF-8; convert it with iconv -f UTF-16"
    done
    { printf '\357\273\277'; cat utf8.csv; } >mark.csv
    run -65 --separate-stderr lathe preprocess mark.csv --target y \
        --encoding latin1 -o l.h5
    says "'mark.csv' begins with the mark of UTF-8, so it is not Latin-1"
    lathe preprocess mark.csv --target y -o l.h5 -q
}

@test "the limits of a record can be set" {
    printf 'a,b\n%s,1\n%s,2\n' "$(head -c 3000 /dev/zero | tr '\0' x)" y >big.csv
    run -65 --separate-stderr lathe preprocess big.csv --target b -o o.h5 \
        --max-field 2k
    says "a field of more than 2048 bytes; --max-field allows more"
    run -65 --separate-stderr lathe preprocess big.csv --target b -o o.h5 \
        --max-record 2KiB
    says "a record of more than 2048 bytes; --max-record allows more"
    run -65 --separate-stderr lathe preprocess big.csv --target b -o o.h5 \
        --max-columns 1
    says "more than 1 column; --max-columns allows more"
    run -64 --separate-stderr lathe preprocess big.csv --target b -o o.h5 \
        --max-field 2x
    says "--max-field: '2x' is not a number of bytes such as 65536"
    run -64 --separate-stderr lathe preprocess big.csv --target b -o o.h5 \
        --max-record 2G
    says "must be between 1 byte and 1 GiB"
    run -64 --separate-stderr lathe preprocess big.csv --target b -o o.h5 \
        --max-columns 0
    says "max-columns must be between 1 and 1000000, got 0"
    run -64 --separate-stderr lathe preprocess big.csv --target b -o o.h5 \
        --parser fast
    says "parser: 'fast' is not auto or libcsv"
}

# A table of four rows and the row that is standard input, within limits.
within() { # OPTION...
    { printf 'a,y\n1,u\n2,v\n3,u\n4,v\n'; cat; } >edge.csv
    gzip -c edge.csv >edge.gz
    for input in edge.csv edge.gz; do
        for parser in auto libcsv; do
            run --separate-stderr lathe preprocess $input --target y -o e.h5 \
                --type a=category -q --parser $parser "$@"
            [ "$status" -eq "${want:-0}" ] || { echo "$status $stderr"; return 1; }
            [ "${want:-0}" -eq 0 ] || says "${text:?}"
        done
    done
}

@test "a limit is the most that is taken, however a record ends" {
    long=$(head -c 65520 /dev/zero | tr '\0' ' ')
    for end in '\n' '\r\n' '' '  \n' ' '; do
        # shellcheck disable=SC2059 # the ends are formats
        for quote in '' '"'; do
            printf "5,${quote}1234567890$quote$end" | within --max-field 10
            # libcsv is fed 65536 bytes at a time.
            printf "$long%*s5,${quote}1234567890$quote$end" 2 '' |
                within --max-field 10
            text="a field of more than 10 bytes; --max-field allows more"
            printf "5,${quote}12345678901$quote$end" |
                want=65 within --max-field 10
        done
    done
    printf '1234567,u\n' | within --max-record 10
    printf '123456,u\r\n' | within --max-record 10
    printf '"12\n45",u\n' | within --max-record 10
    printf '12345678,u' | within --max-record 10
    text="line 6: a record of more than 10 bytes; --max-record allows more"
    printf '12345678,u\n' | want=65 within --max-record 10
    printf '1234567,u\r\n' | want=65 within --max-record 10
    printf '"12\n456",u\n' | want=65 within --max-record 10
    printf '123456789,u' | want=65 within --max-record 10
}

@test "what is refused goes to the rejects, rows in are rows out and refused" {
    { printf 'a,y\n1,u\n2,v\n3,u\n4,v\n5,u,9\r\n"6,u\n7,u"x\n8\n9,u,9\r'
        printf '\n10,v,9\r11,v\n123456789012345678901234,u\n12,u\n13,v,9'; } >bad.csv
    cat >want <<'END'
# 'bad.csv' line 6: 3 fields, the header has 2
5,u,9~
# 'bad.csv' line 7: line 8, column 'a', byte 5: text behind a closing quote
"6,u
# 'bad.csv' line 8: column 'y', byte 4: a quote inside an unquoted field
7,u"x
# 'bad.csv' line 9: 1 field, the header has 2
8
# 'bad.csv' line 10: 3 fields, the header has 2
9,u,9~
# 'bad.csv' line 11: 3 fields, the header has 2
10,v,9~
# 'bad.csv' line 12: a record of more than 20 bytes; --max-record allows more; this is the begin of the line, 20 bytes
12345678901234567890
# 'bad.csv' line 14: 3 fields, the header has 2
13,v,9
END
    gzip -c bad.csv >bad.gz
    for parser in auto libcsv; do
        for input in bad.csv bad.gz -; do
            run --separate-stderr -0 lathe preprocess $input --target y \
                -o o.h5 --parser $parser --bad-rows skip --rejects r \
                --max-record 20 <bad.csv
            [[ ${lines[0]} == "14 rows read = "*" + 8 refused" ]]
            sed "s/'standard input'/'bad.csv'/; s/bad.gz/bad.csv/" r |
                tr '\r' '~' >got
            diff got want
        done
    done
}

@test "no output may be an input or another output, by whatever path" {
    printf 'a,y\n1,u\n2,v\n3,u\n4,v\n5\n' >in.csv
    cp in.csv kept
    mkdir d
    skip_bad() { run -64 --separate-stderr lathe preprocess "$@" --target y \
        --bad-rows skip; }
    skip_bad in.csv -o new.h5 --rejects ./new.h5
    says "rejects: './new.h5' is the output too, and would be lost"
    skip_bad in.csv -o new.h5 --rejects "$PWD/d/../new.h5"
    says "is the output too, and would be lost"
    skip_bad - -o new.h5 --rejects ./in.csv <in.csv
    says "rejects: './in.csv' is an input too, and would be lost"
    skip_bad - -o in.csv <in.csv
    says "output: 'in.csv' is an input too, and would be lost"
    lathe preprocess in.csv --target y -o old.h5 --bad-rows skip -q
    skip_bad in.csv --like old.h5 -o old.h5
    says "output: 'old.h5' is an input too, and would be lost"
    skip_bad in.csv --like old.h5 -o new.h5 --rejects d/../old.h5
    says "rejects: 'd/../old.h5' is an input too, and would be lost"
    run -64 --separate-stderr lathe train old.h5 -o m.h5 --log ./m.h5
    says "log: './m.h5' is the model too, and would be lost"
    run -64 --separate-stderr bash -c "lathe preprocess in.csv --target y \
        --bad-rows skip -o new.h5 --rejects said >said"
    says "rejects: 'said' is standard output too, and would be lost"
    [ ! -e new.h5 ] && [ ! -e m.h5 ]
    cmp in.csv kept
    # What is open already takes both, a pipe as well as a file.
    lathe preprocess in.csv --target y --bad-rows skip -o piped.h5 \
        --rejects /dev/stdout | grep -x '5 rows read = .*' -B 9 | grep -x 5
    for out in stdout stderr; do
        lathe preprocess in.csv --target y --bad-rows skip -o piped.h5 \
            --rejects /dev/$out >said 2>&1
        grep -x '5 rows read = .*' said
        grep -x 5 said
    done
    # Of the same name in another folder.
    lathe preprocess - --target y -o d/r --bad-rows skip --rejects r -q <in.csv
    no_litter
}

@test "predict and evaluate take the limits of preprocess" {
    printf 'a,b,y\n' >large.csv
    for i in $(seq 40); do echo "$i,w$((i % 3)),c$((i % 2))"; done >>large.csv
    printf '41,%s,c0\n' "$(head -c 1100000 /dev/zero | tr '\0' x)" >>large.csv
    lathe preprocess large.csv --target y -o large.h5 -q --max-field 2M
    lathe train large.h5 -o large-model.h5 --epochs 1 -q
    lathe predict large-model.h5 large.csv --max-field 2M >large.out
    [ "$(wc -l <large.out)" = 42 ]
    lathe evaluate large-model.h5 large.csv --max-field 2M --json |
        jq -e '.rows == 41'
    run -65 --separate-stderr lathe predict large-model.h5 large.csv -o l.out
    says "a field of more than 1048576 bytes; --max-field allows more"
    run -65 --separate-stderr lathe evaluate large-model.h5 large.csv
    says "a field of more than 1048576 bytes; --max-field allows more"
    for command in predict evaluate; do
        run -65 --separate-stderr lathe $command large-model.h5 large.csv \
            --max-columns 2
        says "line 1: more than 2 columns; --max-columns allows more"
        run -64 --separate-stderr lathe $command large-model.h5 large.csv \
            --max-record 2G
        says "max-field and max-record must be between 1 byte and 1 GiB"
        run -64 --separate-stderr lathe $command large-model.h5 large.csv \
            --max-columns 0
        says "max-columns must be between 1 and 1000000, got 0"
    done
    run -64 --separate-stderr lathe evaluate large-model.h5 large.h5 \
        --max-field 2M
    says "max-field: it is for CSV, and 'large.h5' is a dataset"
}

@test "an infinite number is an error, or missing with --inf missing, in predictions too" {
    printf 'a,y\n' >inf.csv
    for i in $(seq 60); do printf '%d,%d\n' "$i" $((i % 2)); done >>inf.csv
    sed 's/^7,/-inf,/; s/^9,/Infinity,/' inf.csv >two.csv
    sed 's/^7,/,/; s/^9,/,/' inf.csv >none.csv
    run --separate-stderr -65 lathe preprocess two.csv --target y -o t.h5 -q
    says "'two.csv' line 8, column 'a': '-inf' is not a finite number; preprocess takes --inf missing"
    run --separate-stderr -64 lathe preprocess two.csv --target y -o t.h5 -q \
        --inf zero
    says "inf: 'zero' is not fail or missing"
    lathe preprocess two.csv --target y -o t.h5 -q --inf missing
    lathe preprocess none.csv --target y -o n.h5 -q
    [ "$(lathe inspect t.h5 --json | jq -c '[.schema.columns[] | .present, .missing, .stats]')" = \
        "$(lathe inspect n.h5 --json | jq -c '[.schema.columns[] | .present, .missing, .stats]')" ]
    for data in t n; do lathe train $data.h5 -o $data-model.h5 --epochs 2 -q; done
    lathe predict t-model.h5 two.csv --proba >t.out
    lathe predict n-model.h5 none.csv --proba | cmp - t.out
    run --separate-stderr -65 lathe predict n-model.h5 two.csv
    [[ $stderr == *"'-inf' is not a finite number"* ]]
    printf 'a,y\n1,2.5\n2,inf\n3,4.25\n' >target.csv
    run --separate-stderr -65 lathe preprocess target.csv --target y -q \
        --task regress --inf missing -o t.h5
    [ -n "$stderr" ] && [[ $stderr != *"takes --inf"* ]]
}
