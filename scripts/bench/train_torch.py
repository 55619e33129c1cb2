#!/usr/bin/env python3
"""Microseconds of a training step: lathe against PyTorch and scikit-learn.

Usage: train_torch.py [BUILD] [ROUNDS] [NET]   (build, 5, all)

Needs a Python with torch, numpy and scikit-learn, and BUILD/bench/step (make
bench makes it). Each round runs every program once, in turn, in a process of
its own, on tensors that are in memory; the figure of a program is the median
of its rounds, and of PyTorch that of its best setting: one thread or two,
eager or compiled where a C++ compiler is there. With one thread the time is
that of the processor, so that other work on the machine matters less.
"""
import json
import re
import statistics
import subprocess
import sys

# name as in step.c: batch, optimizer, shape of a row
NETS = {
    "30-64-32-1": (32, "adam", (30,)),
    "784-100-100-10": (200, "adam", (784,)),
    "784-512-512-10": (128, "adam", (784,)),
    "adult 108-64-32-1": (256, "adam", (108,)),
    "cnn 3x32x32": (32, "momentum", (3, 32, 32)),
    "lenet 1x28x28": (64, "momentum", (1, 28, 28)),
    "conv 32-64 1x28x28": (64, "adam", (1, 28, 28)),
}
STEPS_S = 1.0


def torch_net(name):
    from torch import nn

    if "x" not in name:
        sizes = [int(n) for n in name.split()[-1].split("-")]
        layers = []
        for d, k in zip(sizes, sizes[1:]):
            layers += [nn.Linear(d, k), nn.ReLU()]
        return nn.Sequential(*layers[:-1])
    if name.startswith("cnn"):
        return nn.Sequential(
            nn.Conv2d(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(),
            nn.Linear(84, 10))
    if name.startswith("lenet"):
        return nn.Sequential(
            nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
            nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(),
            nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(),
            nn.Linear(84, 10))
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(1600, 128), nn.ReLU(), nn.Linear(128, 10))


def timed(step, threads):
    """Median microseconds of a step, after some to warm up."""
    import time

    now = time.process_time if threads == 1 else time.perf_counter
    for _ in range(3):
        step()
    start = now()
    step()
    each = max(1, int(STEPS_S / 10 / max(now() - start, 1e-6)))
    laps = []
    for _ in range(10):
        start = now()
        for _ in range(each):
            step()
        laps.append((now() - start) / each)
    return statistics.median(laps) * 1e6


def run_torch(name, threads, compiled):
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    batch, optimizer, shape = NETS[name]
    net = torch_net(name)
    binary = name.endswith("-1")
    loss = nn.BCEWithLogitsLoss() if binary else nn.CrossEntropyLoss()
    batches = [(torch.randn(batch, *shape),
                torch.randint(0, 2, (batch, 1)).float() if binary
                else torch.randint(0, 10, (batch,))) for _ in range(16)]
    if optimizer == "adam":
        opt = torch.optim.Adam(net.parameters(), lr=1e-4, fused=True)
    else:
        opt = torch.optim.SGD(net.parameters(), lr=1e-4, momentum=0.9)
    forward = torch.compile(net) if compiled else net
    turn = 0

    def step():
        nonlocal turn
        x, y = batches[turn % len(batches)]
        turn += 1
        opt.zero_grad(set_to_none=True)
        loss(forward(x), y).backward()
        opt.step()

    return timed(step, threads)


def run_sklearn(name, threads, _):
    import numpy as np
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    batch, _, shape = NETS[name]
    classes = 2 if name.endswith("-1") else 10
    sizes = [int(n) for n in name.split()[-1].split("-")]
    rng = np.random.default_rng(1)
    x = rng.standard_normal((16 * batch, shape[0]), dtype=np.float32)
    y = rng.integers(0, classes, 16 * batch)
    with threadpool_limits(threads):
        net = MLPClassifier(sizes[1:-1], batch_size=batch, max_iter=1)
        net.partial_fit(x, y, classes=range(classes))
        return timed(lambda: net.partial_fit(x, y), threads) / 16


def run_lathe(build, name, threads):
    out = subprocess.run([f"{build}/bench/step", str(STEPS_S), str(threads),
                          name], check=True, capture_output=True, text=True)
    return float(re.search(r"([0-9.]+) us", out.stdout).group(1))


def child(kind, name, threads, compiled):
    """run_torch or run_sklearn in a process of its own; None: it fails."""
    out = subprocess.run([sys.executable, __file__, "--child", kind, name,
                          str(threads), str(int(compiled))],
                         capture_output=True, text=True)
    return json.loads(out.stdout) if out.returncode == 0 else None


def programs(build, name):
    yield "lathe", lambda: run_lathe(build, name, 1)
    yield "lathe, 2 threads", lambda: run_lathe(build, name, 2)
    for compiled in (False, True):
        for threads in (1, 2):
            label = "torch %s%d" % ("compiled " if compiled else "", threads)
            yield label, lambda t=threads, c=compiled: child("torch", name, t,
                                                             c)
    if "x" not in name:
        for threads in (1, 2):
            yield "sklearn %d" % threads, lambda t=threads: child(
                "sklearn", name, t, False)


def best(figures, start):
    found = [v for k, v in figures.items() if k.startswith(start)]
    return min(found) if found else None


def main(build="build", rounds="5", which=""):
    for name in NETS:
        if which not in name:
            continue
        runs = {}
        for _ in range(int(rounds)):
            for label, run in programs(build, name):
                figure = run()
                if figure is not None:
                    runs.setdefault(label, []).append(figure)
        figures = {k: statistics.median(v) for k, v in runs.items()}
        print(name)
        for label, figure in figures.items():
            print(f"    {label:18} {figure:9.1f} us")
        for peer in ("torch", "sklearn"):
            if best(figures, peer):
                print(f"    {best(figures, peer) / best(figures, 'lathe'):.1f}"
                      f" times as fast as {peer}")
        sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        sys.path.pop(0)         # this folder has an sklearn.py of its own
        kind, name, threads, compiled = sys.argv[2:]
        run = run_torch if kind == "torch" else run_sklearn
        print(json.dumps(run(name, int(threads), compiled == "1")))
    else:
        main(*sys.argv[1:])
