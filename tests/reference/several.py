#!/usr/bin/env python3
"""Writes several.h: several targets, what PyTorch makes of their losses, and
what scikit-learn says about answers.

    python3 several.py > several.h

Needs numpy, scikit-learn (1.9 was used) and PyTorch (2.15). The tests need
none: they read the committed header. Logits, answers and probabilities are
floats, and go there as the same numbers in float64. NaN stands for a value that
scikit-learn warns about (or, for r2 of a constant, gives without a ground).
"""
import warnings

import numpy as np
import sklearn
import torch
from sklearn import metrics as sk
from torch.nn import functional as F

warnings.simplefilter("ignore")
NAN = np.nan


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


# ---- losses ----------------------------------------------------------------

def loss(name, smoothing, z, y, w):
    """The mean over rows and targets, each weighted."""
    name, _, v = name.partition(":")
    v = float(v or 0)
    if name == "mse" and w is None:
        return F.mse_loss(z, y)
    if name == "mae" and w is None:
        return F.l1_loss(z, y)
    if name == "huber" and w is None:
        return F.huber_loss(z, y, delta=v)
    if name == "binary":
        t = y * (1 - smoothing) + smoothing / 2
        return F.binary_cross_entropy_with_logits(z, t, weight=w)
    log_p = torch.where(y > 0, F.logsigmoid(z), F.logsigmoid(-z))
    each = -((1 - log_p.exp()) ** v) * log_p
    return (each if w is None else w * each).mean()


def losses():
    rng = np.random.default_rng(3)
    for i, (name, k, smoothing, weighted) in enumerate([
            ("mse", 3, 0, False), ("mae", 4, 0, False),
            ("huber:0.7", 3, 0, False), ("binary", 3, 0, False),
            ("binary", 5, 0, True), ("binary", 2, 0.2, True),
            ("focal:2", 3, 0, False), ("focal:0.5", 4, 0, True),
            ("mse", 1, 0, False), ("binary", 1, 0, True)]):
        labels = name[0] in "bf"
        z = rng.normal(0, 2, (6, k)).astype(np.float32)
        y = (rng.integers(0, 2, (6, k)) if labels
             else rng.normal(0, 1, (6, k)).astype(np.float32))
        weight = rng.uniform(0.5, 2, 2 * k).astype(np.float32)
        t = torch.tensor(z, dtype=torch.float64, requires_grad=True)
        of = torch.tensor(y, dtype=torch.float64)
        w = None
        if weighted:
            w = torch.tensor(weight.astype(np.float64))[
                2 * torch.arange(k) + torch.tensor(y)]
        mean = loss(name, smoothing, t, of, w)
        mean.backward()
        array("float", f"z_{i}", z, "f")
        array("uint32_t" if labels else "float", f"y_{i}", y,
              "" if labels else "f")
        array("float", f"weight_{i}", weight, "f")
        array("double", f"dz_{i}", t.grad.numpy())
        yield (f'    {{"{name}", {smoothing}, {k}, z_{i}, '
               + (f"y_{i}, NULL, " if labels else f"NULL, y_{i}, ")
               + (f"weight_{i}" if weighted else "NULL")
               + f",\n     dz_{i}, {number(mean.item())}}},")


# ---- labels ----------------------------------------------------------------

def prf(y, given, average, w):
    return sk.precision_recall_fscore_support(
        y, given, average=average, zero_division=0, sample_weight=w)[:3]


def undefined(v, *sums):
    """NaN where scikit-learn would have divided by 0."""
    return [NAN if s == 0 else x for x, s in zip(v, sums)]


def area(y, p, w):
    if w is not None:
        y, p, w = y[w > 0], p[w > 0], w[w > 0]
    return (sk.roc_auc_score(y, p, sample_weight=w)
            if 0 < y.sum() < len(y) else NAN)


def multilabel(y, p1, threshold, w):
    p = p1.astype(np.float64)
    q = (np.float32(1) - p1).astype(np.float64)
    given = (p > q if threshold is None else p >= threshold).astype(int)
    counts = np.ones(len(y)) if w is None else w
    had, gave = (counts @ y).sum(), (counts @ given).sum()
    k = y.shape[1]
    areas = [area(y[:, t], p[:, t], w) for t in range(k)]
    logs = [sk.log_loss(y[:, t], np.column_stack([q[:, t], p[:, t]]),
                        labels=[0, 1], sample_weight=w) for t in range(k)]
    overall = [
        sk.accuracy_score(y, given, sample_weight=w),
        sk.hamming_loss(y, given, sample_weight=w), np.mean(logs),
        NAN if np.isnan(areas).any() else sk.roc_auc_score(
            y, p, average="macro", sample_weight=w),
        *undefined(prf(y, given, "micro", w), gave, had, had + gave),
        *prf(y, given, "macro", w),
        *undefined(prf(y, given, "weighted", w), had, had, had),
        *prf(y, given, "samples", w)]
    each = sk.precision_recall_fscore_support(
        y, given, average=None, zero_division=np.nan, sample_weight=w)[:3]
    return overall, np.column_stack(
        [[sk.accuracy_score(y[:, t], given[:, t], sample_weight=w)
          for t in range(k)], logs, areas, *each])


