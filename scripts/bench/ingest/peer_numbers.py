"""A peer reads a CSV file of numbers to a float32 matrix.

usage: peer_numbers.py WHO FILE, then see harness.Peer
"""
import gc
import gzip
import json
import sys
import time

who, path = sys.argv[1], sys.argv[2]


def say(**answer):
    print(json.dumps(answer), flush=True)


def peak():
    """Most memory so far, in bytes, of this program alone."""
    with open("/proc/self/status") as f:
        return 1024 * int([line for line in f
                           if line.startswith("VmHWM")][0].split()[1])


def first_line():
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt") as f:
        return f.readline().strip().split(",")


def readers():
    """The reader of WHO, and how it is set."""
    if who in ("pandas-c", "pandas-pyarrow"):
        import numpy as np
        import pandas as pd
        engine = who[7:]
        version = "pandas %s, engine=%s, dtype=float32" % (
            pd.__version__, engine)
        if engine == "pyarrow":
            import pyarrow
            version += " (pyarrow %s)" % pyarrow.__version__
        kind = {"dtype": np.float32, "engine": engine}
        return lambda: pd.read_csv(path, **kind).to_numpy(), version
    if who == "polars":
        import polars as pl
        names = first_line()
        schema = {n: pl.Float32 for n in names}
        return (lambda: pl.read_csv(path, schema=schema).to_numpy(),
                "polars %s, schema Float32, %d threads" % (
                    pl.__version__, pl.thread_pool_size()))
    if who == "pyarrow":
        import numpy as np
        import pyarrow as pa
        from pyarrow import csv
        names = first_line()
        options = csv.ConvertOptions(
            column_types={n: pa.float32() for n in names})
        blocks = csv.ReadOptions(block_size=4 << 20)

        def read():
            t = csv.read_csv(path, convert_options=options,
                             read_options=blocks)
            out = np.empty((t.num_rows, t.num_columns), np.float32)
            for i, c in enumerate(t.itercolumns()):
                out[:, i] = c.to_numpy()
            return out
        return read, "pyarrow %s, float32, blocks of 4 MiB, %d threads" % (
            pa.__version__, pa.cpu_count())
    if who == "duckdb":
        import duckdb
        names = first_line()
        columns = "{%s}" % ",".join("'%s':'FLOAT'" % n for n in names)
        query = ("create or replace table t as select * from read_csv('%s', "
                 "header=true, columns=%s)" % (path, columns))
        db = duckdb.connect()

        def read():
            db.execute(query)
            return db
        return read, "duckdb %s, to a table of FLOAT" % duckdb.__version__
    if who == "numpy":
        import numpy as np
        return (lambda: np.loadtxt(path, np.float32, delimiter=",",
                                   skiprows=1),
                "numpy %s loadtxt, float32" % np.__version__)
    raise ImportError("no peer '%s'" % who)


def facts(matrix):
    if who == "duckdb":
        names = [r[0] for r in matrix.execute("describe t").fetchall()]
        total = " + ".join('sum("%s"::double)' % n for n in names)
        rows, checksum = matrix.execute(
            "select count(*), %s from t" % total).fetchone()
        return {"rows": rows, "cols": len(names), "checksum": checksum}
    import numpy as np
    return {"rows": int(matrix.shape[0]), "cols": int(matrix.shape[1]),
            "checksum": float(matrix.sum(dtype=np.float64))}


try:
    read, how = readers()
except ImportError as e:
    say(skip=str(e))
    sys.exit(0)
say(how=how)
for line in sys.stdin:
    gc.collect()
    began, cpu = time.perf_counter(), time.process_time()
    matrix = read()
    seconds = time.perf_counter() - began
    cpu = time.process_time() - cpu
    answer = facts(matrix)
    del matrix
    say(seconds=seconds, cpu=cpu, peak=peak(), **answer)
