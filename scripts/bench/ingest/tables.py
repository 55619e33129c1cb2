"""Tables of numbers and categories to numbers and codes.

lathe has two rows for each number of threads: reading alone, told which
columns are which as its peers are; and all of `lathe preprocess`: both passes,
the columns understood rather than told, statistics, split, and the dataset
written and synced.
"""
import json
import os
import subprocess

import data
import harness
import machine


def facts_of(out):
    """Facts as those of peer_tables.py, from the report of preprocess."""
    report = json.loads(out)
    facts = {"rows": report["rows"]["read"]}
    for c in report["schema"]["columns"]:
        if c["kind"] in ("number", "date") and not c["missing"]:
            facts[c["name"]] = c["stats"]["mean"] * c["present"]
        elif c["kind"] == "category" and not c["missing"]:
            facts[c["name"]] = {
                "values": len(c["words"]),
                "squares": float(sum(n * n for n in c["counts"]))}
    return facts


def preprocess(bench, path, target, threads):
    output = os.path.join(bench.folder, "table.h5")
    return [bench.lathe, "preprocess", path, "--target", target, "--split",
            "1,0,0", "--na", "none-is-missing", "-o", output, "--json", "-q",
            "-j", str(threads)]


def compare(bench, title, path, target):
    out = subprocess.run(preprocess(bench, path, target, 2), check=True,
                         stdout=subprocess.PIPE).stdout.decode()
    schema = json.loads(out)["schema"]["columns"]
    dropped = [c["name"] for c in schema if c["kind"] not in
               ("number", "category")]
    categories = [c["name"] for c in schema if c["kind"] == "category"]
    numbers = [c["name"] for c in schema if c["kind"] == "number"]
    # What lathe drops the others read too, as what it is: kddcup's are numbers.
    numbers += [n for n in dropped if n != target]
    categories.append(target)
    bench.cat = machine.cat_rate(path)
    reader = os.path.join(bench.folder, "codes")
    contenders = [harness.Command("lathe -j%d" % j,
                                  [reader, "-j", str(j), path,
                                   ",".join(categories), ",".join(numbers)],
                                  "doubles and codes in memory", inside=True)
                  for j in (2, 1)]
    contenders += [harness.Command("lathe preprocess -j%d" % j,
                                  preprocess(bench, path, target, j),
                                  "whole process, dataset written",
                                  facts=facts_of) for j in (2, 1)]
    contenders += [bench.peer(p, "ingest/peer_tables.py", p, path,
                              ",".join(categories), ",".join(numbers))
                   for p in ("pandas-c", "pandas-pyarrow", "polars",
                             "pyarrow")]
    bench.compare(title, os.path.getsize(path), contenders, lead=4)


def run(bench):
    kdd = data.kddcup(bench)
    if kdd:
        compare(bench, "KDD Cup 99, 10 %: 38 numbers, 4 categories", kdd,
                "c42")
    else:
        print("\nKDD Cup 99: skipped, there is no '%s/data'" % data.SHARED)
    adult = data.adult(bench, (20 if bench.quick else 200) * 10**6)
    compare(bench, "Adult repeated: 6 numbers, 9 categories, blanks behind "
            "commas", adult, "income")
    compare(bench, "the same with every field within quotes",
            data.quoted(bench, adult), "income")