def label_cases():
    rng = np.random.default_rng(4)
    y = (rng.random((70, 4)) < [0.5, 0.2, 0.05, 0.9]).astype(int)
    p = np.clip(rng.beta(2, 2, y.shape) * 0.7 + y * 0.3, 0, 1)
    p = p.astype(np.float32)
    yield "four labels", y, p, None
    yield "four labels, threshold 0.3", y, p, 0.3
    yield "few distinct scores", y, np.round(p, 1), None
    yield "perfect", y, y.astype(np.float32), None
    yield "all wrong", y, (1 - y).astype(np.float32), None
    yield "nothing given", y, p * np.float32(0.4), None
    yield "everything given", y, p, 0.0
    yield "rows without any label", y * (np.arange(70) % 3 > 0)[:, None], p, \
        None
    z = y.copy()
    z[:, 1] = 0
    yield "a label that no row has", z, p, None
    z = y.copy()
    z[:, 1] = 1
    yield "a label that all rows have", z, p, None
    yield "no label at all", np.zeros((5, 3), int), p[:5, :3], None
    yield "no label, nothing given", np.zeros((5, 3), int), \
        p[:5, :3] * np.float32(0.4), None
    yield "one row", y[:1], p[:1], None
    yield "two labels", y[:, :2], p[:, :2], None
    y = (rng.random((200, 12)) < 0.1).astype(int)
    p = np.clip(rng.beta(1, 4, y.shape) + y * 0.4, 0, 1).astype(np.float32)
    yield "twelve rare labels", y, p, None


def weighted_cases():
    """Numbers of cases above, with weights of their rows."""
    rng = np.random.default_rng(6)
    for i, (name, y, p, threshold) in enumerate(label_cases()):
        w = np.round(4 * rng.exponential(2, len(y))) / 4
        if i in (0, 1, 3, 4, 7, 8, 9, 10, 14):
            yield i, name + ", weighted", y, p, threshold, w
        if i == 0:
            yield i, name + ", large weights", y, p, threshold, w * 2.0 ** 40


# ---- values ----------------------------------------------------------------

def figures(y, p):
    r2 = NAN
    if len(y) > 1 and np.ptp(y) > 0:
        r2 = sk.r2_score(y, p)
    return [sk.root_mean_squared_error(y, p), sk.mean_absolute_error(y, p),
            sk.mean_squared_error(y, p), r2]


def multivalue(y, answer, factor):
    p = answer.astype(np.float64)
    each = [figures(y[:, t], p[:, t]) for t in range(y.shape[1])]
    nrmse = np.sqrt(np.mean(
        sk.mean_squared_error(y, p, multioutput="raw_values") * factor ** 2))
    mean = [sk.root_mean_squared_error(y, p), sk.mean_absolute_error(y, p),
            sk.mean_squared_error(y, p),
            NAN if np.isnan(each).any() else sk.r2_score(y, p)]
    return [nrmse, *mean], each


def value_cases():
    rng = np.random.default_rng(5)
    y = rng.normal([5, -100, 1e6], [3, 20, 1e4], (40, 3))
    p = (y + rng.normal(0, [1, 5, 1e3], y.shape)).astype(np.float32)
    f = 1 / np.array([3, 20, 1e4])
    yield "three values", y, p, f
    yield "perfect", y.astype(np.float32).astype(float), \
        y.astype(np.float32), f
    yield "one row", y[:1], p[:1], f
    z = y.copy()
    z[:, 2] = 7
    yield "one is constant", z, p, f
    yield "two values", y[:, :2], p[:, :2], f[:2]
    y = rng.normal(0, 1, (90, 8))
    yield "eight values", y, (y * 0.5).astype(np.float32), np.ones(8)


def main():
    print("/* Written by several.py with scikit-learn", sklearn.__version__,
          "and PyTorch", torch.__version__, "*/")
    table = list(losses())
    print("static const struct loss_case loss_cases[] = {")
    print("\n".join(table))
    print("};")
    table = []
    for i, (name, y, p, _) in enumerate(label_cases()):
        array("uint32_t", f"label_{i}", y)
        array("float", f"prob_{i}", p, "f")
    plain = [(i, *case, None) for i, case in enumerate(label_cases())]
    for i, (of, name, y, p, threshold, w) in enumerate(
            plain + list(weighted_cases())):
        overall, each = multilabel(y, p, threshold, w)
        array("double", f"overall_{i}", overall)
        array("double", f"each_{i}", each)
        if w is not None:
            array("double", f"counts_{i}", w)
        t = "NAN" if threshold is None else repr(threshold)
        table.append(f'    {{"{name}", {len(y)}, {y.shape[1]}, {t}, '
                     f"label_{of}, prob_{of},\n     overall_{i}, each_{i}, "
                     + ("NULL" if w is None else f"counts_{i}") + "},")
    print("static const struct label_case label_cases[] = {")
    print("\n".join(table))
    print("};")
    table = []
    for i, (name, y, p, factor) in enumerate(value_cases()):
        mean, each = multivalue(y, p, factor)
        array("double", f"value_{i}", y)
        array("float", f"answer_{i}", p, "f")
        array("double", f"factor_{i}", factor)
        array("double", f"mean_{i}", mean)
        array("double", f"target_{i}", each)
        table.append(f'    {{"{name}", {len(y)}, {y.shape[1]}, value_{i}, '
                     f"answer_{i}, factor_{i},\n     mean_{i}, "
                     f"target_{i}}},")
    print("static const struct value_case value_cases[] = {")
    print("\n".join(table))
    print("};")


main()
