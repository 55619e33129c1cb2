"""Training steps of known nets, beside PyTorch's, Keras' and scikit-learn's.

Each program has its rows in memory already; the time is that of a step of one
batch, forward, backward and the optimizer.
"""
import os
import re
import subprocess

import harness
from nets import NETS, sizes

SECONDS = "0.5"                 # of steps in one run of a contender


class Steps(harness.Contender):
    """build/bench/step, which times itself."""

    def __init__(self, bench, name, threads):
        super().__init__("lathe, %d thread%s" % (threads,
                                                 "s" if threads > 1 else ""))
        self.argv = [os.path.join(bench.folder, "step"), SECONDS,
                     str(threads), name]

    def once(self):
        us, cpu, rate = said(begin(self.argv))
        self.how = "%s GFLOP/s" % rate
        return us * 1e-6, cpu * 1e-6


def begin(argv):
    try:
        return subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    except OSError as e:
        raise harness.Skip("failed: %s" % e)


def said(child):
    """What build/bench/step says of a step: us, us of cores, GFLOP/s."""
    out = child.communicate()[0]
    found = re.search(r"([0-9.]+) us .* ([0-9.]+) us of cores +([0-9.]+) "
                      "GFLOP/s", out)
    if child.returncode != 0 or not found:
        raise harness.Skip("failed: status %d" % child.returncode)
    return float(found.group(1)), float(found.group(2)), found.group(3)


def run(bench):
    for name, (batch, optimizer, shape) in NETS.items():
        contenders = [Steps(bench, name, t) for t in (1, 2)]
        for who in ("torch", "compiled", "keras", "sklearn"):
            if who == "sklearn" and not sizes(name):
                continue
            if who == "compiled" and bench.quick:
                continue
            contenders += [bench.peer(
                "%s, %d thread%s" % (who, t, "s" if t > 1 else ""),
                "train/peer_steps.py", who, str(t), name) for t in (1, 2)]
        bytes_in = 4 * batch
        for n in shape:
            bytes_in *= n
        bench.compare("%s, batch %d, %s" % (name, batch, optimizer), bytes_in,
                      contenders, lead=2, unit="us")
