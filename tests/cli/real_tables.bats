# Public tables as they are, with no more options than they need: what lathe
# makes of them. They lie in $LATHE_SHARED/data (default ../shared/data).
load common

data=$shared/data
setup() { cd "$BATS_TEST_TMPDIR"; }

need() {
    [ -r "$data/$1" ] || skip "no '$data/$1'; LATHE_SHARED names its parent"
}

# schema_of FILE... OPTIONS: what was decided, a line a kind.
schema_of() {
    lathe preprocess "$@" -o d.h5 --json 2>talk | jq -r '
        def list(f): map(f) | join(" ");
        .schema as $s | $s.columns as $c |
        ([$c[].kind] | unique[]) as $k |
        "\($k): " + ([$c[] | select(.kind == $k)] | list(
            if $k == "category" then "\(.name)(\(.words | length))"
            elif $k == "dropped" then "\(.name)(\(.why))" else .name end)),
        empty' >schema
    lathe inspect d.h5 --json | jq -r '
        "rows: \(.rows.train) \(.rows.valid) \(.rows.test)",
        if .schema.task == "classify"
        then "classes: \(.schema.classes | length) \(.schema.classes[:8]
            | join(" "))"
        else "regress" end' >>schema
    cat schema
}

is() {
    diff -u - schema || { cat talk; return 1; }
}

@test "iris: no header; the last line may be blank" {
    for f in iris.csv iris.data; do
        need iris/$f
        schema_of "$data/iris/$f" --no-header --target c5
        is <<END
number: c1 c2 c3 c4
rows: 120 15 15
classes: 3 Iris-setosa Iris-versicolor Iris-virginica
END
        grep -q "3 rows repeat an earlier one" talk
    done
    run lathe preprocess "$data/iris/iris.csv" --target species -o x.h5
    [ "$status" -eq 65 ]
    [[ $output == *"; if these are data, say --no-header" ]]
}

@test "adult: no header, blanks behind commas, ? is missing, test labels end in a dot" {
    need adult/adult-train.csv
    schema_of "$data/adult/adult-train.csv" --no-header --strip . \
        --test "$data/adult/adult-test.csv" --target c15
    is <<END
category: c2(8) c4(16) c6(7) c7(14) c8(6) c9(5) c10(2) c14(41)
number: c1 c3 c5 c11 c12 c13
rows: 28943 3618 16281
classes: 2 <=50K >50K
END
    lathe inspect d.h5 --json | jq -e '.schema.columns[1].missing > 1500'
}

@test "the bundled adult is the same with names" {
    schema_of "$adult_train" --test "$adult_test" --strip . --target income
    is <<END
category: workclass(8) education(16) marital-status(7) occupation(14) relationship(6) race(5) sex(2) native-country(41)
number: age fnlwgt education-num capital-gain capital-loss hours-per-week
rows: 28943 3618 16281
classes: 2 <=50K >50K
END
}

@test "titanic: names and tickets are dropped, a mostly empty text too" {
    need titanic/train.csv
    schema_of "$data/titanic/train.csv" --target Survived
    is <<END
category: Sex(2) Embarked(3)
dropped: PassengerId(an identifier: every row has its own) Name(an identifier: every row has its own) Ticket(text: 681 different values in 891 rows) Cabin(text: 147 different values in 204 rows)
number: Pclass Age SibSp Parch Fare
rows: 713 89 89
classes: 2 0 1
END
}

@test "bank marketing: semicolons and quotes" {
    need bank-marketing/bank.csv
    for f in bank.csv bank-full.csv; do
        run lathe preprocess "$data/bank-marketing/$f" --target y -o x.h5
        [ "$status" -eq 65 ]
        [[ $output == *"--delimiter ';'" ]]
        schema_of "$data/bank-marketing/$f" --delimiter ';' --target y
        grep -v ^rows schema >s
        diff -u - s <<END
category: job(12) marital(3) education(4) default(2) housing(2) loan(2) contact(3) month(12) poutcome(4)
number: age balance day duration campaign pdays previous
classes: 2 no yes
END
    done
    schema_of "$data/bank-marketing/bank-full.csv" --delimiter ';' \
        --target y --na unknown
    grep -q "^category: job(11) .* poutcome(3)$" schema
    grep -q "^rows: 36169 4521 4521$" schema
}

@test "wdbc: the id is dropped, names with blanks stay" {
    need wdbc/wisc_bc_data.csv
    schema_of "$data/wdbc/wisc_bc_data.csv" --target diagnosis
    is <<END
dropped: id(an identifier: every row has its own)
number: radius_mean texture_mean perimeter_mean area_mean smoothness_mean compactness_mean concavity_mean concave points_mean symmetry_mean fractal_dimension_mean radius_se texture_se perimeter_se area_se smoothness_se compactness_se concavity_se concave points_se symmetry_se fractal_dimension_se radius_worst texture_worst perimeter_worst area_worst smoothness_worst compactness_worst concavity_worst concave points_worst symmetry_worst fractal_dimension_worst
rows: 455 57 57
classes: 2 B M
END
}

