"""Command lines of lathe as a person would type them, and what they come to.

A line may have {seed}, {root} (of the source), {shared} and names that a
workload adds. They run in a folder of their own, with `lathe` on the PATH.
"""
import json
import os
import subprocess
import time

import data
import harness

NAMES = {"root": data.ROOT, "shared": os.path.abspath(data.SHARED)}


def need(*paths):
    """Whether all are there; says which is not."""
    for path in paths:
        path = path.format(**NAMES)
        if not os.path.exists(path):
            raise harness.Skip("no '%s'" % path)


def folder(bench):
    path = os.path.join(bench.folder, "typed")
    os.makedirs(path, exist_ok=True)
    return path


def run(bench, lines, **names):
    """Standard output of the last line, and its seconds."""
    names = dict(NAMES, **names)
    env = dict(os.environ, PATH=bench.build + ":" + os.environ["PATH"])
    for line in lines:
        began = time.perf_counter()
        child = subprocess.run(
            ["sh", "-c", line.format(**names)], cwd=folder(bench), env=env,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        seconds = time.perf_counter() - began
        if child.returncode != 0:
            said = child.stderr.decode().strip().split("\n")[-1]
            raise harness.Skip("failed: " + said)
    return child.stdout.decode(), seconds


def score(bench, name, metric, lines, target=None, needs=(), training=None,
          **names):
    """A row of Bench.reach(). The last line trains: it gets --json, and the
    figure is that of the test rows; `training`: the member of the document
    that tells of it."""
    def once(seed):
        need(*needs)
        out, _ = run(bench, lines[:-1] + [lines[-1] + " --json --quiet"],
                     seed=seed, **names)
        document = json.loads(out)
        return (document[training] if training else document)["test"][metric]
    return harness.Score(name, once, target, lines[-1])
