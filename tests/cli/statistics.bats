load common

setup() { cd "$BATS_TEST_TMPDIR"; }

reference=$root/tests/reference

# agrees TABLE [SCALE FILL]: what lathe fits to all rows of a table is what
# tests/reference/statistics.json has of scikit-learn.
agrees() {
    local file options
    file=$(jq -r --arg t "$1" '.[] | select(.name == $t) | .file' \
        "$reference/statistics.json")
    mapfile -t options < <(jq -r --arg t "$1" \
        '.[] | select(.name == $t) | .options[]' "$reference/statistics.json")
    case $file in
    shared/*) file=$shared/${file#shared/} ;;
    *) file=$root/$file ;;
    esac
    [ -e "$file" ] || skip "$file is not there"
    lathe preprocess "$file" "${options[@]}" --split 1,0,0 \
        --scale "${2:-standard}" --impute "${3:-median}" -o d.h5 -q
    lathe inspect d.h5 --json >d.json
    jq -rn --slurpfile got d.json --slurpfile all "$reference/statistics.json" \
        --arg table "$1" --arg scale "${2:-standard}" \
        --arg fill "${3:-median}" -f "$reference/statistics.jq" >differences
    [ ! -s differences ] || { cat differences; return 1; }
}

# In all ways of scaling and of filling.
agrees_fully() {
    agrees "$1" && agrees "$1" minmax mean && agrees "$1" robust most-frequent
}

# splits TABLE: each class has as many training rows as StratifiedShuffleSplit
# gives it, or one more or less: there the rows that are left when all classes
# are rounded down go to some by chance, here each class is rounded by itself.
splits() {
    local file options
    file=$root/$(jq -r --arg t "$1" '.[] | select(.name == $t) | .file' \
        "$reference/statistics.json")
    [ -e "$file" ] || file=$shared/${file#"$root"/shared/}
    [ -e "$file" ] || skip "$file is not there"
    mapfile -t options < <(jq -r --arg t "$1" \
        '.[] | select(.name == $t) | .options[]' "$reference/statistics.json")
    lathe preprocess "$file" "${options[@]}" --split 0.8,0.2,0 -o d.h5 -q
    lathe inspect d.h5 --json >d.json
    jq -e --slurpfile all "$reference/statistics.json" --arg table "$1" '
        ($all[0][] | select(.name == $table) | .classes.train) as $want |
        ([.schema.classes, .class_rows.train] | transpose) as $have |
        ($have | length) == ($want | length) and
        all($have[]; (.[1] - $want[.[0]] | fabs) <= 1)' d.json
}

@test "iris is fitted as by scikit-learn" { agrees_fully iris; }
@test "Adult is fitted as by scikit-learn" { agrees_fully adult; }
@test "the test rows of Adult are fitted as by scikit-learn" {
    agrees "adult test"
}
@test "Adult without names is fitted as by scikit-learn" {
    agrees "adult without names"
}
@test "auto-mpg is fitted as by scikit-learn, dates and marks of missing values too" {
    agrees_fully auto-mpg
    agrees_fully "auto-mpg with marks"
}
@test "bank-marketing is fitted as by scikit-learn" {
    agrees bank
    agrees bank-full robust
}
@test "bike-sharing is fitted as by scikit-learn, with its dates" {
    agrees_fully "bike-sharing by day"
    agrees "bike-sharing by hour"
}
@test "california-housing is fitted as by scikit-learn" {
    agrees_fully california-housing
}
@test "iris without names is fitted as by scikit-learn" {
    agrees "iris without names"
}
@test "letter is fitted as by scikit-learn" { agrees letter; }
@test "titanic is fitted as by scikit-learn" { agrees_fully titanic; }
@test "wdbc is fitted as by scikit-learn" { agrees_fully wdbc; }
@test "winequality is fitted as by scikit-learn" {
    agrees_fully winequality-red
    agrees winequality-white
}
@test "kddcup99 is fitted as by scikit-learn" { agrees kddcup99; }

@test "a split by classes counts as StratifiedShuffleSplit does" {
    for table in iris adult "adult test"; do
        splits "$table"
    done
}
@test "so do splits of the other tables" {
    for table in "adult without names" bank bank-full letter titanic wdbc \
        winequality-red; do
        splits "$table"
    done
}

@test "a figure that is wrong is told" {
    agrees iris
    jq '.schema.columns[0].stats.sd *= 1.00000001' d.json >e.json
    jq -rn --slurpfile got e.json --slurpfile all "$reference/statistics.json" \
        --arg table iris --arg scale standard --arg fill median \
        -f "$reference/statistics.jq" >differences
    [ "$(wc -l <differences)" -eq 1 ]
    grep -q ' sd: ' differences
}
