# The report of `lathe preprocess --json` in short: rows, then a line a column.
def values: [.words, .counts] | transpose
    | map("\(.[0] | @json) \(.[1])") | join(", ");
def missing: if .missing > 0 then ", missing \(.missing)" else "" end;
"rows \(.rows.read) = \(.rows.train) train"
+ ([.rows | ["refused", "without_target", "repeated", "incomplete"][] as $k
    | select(.[$k] > 0) | " + \(.[$k]) \($k)"] | join("")),
(.schema.columns[] | "\(.name | @json): "
 + if .kind == "number" then "number \(.stats.min) to \(.stats.max)\(missing)"
   elif .kind == "category" then "category \(values)\(missing)"
   elif .kind == "dropped" then "dropped, \(.why)"
   else .kind end),
"\(.schema.target | @json): "
 + if .schema.task == "classify"
   then "classes " + (.schema | {words: .classes, counts: .class_counts}
                      | values)
   else "number" end
