load common

setup() { cd "$BATS_TEST_TMPDIR"; }

# 1,000 rows; of each row number i the awk expressions x, w and y.
# By a generator of their own (Park and Miller 1988): each awk has another one.
rows() { # X W Y [ROWS]
    awk "function chance() { s = s * 16807 % 2147483647; return s / 2147483647 }
        BEGIN { s = 3; CONVFMT = \"%.9g\"; print \"x,w,y\"
        for (i = 1; i <= ${4:-1000}; i++) { u = chance(); v = chance()
            print ($1) \",\" ($2) \",\" ($3) } }" </dev/null >d.csv
}

findings() { # OPTIONS...
    lathe preprocess d.csv --target y -o d.h5 --json "$@" 2>talk >d.json
    jq -r '.quality.findings[] | select(.noted) | "\(.kind) \(.column)"' d.json
}

category='substr("abcd", 1 + int(4 * v), 1)'
coin='i % 3 ? "no" : "yes"'

@test "a clean table gives no finding" {
    rows u "$category" "$coin"
    [ -z "$(findings)" ]
    rows 'int(1e6 * u)' "$category" "$coin"
    [ -z "$(findings)" ]
    rows 'u < 0.3 ? "" : v' "$category" "u + v"
    [ -z "$(findings)" ]
    rows 'u * u * 1e6' "int(100 * v) \"z\"" "i % 5"
    [ -z "$(findings)" ]
    rows u "$category" "u + 0.2 * v"
    [ -z "$(findings)" ]
    rows '(i % 3 == 0) + 2 * u' "$category" "$coin"
    [ -z "$(findings)" ]
    rows u 'u < 0.98 ? "a" : "b"' "$coin"
    [ -z "$(findings)" ]
    rows u "$category" 'substr("klmn", 1 + i % 4, 1)'
    [ -z "$(findings)" ]
}

@test "a column that is nearly constant is named" {
    rows 'i == 500 ? 2 : 1' "$category" "$coin"
    [ "$(findings --split 1,0,0)" = "near-constant x" ]
    grep -q "column 'x' has the same value in 99.9 % of the training rows" talk
    rows u 'i == 500 ? "a" : "b"' "$coin"
    [ "$(findings --split 1,0,0 | head -n 1)" = "near-constant w" ]
}

@test "a column without a value in most rows is named" {
    rows 'u < 0.6 ? "" : v' "i % 20 ? \"\" : $category" "$coin"
    [ "$(findings --split 1,0,0)" = "mostly-missing x
mostly-missing w" ]
    grep -q "^column 'w' has no value in 95 % of the training rows$" talk
    ! findings --split 1,0,0 --impute drop | grep mostly-missing
    rows 'u < 0.4 ? "" : v' "$category" "$coin"
    [ -z "$(findings --split 1,0,0)" ]
}

@test "numbers that may be marks of missing values are named, of targets too" {
    rows 'u < 0.2 ? -999 : v' "i % 4 ? int(5 * u) : 99" 'v < 0.1 ? "-9.0" : u'
    [ "$(findings --split 1,0,0)" = "missing-mark x
missing-mark w
missing-mark y" ]
    grep -qE "^column 'x' has -999 in (19|2[01]).* % of the training rows, far from all others \(.* to .*\); if that is a missing value, --na names it as it is written$" talk
    grep -q "^target 'y' has -9 in " talk
    [ -z "$(findings --split 1,0,0 --na -999,99,-9.0)" ]
    rows 'u < 0.2 ? 99 : 70 * v' "i % 100" "u"
    [ -z "$(findings --split 1,0,0)" ]
}

@test "dates of programs and zeros far from all others may be missing, which is said" {
    awk 'BEGIN { print "until,built,y"; for (i = 0; i < 300; i++)
        print (i % 9 ? sprintf("2023-01-%02d", i % 28 + 1) : "9999-12-31") "," (i % 7 ? 1950 + i % 70 : 0) "," substr("uv", i % 2 + 1, 1) }' >none.csv
    lathe preprocess none.csv --target y -o none.h5 2>talk
    grep -qE "^column 'until' has 9999-12-31 in .* % of the training rows, far from all others \(2023-01-01 to 2023-01-28\); if that" talk
    grep -qE "^column 'built' has 0 in .* % of the training rows, far from all others \(19.. to 20..\); if that" talk
    lathe preprocess none.csv --target y --na 9999-12-31,0 -o none.h5 2>talk
    ! grep -q "far from" talk
}

@test "a column that is constant is named, also where it is dropped" {
    rows 7 'i == 500 ? "" : ""' "$coin"
    sed -i '1s/$/,z/; 2,$s/$/,q/' d.csv
    findings --split 1,0,0 --type x=number >noted || cat talk
    [ "$(jq -r '.quality.findings[] | "\(.kind) \(.column) \(.value) \(.noted)"' \
        d.json)" = "constant x 1 true
constant w 1 false
constant z 1 false" ]
    grep -q "column 'x' has the same value in 100 % of the training rows" talk
}

@test "a column that clipping makes constant is named" {
    rows 'i <= 20 ? i : 500' u "$coin"
    [ "$(findings --split 1,0,0 --clip 0.05)" = "constant-after-clipping x" ]
    grep -qx "column 'x' is constant after clipping: its quantiles 0.05 and 0.95 are both 500" talk
    jq -e '.schema.columns[0].factor == 1' d.json
    [ -z "$(findings --split 1,0,0 --clip 0.01)" ]
    [ -z "$(findings --split 1,0,0)" ]
}

@test "numbers that differ by too little for a deviation are scaled and named" {
    rows '1 + int(999 * u) "e-201"' v "$coin"
    [ "$(findings --split 1,0,0)" = "tiny-range x" ]
    grep -q "column 'x': values from .*e-2.* to 9.*e-199 differ by too little for a standard deviation; their range scales them" talk
    # An input of a range of 1.
    jq -e '.schema.columns[0] | .factor * (.stats.max - .stats.min) | 0.999 < . and . < 1.001' d.json
    [ -z "$(findings --split 1,0,0 --scale minmax)" ]
    [ -z "$(findings --split 1,0,0 --scale none)" ]
    # Nor is the inverse of their range a number.
    for scale in standard minmax robust; do
        rows 'int(1000 * u) "e-320"' v "$coin"
        [ "$(findings --split 1,0,0 --scale $scale)" = "tiny-range x" ]
        grep -q "differ by too little to be scaled, and are all but constant" talk
        jq -e '.schema.columns[0].factor == 1' d.json
    done
}

@test "targets that predictions cannot tell apart are named" {
    rows u v '1 + int(999 * u) "e-201"'
    [ "$(findings --split 1,0,0 --task regress | head -n 1)" = "tiny-range y" ]
    grep -q "target 'y': values from .* to 9.*e-199 differ by too little for predictions, which become 0 below 1e-45; a smaller unit would help" talk
    rows u v 'sprintf("%.12g", 1e9 + u * v)'
    findings --split 1,0,0 --task regress | grep -qx "tiny-range y"
    grep -q "target 'y': values from .* to .* differ by too little for predictions, which have 7 digits; counting from another zero would help" talk
    rows u v 'sprintf("%.12g", 1e9 + 1000 * u * v)'
    [[ $(findings --split 1,0,0 --task regress) != *tiny-range* ]]
    rows u v 'int(1000 * u) "e-40"'
    [[ $(findings --split 1,0,0 --task regress) != *tiny-range* ]]
}

@test "targets that are too large for predictions are refused" {
    rows u v 'i "e36"'
    run -65 --separate-stderr lathe preprocess d.csv --target y -o d.h5 -q
    says "column 'y': values from 1e+36 to 1e+39 are too large for predictions, which end at 3.40282e+38; a larger unit of the target would help"
    rows u v 'i "e200"'
    run -65 --separate-stderr lathe preprocess d.csv --target y -o d.h5 -q
    says "are too large for predictions, which end at 3.40282e+38"
    rows u v 'i "e35"'
    lathe preprocess d.csv --target y -o d.h5 -q
}

@test "numbers whose sum is no double are refused, with a way out" {
    rows 'i "e305"' v "$coin"
    run -65 --separate-stderr lathe preprocess d.csv --target y -o d.h5 -q
    says "column 'x': values from 1e+305 to 9.99e+307 are too large to be scaled; --drop=x leaves the column out, --na=VALUE takes one of them for none"
    lathe preprocess d.csv --target y -o d.h5 -q --drop=x
    rows 'i % 50 ? u : "1e300"' v "$coin"
    run -65 --separate-stderr lathe preprocess d.csv --target y -o d.h5 -q
    says "to 1e+300 are too large to be scaled"
    lathe preprocess d.csv --target y -o d.h5 -q --na=1e300
}

@test "two numbers that together are the target are named" {
    rows 'int(1e5 * u)' 'int(7e4 * v)' '2 * int(1e5 * u) - int(7e4 * v) + 3'
    [ "$(findings --task regress)" = "pair-gives-target x" ]
    grep -q "columns 'x' and 'w' together are the target 'y' in all 800 rows looked at: 2 x 'x' - 'w' + 3: a leak" talk
    rows 'i % 7 ? int(1e5 * u) : ""' 'int(7e4 * v)' \
        'int(1e5 * u) + int(7e4 * v)'
    [ "$(findings --task regress)" = "pair-gives-target x" ]
    grep -q "rows looked at: 'x' + 'w': a leak" talk
    rows 'int(1e4 * u)' 'int(1e4 * v)' \
        '-0.1 * int(1e4 * u) - 0.25 * int(1e4 * v) - 1.5'
    [ "$(findings --task regress)" = "pair-gives-target x" ]
    grep -q "looked at: -0.1 x 'x' - 0.25 x 'w' - 1.5: a leak" talk
    # One row that does not fit, and a column that tells it alone.
    rows 'int(1e5 * u)' 'int(7e4 * v)' \
        'int(1e5 * u) + int(7e4 * v) + (i == 100)'
    [ -z "$(findings --task regress --split 1,0,0)" ]
    rows 'int(1e5 * u)' 'int(7e4 * v)' '3 * int(1e5 * u)'
    [ "$(findings --task regress)" = "predicts-target x" ]
}

@test "a number that tells two classes is named with its AUC" {
    rows '(i % 3 ? 0 : 1) + u' "$category" "$coin"
    [ "$(findings)" = "predicts-target x" ]
    grep -q "column 'x' alone nearly tells 'y' (AUC 1.0000)" talk
}

@test "a category that tells the class is named" {
    rows u 'i % 3 ? (u < 0.5 ? "a" : "b") : "c"' "$coin"
    [ "$(findings)" = "predicts-target w" ]
    grep -q "right in 100.00 % of the rows" talk
}

@test "a number whose bins tell one of several classes is named" {
    rows '1e6 * (i % 4) + 9e5 * u' "$category" \
        'substr("klmn", 1 + i % 4, 1)' 5000
    [ "$(findings)" = "predicts-target x" ]
}

@test "a number that is nearly the target is named with its correlation" {
    rows 'u * 1000' "$category" 'u + 0.001 * v'
    [ "$(findings)" = "predicts-target x" ]
    grep -q correlation talk
}

@test "a column that equals the target is named" {
    rows u "$coin" "$coin"
    [ "$(findings)" = "equals-target w" ]
    rows u "$category" u
    [ "$(findings)" = "equals-target x" ]
}

@test "rows of test that are training rows are counted as a leak" {
    rows u "$category" "$coin"
    { echo x,w,y; sed -n '2,31p' d.csv; sed -n '2,31s/,/1,/p' d.csv; } >t.csv
    [ "$(findings --test t.csv --split 1,0,0)" = "duplicates-across-splits y" ]
    grep -q "^30 of the 60 test rows equal training rows" talk
    [ -z "$(findings --test t.csv --split 1,0,0 --dedup)" ]
}

@test "rows that a dropped column alone tells apart are looked for too" {
    rows 'i * 7 % 500' "$category" "$coin"
    awk -F, -v OFS=, 'NR == 1 { print "id", $0; next }
        { k = (NR - 2) % 500; x[k] = NR < 502 ? $0 : x[k]; print NR, x[k] }' \
        d.csv >n.csv
    mv n.csv d.csv
    [ "$(findings | sort -u)" = "duplicates-across-splits y" ]
    grep -q "^1 column dropped: 'id'" talk
    grep -q "^.* of the 100 test rows equal training rows in all columns that are kept: a leak, unless the columns that are dropped tell them apart$" talk
    ! grep -q -e --dedup talk
    cut -d, -f2- d.csv >n.csv
    mv n.csv d.csv
    findings >noted
    grep -q "of the 100 test rows equal training rows in all columns that are kept: a leak; --dedup drops repeated rows$" talk
    # One value in all rows tells nothing apart.
    sed '1s/^/c,/; 1!s/^/7,/' d.csv >n.csv
    mv n.csv d.csv
    [ -z "$(findings --dedup)" ]
}

@test "one row of those of a split is one row" {
    rows u "$category" "$coin"
    { echo x,w,y; sed -n 2p d.csv; echo 9,new,no; } >t.csv
    findings --test t.csv --split 1,0,0 >noted
    grep -q "^1 of the 2 test rows equals a training row in all columns" talk
    jq -r '.quality.findings[].message' d.json >all
    grep -q "^column 'x': 1 of the 2 test rows lies outside the training" all
    grep -q "^column 'w': 1 of the 2 test rows has a category that no" all
}

# Rows of numbers are remembered as they are written, but for the first ones,
# where nothing has been repeated yet; --comment has them all read back.
@test "rows that are remembered are the leaks that reading back finds" {
    awk 'BEGIN { srand(2); print "x,w,y"
        for (i = 0; i < 30000; i++) {
            if (i < 20000) r[i] = rand() "," rand() "," rand()
            print r[i % 20000]
        } }' >d.csv
    findings >a
    findings --comment '#' >b
    [ "$(cat a)" = "duplicates-across-splits y
duplicates-across-splits y" ]
    diff a b
    for o in '' '--comment #'; do
        # shellcheck disable=SC2086 # the option and its value
        lathe preprocess d.csv --target y -o d.h5 --json -q $o |
            jq -c .quality >"j$o"
    done
    diff j 'j--comment #'
}

@test "one row that repeats another is one row" {
    printf 'x,y\n1,a\n2,b\n1,a\n3,b\n' >d.csv
    findings
    grep -q "^1 row repeats an earlier one; --dedup drops it$" talk
    printf '2,b\n' >>d.csv
    findings
    grep -q "^2 rows repeat an earlier one; --dedup drops them$" talk
}

@test "repeated rows are found behind those that are remembered" {
    [ -z "${LATHE_SANITIZED:-}" ] || skip "takes long under sanitizers"
    { echo x,y; seq 6291460 | sed 's/.*/&,&/'; for i in 1 2; do
        echo 7,7; echo 6291458,6291458; echo -1,-1; done; } >d.csv
    lathe preprocess d.csv --target y --type x=number -o d.h5 --json 2>talk >d.json
    grep -q "^5 rows repeat an earlier one; --dedup drops them$" talk
    jq -e '.duplicates_found == 5 and .duplicates_complete' d.json
    lathe preprocess d.csv --target y --type x=number --dedup -o d.h5 --json 2>talk >d.json
    jq -e '.rows.repeated == 5 and .duplicates_complete and
        .rows.train + .rows.valid + .rows.test == 6291461' d.json
    no_litter
    rm d.csv d.h5
}

@test "classes that differ in writing only are named" {
    printf 'x,y\n1,Yes\n2,no\n3,yes\n4,no\n' >d.csv
    findings
    grep -q "^'Yes' and 'yes' are different classes of 'y', as they are written differently$" talk
    printf 'x,y\n1,1\n2,0\n3,1.0\n4,0\n' >d.csv
    findings
    grep -q "^'1' and '1.0' are different classes" talk
    printf 'x,y\n1,"a "\n2,b\n3,a\n4,b\n' >d.csv
    findings
    grep -q "^'a' and 'a ' are different classes" talk
    printf 'x,y\n1,a1\n2,b\n3,a\n4,1e1\n5,1\n' >d.csv
    findings
    ! grep -q "different classes" talk
}

@test "many classes of like size are not called small" {
    rows u "$category" 'substr("abcdefghijklmnopqrstuvwxyz", 1 + i % 26, 1)' \
        3000
    [ -z "$(findings)" ]
    rows u "$category" \
        'i % 200 ? substr("abcdefghijklmnopqrstuvwxyz", 1 + i % 26, 1) : "few"' \
        6000
    [ "$(findings)" = "small-class y" ]
    grep -q "1 class of 'y' with few of the .* training rows: 'few' 24$" talk
}

@test "a share that is nearly all is never called 100 %" {
    rows 'i == 500 ? 2 : 1' "$category" "$coin" 100000
    [ "$(findings --split 1,0,0)" = "near-constant x" ]
    grep -q "column 'x' has the same value in 99.99 % of the training rows" talk
}

@test "small classes are named with their rows" {
    rows u "$category" 'i % 50 ? "no" : "yes"'
    [ "$(findings --split 1,0,0)" = "small-class y" ]
    grep -q "1 class of 'y' with few of the 1000 training rows: 'yes' 20" talk
}

@test "classes that are uneven are named with their training rows, in --json too" {
    rows u "$category" 'i % 5 ? "no" : "yes"'
    [ "$(findings --split 0.5,0.5,0)" = "uneven-classes y" ]
    grep -q "^the classes of 'y' are uneven: 'no' has 400 of the 500 training rows, 'yes' 100$" talk
    jq -e '[.quality.findings[] | select(.kind == "uneven-classes") | .value] == [4]' d.json
    rows u "$category" 'i % 50 ? "no" : "yes"'
    findings --split 1,0,0
    ! grep -q uneven talk
    jq -e 'any(.quality.findings[]; .kind == "uneven-classes" and .value == 49)' d.json
    rows u "$category" "$coin"
    findings
    jq -e 'all(.quality.findings[]; .kind != "uneven-classes")' d.json
}

@test "a column of many categories is named" {
    rows u '"k" int(150 * v)' "$coin"
    [ "$(findings)" = "many-categories w" ]
    grep -q "column 'w' has 1[45][0-9] categories in 800 training rows; --rare N lets the rare ones share an input$" talk
}

@test "categories that --rare makes one count as one" {
    rows u '"k" int(150 * v)' "$coin"
    [ -z "$(findings --rare 8)" ]
    rows u '"k" int(300 * v * v)' "$coin" 5000
    [ "$(findings --rare 8)" = "many-categories w" ]
    jq -r '.quality.findings[] | select(.noted).value' d.json >told
    lathe inspect d.h5 --json >i.json
    [ "$(jq '.schema.columns[1].width' i.json)" = "$(cat told)" ]
    grep -q "categories in 4000 training rows, of which one is all the rare ones; a larger --rare makes more of them rare$" talk
}

@test "numbers outside of the training range are counted" {
    rows u "$category" "$coin"
    { echo x,w,y; echo 7,a,no; echo -2,b,no; echo 9,a,yes; echo 0.5,a,no; } \
        >t.csv
    [ "$(findings --test t.csv)" = "outside-range x" ]
    grep -q "column 'x': 3 of the 4 test rows lie outside the training range of" talk
    grep -q "(-2 to 9)" talk
    # The bounds are told apart, also where they are alike in six digits.
    awk 'BEGIN { print "x,y"; for (i = 0; i < 100; i++)
        print 20230100 + i "," (i * 7 % 5 < 2 ? "a" : "b") }' >d.csv
    findings --split-by time:x >/dev/null
    grep -q "outside the training range of 20230100 to 20230179 (20230180 to 20230189)$" talk
}

@test "categories that no training row has are counted" {
    rows u "$category" "$coin"
    { echo x,w,y; for i in 1 2 3; do echo "0.5,new,no"; done; echo 0.5,a,no; } \
        >t.csv
    [ "$(findings --test t.csv)" = "unseen-category w" ]
    grep -q "column 'w': 3 of the 4 test rows have a category that no training row has" talk
    sed -i s/new/a/ t.csv
    [ -z "$(findings --test t.csv)" ]
}

@test "every finding is in the JSON document with its column and figure" {
    rows '(i % 3 ? 0 : 1) + u' '"k" int(150 * v)' "$coin"
    { echo x,w,y; for i in 1 2 3 4; do echo "9,new,no"; done; } >t.csv
    findings --test t.csv >noted
    [ "$(tr '\n' ';' <noted)" = "predicts-target x;many-categories w;outside-range x;unseen-category w;" ]
    jq -e 'all(.quality.findings[]; (.value | type) == "number" and
        (.column as $c | .message | contains("\u0027" + $c + "\u0027")))' d.json
}

@test "the report is the same for any number of threads" {
    rows '(i % 3 ? 0 : 1) + u' '"k" int(150 * v)' "$coin" 20000
    for j in 1 2 7; do
        findings -j $j >/dev/null
        jq .quality d.json >q$j
    done
    cmp q1 q2 && cmp q1 q7
}

@test "the report changes nothing, and real data give no false alarm" {
    lathe preprocess "$iris" --target species -o i.h5 --json 2>talk |
        jq -e '.quality.rows_looked_at == 120
            and all(.quality.findings[]; .kind == "duplicates-across-splits"
                    or .noted == false)'
}

@test "rows in the order of a date that are split by chance are told, with the option that splits by time" {
    rows() {                    # days between rows
        seq 0 999 | awk -v step="$1" '{ print "@" 1577836800 + int($1 * step) * 86400 }' |
            TZ=UTC date -f - +%F |
            awk 'BEGIN { print "d,b,y" } { print $0 "," NR * 7 % 13 "," NR % 2 }'
    }
    told() {
        lathe preprocess "$@" --target y -o t.h5 --json -q >json
        jq -e '.quality.findings | map(select(.kind == "ordered-by-time")) |
            length' json
    }
    rows 1 >d.csv
    lathe preprocess d.csv --target y -o t.h5 2>talk
    grep -qx "the rows lie in the order of the date 'd': split by chance, a model trains on the future of the rows that it is tested on; --split-by time:d splits by time" talk
    [ "$(told d.csv -j 1)" = 1 ]
    cp json one
    [ "$(told d.csv -j 3)" = 1 ]
    diff <(jq .quality one) <(jq .quality json)
    jq -e '.quality.findings[] | select(.kind == "ordered-by-time") |
        .column == "d" and .value == 1 and .noted' json
    (head -1 d.csv; tail -n +2 d.csv | tac) >down.csv
    [ "$(told down.csv)" = 1 ]
    # Not so where time splits, nothing is split, or the rows are in no order.
    [ "$(told d.csv --split-by time:d)" = 0 ]
    [ "$(told d.csv --split 1,0,0)" = 0 ]
    [ "$(told d.csv --test down.csv --valid d.csv)" = 0 ]
    [ "$(told d.csv --test down.csv)" = 1 ]
    (head -1 d.csv; tail -n +2 d.csv | sort -t, -k2,2n) >other.csv
    [ "$(told other.csv)" = 0 ]
    rows 0.01 >months.csv
    [ "$(told months.csv)" = 0 ]
}