@test "wine quality: classes by default, a number if asked; repeated rows are said" {
    need winequality/winequality-red.csv
    schema_of "$data/winequality/winequality-red.csv" --no-header --target c12
    is <<END
number: c1 c2 c3 c4 c5 c6 c7 c8 c9 c10 c11
rows: 1279 160 160
classes: 6 3 4 5 6 7 8
END
    grep -q "240 rows repeat an earlier one; --dedup drops them" talk
    schema_of "$data/winequality/winequality-white.csv" --no-header \
        --target c12 --task regress
    is <<END
number: c1 c2 c3 c4 c5 c6 c7 c8 c9 c10 c11
rows: 3918 490 490
regress
END
    schema_of "$data/winequality/whitewines.stedy.csv" --target quality
    is <<END
number: fixed acidity volatile acidity citric acid residual sugar chlorides free sulfur dioxide total sulfur dioxide density pH sulphates alcohol
rows: 3918 490 490
classes: 7 3 4 5 6 7 8 9
END
}

@test "letter: 26 classes of like size are not called small" {
    need letter/letterdata.csv
    schema_of "$data/letter/letterdata.csv" --target letter
    is <<END
number: xbox ybox width height onpix xbar ybar x2bar y2bar xybar x2ybar xy2bar xedge xedgey yedge yedgex
rows: 16002 1999 1999
classes: 26 A B C D E F G H
END
    run grep -E "few of the|uneven" talk
    [ "$status" -eq 1 ]
}

@test "KDD Cup 99: constant columns are dropped, classes of two rows stay" {
    need kddcup99-10pct/kddcup.data_10_percent.gz
    schema_of "$data/kddcup99-10pct/kddcup.data_10_percent.gz" --no-header \
        --strip . --target c42
    is <<END
category: c2(3) c3(66) c4(11)
dropped: c20(all rows have the same value) c21(all rows have the same value)
number: c1 c5 c6 c7 c8 c9 c10 c11 c12 c13 c14 c15 c16 c17 c18 c19 c22 c23 c24 c25 c26 c27 c28 c29 c30 c31 c32 c33 c34 c35 c36 c37 c38 c39 c40 c41
rows: 395217 49402 49402
classes: 23 back buffer_overflow ftp_write guess_passwd imap ipsweep land loadmodule
END
    grep -q "348435 rows repeat an earlier one" talk
    run grep "same value in 100 %" talk
    [ "$status" -eq 1 ]
}

@test "California housing: missing numbers and a category" {
    need california-housing/housing.csv
    schema_of "$data/california-housing/housing.csv" \
        --target median_house_value
    is <<END
category: ocean_proximity(5)
number: longitude latitude housing_median_age total_rooms total_bedrooms population households median_income
rows: 16512 2064 2064
regress
END
    lathe inspect d.h5 --json |
        jq -e '[.schema.columns[] | select(.missing > 0).name]
            == ["total_bedrooms"]'
}

@test "auto mpg: ? and the empty field are missing alike, the name is dropped" {
    need auto-mpg/mpg.csv
    schema_of "$data/auto-mpg/mpg.csv" --target mpg
    is <<END
category: origin(3)
dropped: name(text: 305 different values in 398 rows)
number: cylinders displacement horsepower weight acceleration model_year
rows: 318 40 40
regress
END
    lathe inspect d.h5 --json | jq '.schema.columns[2].missing' >a
    schema_of "$data/auto-mpg/auto-mpg-qmark.csv" --target mpg
    is <<END
dropped: name(text: 305 different values in 398 rows)
number: cylinders displacement horsepower weight acceleration model_year origin
rows: 318 40 40
regress
END
    lathe inspect d.h5 --json | jq '.schema.columns[2].missing' >b
    cmp a b
}

# What becomes of the dates is not asked here.
@test "bike sharing: CRLF, row numbers" {
    need bike-sharing/hour.csv
    schema_of "$data/bike-sharing/hour.csv" --target cnt --drop dteday
    is <<END
dropped: instant(row numbers) dteday(as asked)
number: season yr mnth hr holiday weekday workingday weathersit temp atemp hum windspeed casual registered
rows: 13903 1738 1738
regress
END
    schema_of "$data/bike-sharing/day.csv" --target cnt --drop dteday
    is <<END
dropped: instant(row numbers) dteday(as asked)
number: season yr mnth holiday weekday workingday weathersit temp atemp hum windspeed casual registered
rows: 585 73 73
regress
END
}

@test "CIFAR-10: rows of pixels are images" {
    need cifar10/train_10000.csv.gz
    [ -z "${LATHE_SANITIZED:-}" ] || skip "takes long under sanitizers"
    lathe preprocess "$data/cifar10/train_10000.csv.gz" --target label \
        --test "$data/cifar10/test_2000.csv.gz" --image 3x32x32 -o d.h5 -q
    lathe inspect d.h5 --json | jq -e '(.schema.classes | length) == 10
        and .rows.test == 2000 and .rows.train + .rows.valid == 10000'
}
