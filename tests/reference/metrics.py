#!/usr/bin/env python3
"""Writes metrics.h: predictions, and what scikit-learn says about them.

    python3 metrics.py > metrics.h

Needs numpy and scikit-learn (1.9 was used). The tests need neither: they read
the committed header. Probabilities are floats, as a model gives them, and go
to scikit-learn as the same numbers in float64. NaN stands for a value that
scikit-learn warns about (or, for r2 of a constant, gives without a ground).
"""
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk

warnings.simplefilter("ignore")


def area(y, p, w=None):
    return (sk.roc_auc_score(y, p, sample_weight=w) if 0 < y.sum() < len(y)
            else np.nan)


def classification(y, prob, threshold, w=None):
    k = prob.shape[1]
    p = prob.astype(np.float64)
    given = p.argmax(axis=1)
    if threshold is not None:
        given = (p[:, 1] >= threshold).astype(int)
    macro = sk.precision_recall_fscore_support(
        y, given, average="macro", zero_division=0, sample_weight=w)[:3]
    weighted = sk.precision_recall_fscore_support(
        y, given, average="weighted", zero_division=0, sample_weight=w)[:3]
    each = sk.precision_recall_fscore_support(
        y, given, labels=range(k), average=None, zero_division=np.nan,
        sample_weight=w)[:3]
    areas = [area(y == c, p[:, c], w) for c in range(k)]
    if k == 2:
        auc = area(y == 1, p[:, 1], w)
        areas = [auc, auc]
    elif np.isnan(areas).any():
        auc = np.nan
    else:
        auc = sk.roc_auc_score(y, p, labels=range(k), multi_class="ovr",
                               sample_weight=w)
    overall = [sk.accuracy_score(y, given, sample_weight=w),
               sk.log_loss(y, p, labels=range(k), sample_weight=w), auc,
               *macro, *weighted]
    confusion = sk.confusion_matrix(y, given, labels=range(k))
    return overall, np.column_stack([*each, areas]), confusion


def regression(y, answer, w=None):
    p = answer.astype(np.float64)
    r2 = np.nan
    if len(y) > 1 and np.ptp(y) > 0:
        r2 = sk.r2_score(y, p, sample_weight=w)
    return [sk.mean_squared_error(y, p, sample_weight=w),
            sk.root_mean_squared_error(y, p, sample_weight=w),
            sk.mean_absolute_error(y, p, sample_weight=w), r2]


def number(v, suffix=""):
    if np.isnan(v):
        return "NAN"
    mantissa, exponent = float(v).hex().split("p")
    return mantissa.rstrip("0").rstrip(".") + "p" + exponent + suffix


def array(kind, name, values, suffix=""):
    print(f"static const {kind} {name}[] = {{")
    words = [number(v, suffix) if kind in ("float", "double") else str(v)
             for v in np.asarray(values).ravel()]
    line = "   "
    for w in words:
        if len(line) + len(w) + 2 > 79:
            print(line)
            line = "   "
        line += f" {w},"
    print(line)
    print("};")


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).astype(np.float32)


def two(p1):
    p1 = np.asarray(p1, dtype=np.float32)
    return np.column_stack([np.float32(1) - p1, p1])


def cases():
    rng = np.random.default_rng(7)
    y = rng.integers(0, 2, 60)
    p = rng.beta(2, 2, 60) * 0.6 + y * 0.3
    yield "two classes", y, two(p), None
    yield "two classes, threshold 0.3", y, two(p), 0.3
    yield "two classes, few distinct scores", y, two(np.round(p, 1)), None
    yield "all scores equal", y, two(np.full(60, 0.5)), None
    yield "a perfect model with certain answers", y, two(y), None
    yield "a certain and wrong model", y, two(1 - y), None
    yield "threshold 0", y, two(p), 0.0
    yield "threshold 1", y, two(p), 1.0
    yield "only class 0 in the truth", np.zeros(9, int), two(p[:9]), None
    yield "only class 1 in the truth", np.ones(9, int), two(p[:9]), None
    yield "class 1 never predicted", y[:25], two(p[:25] * 0.4), None
    yield "only class 0 in truth and prediction", np.zeros(5, int), \
        two([0.1, 0.2, 0.3, 0.0, 0.49]), None
    yield "one row", np.array([1]), two([0.7]), None
    yield "one row, wrong", np.array([1]), two([0.2]), None
    yield "two rows, one tie", np.array([0, 1]), two([0.25, 0.25]), None
    yield "tiny probabilities", np.array([1, 0, 1, 0]), \
        two([1e-30, 1e-10, 1e-45, 1e-7]), None
    z = rng.normal(size=(45, 3))
    y = rng.integers(0, 3, 45)
    z[np.arange(45), y] += 1
    yield "three classes", y, softmax(z), None
    yield "three classes with ties", y, softmax(np.round(z)), None
    yield "a class without rows", y % 2 * 2, softmax(z), None
    z[:, 2] -= 9
    yield "a class never predicted", y, softmax(z), None
    yield "a class neither in truth nor predicted", y % 2, softmax(z), None
    yield "three classes, one row", np.array([2]), softmax(z[:1]), None
    y = rng.choice(6, 60, p=[0.5, 0.3, 0.1, 0.06, 0.03, 0.01])
    yield "six classes, unbalanced", y, softmax(rng.normal(size=(60, 6))), None


