"""The machine that a benchmark ran on, and what it can do at best."""
import os
import platform
import subprocess
import sys
import time


def _first(path, key):
    try:
        with open(path) as f:
            for line in f:
                if line.startswith(key):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return "?"


def _says(*argv):
    try:
        out = subprocess.run(argv, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL).stdout.decode()
        return out.split("\n")[0].strip()
    except OSError:
        return "?"


def describe(lathe):
    """Names and sizes, for the head of the table and the results."""
    flags = _first("/proc/cpuinfo", "flags").split()
    return {
        "cpu": _first("/proc/cpuinfo", "model name"),
        "cores": len(os.sched_getaffinity(0)),
        "vectors": [f for f in ("avx2", "avx512f", "avx512_vnni", "amx_int8")
                    if f in flags],
        "memory": _first("/proc/meminfo", "MemTotal"),
        "kernel": platform.release(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "compiler": _says("cc", "--version"),
        "lathe": _says(lathe, "--version"),
    }


def seconds_of(argv, **kw):
    began = time.perf_counter()
    subprocess.run(argv, check=True, stdout=subprocess.DEVNULL, **kw)
    return time.perf_counter() - began


COPY = """
import time
size, best = 256 << 20, 0.0
source, target = bytearray(size), bytearray(size)
view = memoryview(target)
for _ in range(6):
    began = time.perf_counter()
    view[:] = source
    best = max(best, size / (time.perf_counter() - began))
print(best)
"""


def copy_rate():
    """Bytes a second of a copy within memory, the best of some; in a process
    of its own, so that its memory is not counted as that of others."""
    return float(subprocess.run([sys.executable, "-c", COPY], check=True,
                                stdout=subprocess.PIPE).stdout)


def cat_rate(path, runs=5):
    """Bytes a second of `cat FILE`, the file in the page cache: the best."""
    size = os.path.getsize(path)
    return size / min(seconds_of(["cat", path]) for _ in range(runs + 1))
