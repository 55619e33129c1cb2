#!/usr/bin/env python3
"""Writes entropy.h: cross-entropies of logits of all sizes, and what PyTorch
makes of them.

    python3 entropy.py > entropy.h

Needs numpy and PyTorch (2.15 was used). The tests need neither: they read the
committed header. Logits and weights are floats, and all is computed from them
in float64.
"""
import numpy as np
import torch
from torch.nn import functional as F

ROWS = 9
# classes (1: a number for two), smoothing, weights, size of the logits
CASES = [
    (1, 0, False, 3), (1, 0.2, True, 3), (1, 0, True, 100), (1, 0, False, 1e4),
    (1, 0.1, False, 1e4), (2, 0, False, 3), (3, 0.2, True, 3),
    (10, 0, True, 30), (10, 0.1, False, 1e4), (17, 0, False, 1e4),
    (32, 0.1, True, 10), (33, 0.1, True, 10), (40, 0, False, 100),
    (40, 0.3, True, 1e4),
]


def array(kind, name, values):
    words = [f"{x:.9g}" for x in np.asarray(values).ravel()]
    if kind == "float":
        words = [w + ("f" if "." in w or "e" in w else "") for w in words]
    print(f"static const {kind} {name}[] = {{")
    line = "   "
    for w in words:
        if len(line) + len(w) + 2 > 79:
            print(line)
            line = "   "
        line += f" {w},"
    print(line)
    print("};")


def case(rng, i, k, smoothing, weighted, size):
    z = rng.normal(0, size, (ROWS, k)).astype(np.float32)
    if size >= 1e4:
        z[0], z[1] = size, -size
        z[2] = size * np.sign(z[2])
    y = rng.integers(0, max(k, 2), ROWS)
    weight = rng.uniform(0.5, 2, max(k, 2)).astype(np.float32)
    share = rng.uniform(0.5, 2, ROWS).astype(np.float32)
    t = torch.tensor(z.astype(np.float64), requires_grad=True)
    if k == 1:
        of = torch.tensor(y * (1 - smoothing) + smoothing / 2)
        each = F.binary_cross_entropy_with_logits(t[:, 0], of,
                                                  reduction="none")
    else:
        each = F.cross_entropy(t, torch.tensor(y), reduction="none",
                               label_smoothing=smoothing)
    mean = each.mean()
    if weighted:
        v = torch.tensor(share.astype(np.float64))
        w = torch.tensor(weight.astype(np.float64))[torch.tensor(y)]
        mean = (v * w * each).sum() / v.sum()
    mean.backward()
    array("float", f"z_{i}", z)
    array("uint32_t", f"y_{i}", y)
    array("double", f"dz_{i}", t.grad.numpy())
    if weighted:
        array("float", f"weight_{i}", weight)
        array("float", f"share_{i}", share)
    return (f"    {{ {k}, {smoothing}, z_{i}, y_{i}, "
            + (f"weight_{i}, share_{i}" if weighted else "NULL, NULL")
            + f",\n      dz_{i}, {mean.item():.12g} }},")


rng = np.random.default_rng(8)
print(f"/* Written by entropy.py with PyTorch {torch.__version__} */")
cases = [case(rng, i, *c) for i, c in enumerate(CASES)]
print(f"enum {{ REFERENCE_ROWS = {ROWS} }};")
print("""static const struct {
    size_t k;
    double smoothing;
    const float *z;
    const uint32_t *label;
    const float *weight, *share;
    const double *dz;
    double mean;
} cases[] = {""")
print("\n".join(cases))
print("};")