def values():
    rng = np.random.default_rng(8)
    y = rng.normal(5, 3, 40)
    p = (y + rng.normal(0, 1, 40)).astype(np.float32)
    yield "values", y, p
    yield "a mean far from 0", y + 1e9, (p.astype(float) + 1e9)
    yield "an outlier in the first row", np.r_[1e7, y], np.r_[1e7, p]
    yield "sorted", np.sort(y), np.sort(p)
    yield "worse than the mean", y, p[::-1]
    yield "perfect", y.astype(np.float32).astype(float), y
    yield "one row", y[:1], p[:1]
    yield "two rows", y[:2], p[:2]
    yield "all true values equal", np.full(4, 2.5), p[:4]
    yield "all true values equal, perfect", np.full(4, 2.5), np.full(4, 2.5)
    yield "tiny", y * 1e-20, p * 1e-20
    yield "huge", y * 1e18, p * 1e18


def weights(rng, n):
    w = rng.integers(0, 4, n) * 0.375 + rng.random(n) * (np.arange(n) % 3)
    w[:2] = 0, 1.5
    return w


def weighted_cases():
    rng = np.random.default_rng(9)
    y = rng.integers(0, 2, 60)
    p = rng.beta(2, 2, 60) * 0.6 + y * 0.3
    yield "weighted", y, two(p), None, weights(rng, 60)
    yield "weighted, threshold 0.3", y, two(p), 0.3, weights(rng, 60)
    yield "weighted, few scores", y, two(np.round(p, 1)), None, \
        weights(rng, 60)
    z = rng.normal(size=(45, 3))
    y = rng.integers(0, 3, 45)
    z[np.arange(45), y] += 1
    yield "weighted, three classes", y, softmax(z), None, weights(rng, 45)
    yield "weighted, three classes with ties", y, softmax(np.round(z)), None, \
        weights(rng, 45) * 1e6


def weighted_values():
    rng = np.random.default_rng(10)
    y = rng.normal(5, 3, 40)
    p = (y + rng.normal(0, 1, 40)).astype(np.float32)
    yield "weighted values", y, p, weights(rng, 40)
    yield "weighted, a mean far from 0", y + 1e6, p.astype(float) + 1e6, \
        weights(rng, 40)
    yield "weighted, sorted", np.sort(y), np.sort(p), weights(rng, 40) * 1e-6


def main():
    print("/* Written by metrics.py with scikit-learn", sklearn.__version__,
          "*/")
    table = []
    every = [(*c, None) for c in cases()] + list(weighted_cases())
    for i, (name, y, prob, threshold, w) in enumerate(every):
        overall, each, confusion = classification(y, prob, threshold, w)
        if w is not None:
            array("double", f"weight_{i}", w)
        array("uint32_t", f"label_{i}", y)
        array("float", f"prob_{i}", prob, "f")
        array("double", f"overall_{i}", overall)
        array("double", f"each_{i}", each)
        array("uint64_t", f"confusion_{i}", confusion)
        t = "NAN" if threshold is None else repr(threshold)
        table.append(f'    {{"{name}", {len(y)}, {prob.shape[1]}, {t},\n'
                     f"     label_{i}, prob_{i}, overall_{i}, each_{i}, "
                     f"confusion_{i},\n     "
                     f"{'NULL' if w is None else f'weight_{i}'}}},")
    print("static const struct class_case class_cases[] = {")
    print("\n".join(table))
    print("};")
    table = []
    every = [(*c, None) for c in values()] + list(weighted_values())
    for i, (name, y, answer, w) in enumerate(every):
        answer = answer.astype(np.float32)
        if w is not None:
            array("double", f"value_weight_{i}", w)
        array("double", f"value_{i}", y)
        array("float", f"answer_{i}", answer, "f")
        array("double", f"expect_{i}", regression(y, answer, w))
        table.append(f'    {{"{name}", {len(y)}, value_{i}, answer_{i}, '
                     f"expect_{i},\n     "
                     f"{'NULL' if w is None else f'value_weight_{i}'}}},")
    print("static const struct value_case value_cases[] = {")
    print("\n".join(table))
    print("};")


main()
