"""What a second thread brings: two threads of one training beside two trainings
of one thread each at the same time, which share the machine and nothing else.

The x of the second row is the share of these two that the two threads reach.
Where the cores are virtual, the machine may move them apart: cores that share
no cache hand each other data slowly, and a run from such a time is worse.
"""
import os

import harness
from nets import NETS
from steps import SECONDS, Steps, begin, said

SHARED = ("adult", "cnn", "lenet", "conv", "resnet")


class Pair(harness.Contender):
    """Two processes at once: the time of a step of either, halved by two."""

    def __init__(self, bench, name):
        super().__init__("two of 1 thread", "steps of both in the same time")
        self.argv = [os.path.join(bench.folder, "step"), SECONDS, "1", name]

    def once(self):
        answers = [said(child) for child in [begin(self.argv),
                                             begin(self.argv)]]
        rate = sum(1 / us for us, _, _ in answers)
        cpu = sum(cpu / us for us, cpu, _ in answers) / rate
        return 1e-6 / rate, cpu * 1e-6


def run(bench):
    for name, (batch, optimizer, _) in NETS.items():
        if name.startswith(SHARED):
            bench.compare("%s, batch %d, %s" % (name, batch, optimizer), batch,
                          [Steps(bench, name, 2), Pair(bench, name),
                           Steps(bench, name, 1)], lead=1, unit="us")
