"""A peer reads a table of numbers, categories and dates to numbers and codes.

usage: peer_tables.py WHO FILE CATEGORY,... NUMBER,... [DATE,...], then see
harness.Peer

It is told which columns are which. Facts: rows, the sum of each number and of
the seconds of each date, and of each category the number of its values and the
sum of their squared counts, which any order of codes leaves as it is.
"""
import gc
import json
import sys
import time

who, path = sys.argv[1], sys.argv[2]
categories, numbers, dates = (a.split(",") if a else []
                              for a in (sys.argv[3:] + [""])[:3])


def say(**answer):
    print(json.dumps(answer), flush=True)


def peak():
    with open("/proc/self/status") as f:
        return 1024 * int([line for line in f
                           if line.startswith("VmHWM")][0].split()[1])


def blank_behind_comma():
    with open(path) as f:
        return ", " in f.readline() + f.readline()


def readers():
    """The reader of WHO (to a dict of columns), and how it is set."""
    if who in ("pandas-c", "pandas-pyarrow"):
        import numpy as np
        import pandas as pd
        engine = who[7:]
        if engine == "pyarrow":
            import pyarrow      # noqa: F401
            if blank_behind_comma():
                raise ImportError("this engine keeps the blank behind a comma")
        kind = {n: "category" for n in categories}
        kind.update({n: np.float64 for n in numbers})
        extra = {"skipinitialspace": True} if engine == "c" else {}

        def read():
            t = pd.read_csv(path, dtype=kind, engine=engine,
                            keep_default_na=False, parse_dates=dates or False,
                            **extra)
            return {n: t[n].cat.codes.to_numpy() if n in categories
                    else t[n].to_numpy() for n in t.columns}
        return read, "pandas %s, engine=%s, category and float64" % (
            pd.__version__, engine)
    if who == "polars":
        import polars as pl
        kind = {n: pl.Categorical for n in categories}
        kind.update({n: pl.Datetime for n in dates})
        # Blanks around numbers are no numbers to Polars.
        strip = blank_behind_comma()
        kind.update({n: pl.String if strip else pl.Float64 for n in numbers})

        def read():
            t = pl.read_csv(path, schema_overrides=kind)
            if strip:
                t = t.with_columns(pl.col(n).str.strip_chars()
                                   .cast(pl.Float64) for n in numbers)
            return {n: (t[n].to_physical() if n in categories
                        else t[n]).to_numpy() for n in t.columns}
        return read, "polars %s, Categorical and Float64, %d threads%s" % (
            pl.__version__, pl.thread_pool_size(),
            ", blanks stripped from numbers" if strip else "")
    if who == "pyarrow":
        import pyarrow as pa
        from pyarrow import csv
        kind = {n: pa.dictionary(pa.int32(), pa.string()) for n in categories}
        kind.update({n: pa.float64() for n in numbers})
        kind.update({n: pa.timestamp("s") for n in dates})
        options = csv.ConvertOptions(column_types=kind,
                                     strings_can_be_null=False)
        blocks = csv.ReadOptions(block_size=4 << 20)

        def read():
            t = csv.read_csv(path, convert_options=options,
                             read_options=blocks).unify_dictionaries()
            return {n: (t[n].combine_chunks().indices if n in categories
                        else t[n]).to_numpy() for n in t.column_names}
        return read, "pyarrow %s, dictionary and float64, %d threads" % (
            pa.__version__, pa.cpu_count())
    raise ImportError("no peer '%s'" % who)


def facts(table):
    import numpy as np
    out = {"rows": len(next(iter(table.values())))}
    for n in numbers:
        out[n] = float(table[n].sum())
    for n in dates:
        out[n] = float(table[n].astype("datetime64[s]").astype(np.int64).sum())
    for n in categories:
        counts = np.unique(table[n], return_counts=True)[1].astype(float)
        out[n] = {"values": len(counts), "squares": float((counts**2).sum())}
    return out


try:
    read, how = readers()
except ImportError as e:
    say(skip=str(e))
    sys.exit(0)
say(how=how)
for line in sys.stdin:
    gc.collect()
    began, cpu = time.perf_counter(), time.process_time()
    table = read()
    seconds = time.perf_counter() - began
    cpu = time.process_time() - cpu
    answer = facts(table)
    del table
    say(seconds=seconds, cpu=cpu, peak=peak(), **answer)
