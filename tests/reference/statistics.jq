# Where the schema of a dataset does not say what scikit-learn says.
#
# jq -rn --slurpfile got DATASET.json --slurpfile all statistics.json \
#    --arg table NAME --arg scale standard --arg fill median -f statistics.jq
#
# One line for each difference; nothing when there is none. Figures agree to
# 1e-9 of their own, or to 1e-14 of the column's largest (a mean of values of
# both signs may be next to nothing).

def near($a; $b; $size):
    (($a - $b) | fabs) <= 1e-9 * ($b | fabs) + 1e-14 * $size;

def differ($where; $a; $b): "\($where): \($a), not \($b)";

def figures($where; $got; $want):
    (["mean", "sd", "min", "q25", "median", "q75", "max"][] |
        . as $k |
        select(near($got[$k]; $want[$k];
                    [($want.min, $want.max) | fabs] | max) | not) |
        differ("\($where) \($k)"; $got[$k]; $want[$k]));

def number($c; $want):
    ([($want.min, $want.max) | fabs] | max) as $size |
    # A day is the unit of a date, and a second that of its statistics.
    (if $c.kind == "date" then 86400 else 1 end) as $unit |
    $want[$scale] as [$shift, $width] |
    figures($c.name; $c.stats; $want),
    (select($c.present != $want.present or $c.missing != $want.missing) |
        differ("\($c.name) present"; $c.present; $want.present)),
    (select(near($c.shift * $unit; $shift; $size) | not) |
        differ("\($c.name) shift"; $c.shift; $shift)),
    (select(near($c.factor * $width; $unit; 0) | not) |
        differ("\($c.name) factor"; $c.factor; $unit / $width)),
    (select(near($c.fill; $want.fill[$fill]; $size) | not) |
        differ("\($c.name) fill"; $c.fill; $want.fill[$fill]));

def counts($words; $n): [$words, $n] | transpose |
    map({key: .[0], value: .[1]}) | from_entries;

def category($c; $want):
    counts($c.words; $c.counts) as $have |
    (select($c.missing != $want.missing) |
        differ("\($c.name) missing"; $c.missing; $want.missing)),
    (select($have != $want.counts) |
        differ("\($c.name) counts"; $have; $want.counts));

def column($c; $want):
    if $c.kind == "dropped" then
        select($want.dropped | index($c.name) | not) |
            "\($c.name) is dropped: \($c.why)"
    elif $want.dropped | index($c.name) then "\($c.name) is not dropped"
    elif $c.kind == "category" then
        if $want.categories[$c.name] then
            category($c; $want.categories[$c.name])
        else "\($c.name) is a category" end
    elif $want.numbers[$c.name] then number($c; $want.numbers[$c.name])
    else "\($c.name) is a \($c.kind)" end;

$got[0].schema as $s |
($all[0][] | select(.name == $table)) as $want |
(select($s.rows != $want.rows) | differ("rows"; $s.rows; $want.rows)),
([$want.numbers, $want.categories, $want.dropped | length] | add) as $n |
(select(($s.columns | length) != $n) |
    differ("columns"; $s.columns | length; $n)),
($s.columns[] | . as $c | column($c; $want)),
(if $want.target then figures("target"; $s.target_stats; $want.target)
 else
    counts($s.classes; $s.class_counts) as $have |
    select($have != $want.classes.counts) |
        differ("classes"; $have; $want.classes.counts)
 end)
