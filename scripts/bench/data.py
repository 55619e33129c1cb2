"""Data for benchmarks, made the same way everywhere, with what is true of it.

Each maker writes one file; facts stand in FILE.json beside it.
"""
import array
import datetime
import gzip
import json
import os
import random
import shutil

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
SHARED = os.environ.get("LATHE_SHARED", os.path.join(ROOT, "..", "shared"))
COLUMNS = 28


def facts(path):
    with open(path + ".json") as f:
        return json.load(f)


def _note(path, **facts_of_it):
    # The file is made as PATH.part and renamed; its facts are not.
    name = path[:-5] if path.endswith(".part") else path
    with open(name + ".json", "w") as f:
        json.dump(facts_of_it, f)


def numeric(bench, rows, columns=COLUMNS):
    """`rows` x `columns` numbers of %.6g, with a header. The checksum is the
    sum of the values rounded to float32."""
    def make(path):
        rng = random.Random(1)
        total = 0.0
        with open(path, "w") as f:
            f.write(",".join("f%d" % i for i in range(columns)) + "\n")
            for _ in range(rows):
                text = ["%.6g" % rng.gauss(0, 10 ** (i % 7 - 2))
                        for i in range(columns)]
                f.write(",".join(text) + "\n")
                total += sum(array.array("f", map(float, text)))
        _note(path, rows=rows, cols=columns, checksum=total)
    width = "" if columns == COLUMNS else "x%d" % columns
    return bench.data("numeric-%d%s.csv" % (rows, width), make)


def repeated(bench, name, path, size, limit=None):
    """A file with the rows of another one over and over, up to `size` bytes.
    Facts that are sums grow with it."""
    def make(out):
        with open(path, "rb") as f:
            header, body = f.readline(), f.read()
        times = max(1, round((size - len(header)) / len(body)))
        with open(out, "wb") as f:
            f.write(header)
            for _ in range(times):
                f.write(body)
        try:
            old = facts(path)
        except OSError:
            return
        _note(out, rows=old["rows"] * times, cols=old["cols"],
              checksum=old["checksum"] * times)
    return bench.data(name, make)


def zipped(bench, path):
    """PATH.gz, as `gzip -6` would make it."""
    def make(out):
        with open(path, "rb") as f, open(out, "wb") as raw:
            with gzip.GzipFile("", "wb", 6, raw, mtime=0) as g:
                shutil.copyfileobj(f, g, 1 << 20)
    return bench.data(os.path.basename(path) + ".gz", make)


def adult(bench, size):
    """The training rows of UCI Adult, repeated; blank lines go."""
    def make(path):
        with gzip.open(os.path.join(ROOT, "datasets/adult/train.csv.gz"),
                       "rb") as f, open(path, "wb") as out:
            out.writelines(line for line in f if line.strip())
    one = bench.data("adult.csv", make)
    return repeated(bench, "adult-%d.csv" % (size // 1000000), one, size)


def quoted(bench, path):
    """The same table with every field within quotes."""
    def make(out):
        with open(path) as f, open(out, "w") as g:
            for line in f:
                g.write(",".join('"%s"' % v.strip()
                                 for v in line.split(",")) + "\n")
    return bench.data(os.path.basename(path)[:-4] + "-quoted.csv", make)


def rides(bench, rows):
    """Rides of taxis in the order of time: two times of day of the form
    2023-01-15 10:30:00, seven numbers, two categories."""
    def make(path):
        rng = random.Random(1)
        begin = datetime.datetime(2023, 1, 1)
        with open(path, "w") as f:
            f.write("vendor,pickup,dropoff,passengers,distance,flag,zone_from,"
                    "zone_to,payment,fare,tip\n")
            for i in range(rows):
                first = begin + datetime.timedelta(
                    seconds=16 * i + rng.randrange(16))
                last = first + datetime.timedelta(
                    seconds=rng.randrange(60, 4000))
                f.write("%d,%s,%s,%d,%.2f,%s,%d,%d,%s,%.2f,%.2f\n" % (
                    rng.randint(1, 2), first, last, rng.randint(1, 6),
                    rng.expovariate(0.3), rng.choice("NY"),
                    rng.randint(1, 263), rng.randint(1, 263),
                    rng.choice(("card", "cash", "free")),
                    rng.uniform(3, 80), rng.expovariate(0.5)))
    return bench.data("rides-%d.csv" % rows, make)


def kddcup(bench):
    """KDD Cup 99, 10 %, with names for its columns; None where it is not."""
    source = os.path.join(SHARED, "data", "kddcup99-10pct",
                          "kddcup.data_10_percent.gz")
    if not os.path.exists(source):
        return None

    def make(path):
        with gzip.open(source, "rb") as f, open(path, "wb") as out:
            out.write((",".join("c%d" % i for i in range(1, 43))
                       + "\n").encode())
            shutil.copyfileobj(f, out)
    return bench.data("kddcup.csv", make)
