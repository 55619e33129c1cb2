#!/usr/bin/env python3
"""Runs the benchmarks of a suite: scripts/bench/SUITE/*.py, in order.

usage: scripts/bench/run.py BUILD SUITE [WORKLOAD ...]

BENCH=quick takes smaller data, BENCH=full also what takes very long;
BENCH_RUNS the runs of each contender, at least 5 (the default); BENCH_VENV a
Python environment that has the peers (else BUILD/bench/venv, which `make
bench-SUITE` makes); BENCH_SEEDS the seeds of each training (5). Prints tables,
and writes BUILD/bench/results.json; what other suites have there stays.
"""
import importlib.util
import json
import os
import sys
import time

import harness
import machine


def load(path):
    spec = importlib.util.spec_from_file_location(
        os.path.basename(path)[:-3], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_results(bench, about):
    path = os.path.join(bench.folder, "results.json")
    try:
        with open(path) as f:
            results = json.load(f)
    except (OSError, ValueError):
        results = {}
    results[bench.suite] = dict(about, workloads=bench.results)
    with open(path + ".part", "w") as f:
        json.dump(results, f, indent=1)
        f.write("\n")
    os.rename(path + ".part", path)
    print("\nresults: %s" % path)


def main():
    if len(sys.argv) < 3:
        print(__doc__.strip(), file=sys.stderr)
        return 64
    build, suite, only = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3:]
    venv = os.environ.get("BENCH_VENV") or os.path.join(build, "bench", "venv")
    bench = harness.Bench(suite, build, os.path.join(venv, "bin", "python"))
    folder = os.path.join(harness.HERE, suite)
    sys.path.insert(0, folder)
    works = sorted(f[:-3] for f in os.listdir(folder)
                   if f.endswith(".py") and not f.startswith("peer_")
                   and f != "nets.py")
    unknown = [w for w in only if w not in works]
    if unknown:
        print("bench: no workload '%s'; there are %s"
              % (unknown[0], ", ".join(works)), file=sys.stderr)
        return 64
    about = {"date": time.strftime("%Y-%m-%d", time.gmtime()),
             "size": bench.size, "machine": machine.describe(bench.lathe)}
    m = about["machine"]
    print("%s, %d cores (%s), kernel %s, load %.1f; %s; %s" % (
        m["cpu"], m["cores"], " ".join(m["vectors"]) or "no vectors known",
        m["kernel"], m["load"], m["lathe"], m["compiler"]))
    if suite != "accuracy":
        bench.copy = machine.copy_rate()
        print("memory copy %.0f MB/s. Columns: share of `cat FILE` and of "
              "that copy; x: how many\ntimes the fastest row of lathe is "
              "faster; cpu: of all cores together." % (bench.copy / 1e6))
    for name in works:
        if not only or name in only:
            load(os.path.join(folder, name + ".py")).run(bench)
    about["limits"] = {"copy_bytes_a_second": bench.copy,
                       "cat_bytes_a_second": bench.cat}
    write_results(bench, about)
    bad = [r["name"] for w in bench.results for r in w["rows"]
           if r.get("void") or r["skipped"].startswith("failed")]
    missed = ["%s, %s" % (w["title"], r["name"]) for w in bench.results
              for r in w["rows"] if r.get("held") is False]
    if bad:
        print("bench: void or failed: %s" % ", ".join(bad), file=sys.stderr)
    if missed:
        print("bench: missed: %s" % "; ".join(missed), file=sys.stderr)
    return 1 if bad or missed else 0


if __name__ == "__main__":
    sys.exit(main())
