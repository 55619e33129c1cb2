#!/usr/bin/env python3
"""Writes statistics.json: tables, and what scikit-learn and pandas say of them.

    python3 statistics.py > statistics.json

Needs numpy, pandas and scikit-learn (1.9 was used), and the data beside the
project. The tests need none of them: they read the committed figures, and skip
a table that is not there. All rows of a table are training rows (--split
1,0,0), so no knowledge of the split is needed; `train` has the rows of each
class that StratifiedShuffleSplit takes for 0.8 of them.
"""
import json
import os
import sys
import warnings

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.preprocessing import (MinMaxScaler, OneHotEncoder, RobustScaler,
                                   StandardScaler)

warnings.simplefilter("ignore")
root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
marks = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"]

# Name, file, target, options, columns that must be dropped, how pandas reads.
bare = {"header": None}
tables = [
    ("iris", "datasets/iris/iris.csv", "species", [], [], {}),
    ("adult", "datasets/adult/train.csv.gz", "income", [], [], {}),
    ("adult test", "datasets/adult/test.csv.gz", "income", ["--strip", "."],
     [], {}),
    ("adult without names", "shared/data/adult/adult-train.csv", "c15",
     ["--no-header"], [], bare),
    ("auto-mpg", "shared/data/auto-mpg/mpg.csv", "mpg", [], ["name"], {}),
    ("auto-mpg with marks", "shared/data/auto-mpg/auto-mpg-qmark.csv", "mpg",
     [], ["name"], {}),
    ("bank", "shared/data/bank-marketing/bank.csv", "y", ["--delimiter", ";"],
     [], {"sep": ";"}),
    ("bank-full", "shared/data/bank-marketing/bank-full.csv", "y",
     ["--delimiter", ";"], [], {"sep": ";"}),
    ("bike-sharing by day", "shared/data/bike-sharing/day.csv", "cnt", [],
     ["instant"], {}),
    ("bike-sharing by hour", "shared/data/bike-sharing/hour.csv", "cnt", [],
     ["instant"], {}),
    ("california-housing", "shared/data/california-housing/housing.csv",
     "median_house_value", [], [], {}),
    ("iris without names", "shared/data/iris/iris.data", "c5",
     ["--no-header"], [], bare),
    ("letter", "shared/data/letter/letterdata.csv", "letter", [], [], {}),
    ("titanic", "shared/data/titanic/train.csv", "Survived", [],
     ["PassengerId", "Name", "Ticket", "Cabin"], {}),
    ("wdbc", "shared/data/wdbc/wisc_bc_data.csv", "diagnosis", [], ["id"], {}),
    ("winequality-red", "shared/data/winequality/winequality-red.csv", "c12",
     ["--no-header"], [], bare),
    ("winequality-white", "shared/data/winequality/whitewines.stedy.csv",
     "quality", [], [], {}),
    ("kddcup99", "shared/data/kddcup99-10pct/kddcup.data_10_percent.gz", "c42",
     ["--no-header", "--strip", "."], ["c20", "c21"], bare),
]


def locate(path):
    if path.startswith("shared/"):
        path = os.path.join("..", path)
    return os.path.join(root, path)


def read(path, how):
    table = pd.read_csv(locate(path), dtype=str, keep_default_na=False,
                        na_values=marks, skipinitialspace=True,
                        compression="infer", **how)
    if "header" in how:
        table.columns = [f"c{i + 1}" for i in range(table.shape[1])]
    return table


def numbers(column):
    """The column as numbers (dates in seconds), or None."""
    present = column.dropna()
    try:
        return pd.to_numeric(column).astype(np.float64)
    except ValueError:
        pass
    if not present.str.fullmatch(r"\d{4}-\d\d-\d\d").all():
        return None
    days = pd.to_datetime(column, utc=True) - pd.Timestamp(0, tz="UTC")
    return days.dt.total_seconds()


def number(column):
    x = column.to_numpy().reshape(-1, 1)
    have = x[~np.isnan(x)]
    standard, minmax = StandardScaler().fit(x), MinMaxScaler().fit(x)
    robust = RobustScaler().fit(x)
    q = np.percentile(have, [25, 50, 75])
    fill = {s: float(SimpleImputer(strategy=s.replace("-", "_")).fit(x)
                     .statistics_[0])
            for s in ("median", "mean", "most-frequent")}
    return {
        "present": len(have), "missing": int(len(x) - len(have)),
        "mean": float(standard.mean_[0]),
        "sd": float(np.sqrt(standard.var_[0])),
        "min": float(have.min()), "q25": q[0], "median": q[1], "q75": q[2],
        "max": float(have.max()),
        "standard": [float(standard.mean_[0]), float(standard.scale_[0])],
        "minmax": [float(minmax.data_min_[0]),
                   float(minmax.data_range_[0]) or 1.0],
        "robust": [float(robust.center_[0]), float(robust.scale_[0])],
        "fill": fill,
    }


def category(column):
    present = column.dropna()
    encoder = OneHotEncoder().fit(present.to_numpy().reshape(-1, 1))
    words = [str(w) for w in encoder.categories_[0]]
    counts = present.value_counts()
    return {"present": len(present), "missing": int(column.isna().sum()),
            "counts": {w: int(counts[w]) for w in words}}


def classes(column):
    counts = column.value_counts()
    wanted = {"counts": {str(w): int(n) for w, n in counts.items()}}
    if counts.min() > 1:
        split = StratifiedShuffleSplit(1, train_size=0.8, random_state=0)
        rows, _ = next(split.split(column, column))
        train = column.iloc[rows].value_counts()
        wanted["train"] = {str(w): int(n) for w, n in train.items()}
    return wanted


def describe(name, path, target, options, dropped, how):
    table = read(path, how)
    strip = options[options.index("--strip") + 1] if "--strip" in options \
        else ""
    out = {"name": name, "file": path,
           "options": ["--target", target] + options, "rows": len(table),
           "dropped": dropped, "numbers": {}, "categories": {}}
    for column in table.columns:
        x = table[column]
        if column == target:
            x = x.str.rstrip(strip)
            as_number = numbers(x)
            if as_number is not None and x.nunique() > 20:
                out["target"] = number(as_number)
            else:
                out["classes"] = classes(x)
        elif column not in dropped:
            as_number = numbers(x)
            if as_number is not None:
                out["numbers"][column] = number(as_number)
            else:
                out["categories"][column] = category(x)
    return out


def main():
    lines = [json.dumps(describe(*t)) for t in tables]
    sys.stdout.write("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
