"""The harness that all benchmarks share.

A workload is a file in a folder of the suite (scripts/bench/SUITE/NAME.py)
with a function run(bench). It makes its data (bench.data) and calls
bench.compare() with contenders, which differ in who does the same work.

What makes a comparison fair: the contenders run in turn, A B A B; each is
warm before it is timed; medians of at least 5 runs stand beside minimum and
maximum; what each computed is compared, and a row whose facts differ from
those of the first is void; a peer runs as its makers say is fastest, and the
table says how.
"""
import json
import math
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))


class Skip(Exception):
    """A contender is not to be had here; the reason."""


class Contender:
    """Somebody who does the work. Its last result is a dict of facts."""

    def __init__(self, name, how=""):
        self.name, self.how = name, how
        self.expect = None      # facts that must be; None: the first one's
        self.seconds, self.cpu = [], []
        self.facts, self.peak, self.why = {}, 0, ""

    def start(self):
        pass

    def once(self):
        """Does the work once: seconds, and seconds of all cores together,
        which other work on the machine changes less. Sets facts and peak."""
        raise NotImplementedError

    def stop(self):
        pass


class Command(Contender):
    """A program that is run anew each time.

    Timed from outside, unless `inside`: then its standard output is one line
    of JSON with "seconds". facts(out) makes facts of the output. The file
    `makes` goes before each run: what it costs the disk to be rid of an old
    one is not measured.
    """

    def __init__(self, name, argv, how="", inside=False, facts=None,
                 stdin=None, shell=False, makes=None):
        super().__init__(name, how)
        self.argv, self.inside, self.make_facts = argv, inside, facts
        self.stdin, self.shell, self.makes = stdin, shell, makes

    def once(self):
        if self.makes and os.path.exists(self.makes):
            os.remove(self.makes)
        stdin = open(self.stdin, "rb") if self.stdin else subprocess.DEVNULL
        began = time.perf_counter()
        try:
            child = subprocess.Popen(self.argv, stdin=stdin, shell=self.shell,
                                     stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE)
        except OSError as e:
            raise Skip(str(e))
        out = child.stdout.read().decode()
        said = child.stderr.read().decode().strip()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        child.returncode = status   # waited for already
        child.stdout.close()
        child.stderr.close()
        if status != 0:
            raise Skip("failed: " + (said.split("\n")[-1] or
                                     "status %d" % status))
        self.peak = max(self.peak, usage.ru_maxrss * 1024)
        cpu = usage.ru_utime + usage.ru_stime
        if self.inside:
            self.facts = json.loads(out)
            seconds = self.facts.pop("seconds")
            cpu = self.facts.pop("cpu_seconds", cpu)
        elif self.make_facts:
            self.facts = self.make_facts(out)
        return seconds, cpu


class Peer(Contender):
    """A Python program that stays: it says one line of JSON when it is ready
    ({"how": ..} or {"skip": why}), and for each line "go" one of facts with
    "seconds" and "cpu" that it measured itself, and "peak" bytes of memory."""

    def __init__(self, python, name, argv):
        super().__init__(name)
        self.argv, self.child = [python] + argv, None

    def start(self):
        try:
            self.child = subprocess.Popen(
                self.argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, universal_newlines=True)
        except OSError as e:
            raise Skip(str(e))
        self.how = self.answer()["how"]

    def answer(self):
        line = self.child.stdout.readline()
        if not line:
            said = self.child.stderr.read().strip().split("\n")
            raise Skip("failed: " + (said[-1] or "it died"))
        answer = json.loads(line)
        if "skip" in answer:
            raise Skip(answer["skip"])
        return answer

    def once(self):
        self.child.stdin.write("go\n")
        self.child.stdin.flush()
        self.facts = self.answer()
        self.peak = self.facts.pop("peak", 0)
        return self.facts.pop("seconds"), self.facts.pop("cpu")

    def stop(self):
        if self.child:
            self.child.stdin.close()
            self.child.wait()
            self.child.stdout.close()
            self.child.stderr.close()


def differ(a, b, tolerance):
    """The first fact in which b is not a within the tolerance, or None."""
    for key in a:
        if key not in b:
            continue
        if isinstance(a[key], dict):
            within = differ(a[key], b[key], tolerance)
            if within:
                return "%s of %s" % (key, within)
        elif abs(a[key] - b[key]) > tolerance * max(abs(a[key]), 1):
            return "%s: %.17g, not %.17g" % (key, b[key], a[key])
    return None


class Score:
    """A row of Bench.reach(): `once(seed)` trains and gives the figure of rows
    that the training did not see. `target` is a number, the name of another
    row whose mean is to be reached, or None."""

    def __init__(self, name, once, target=None, how=""):
        self.name, self.once, self.how = name, once, how
        self.target, self.values, self.why = target, [], ""

    def result(self, others, less):
        if self.why or not self.values:
            return {"name": self.name, "how": self.how,
                    "skipped": self.why or "?"}
        mean, target = statistics.mean(self.values), self.target
        if isinstance(target, str):
            target = [statistics.mean(o.values) if o.values else None
                      for o in others if o.name == target][0]
        held = None
        if target is not None:
            held = mean <= target if less else mean >= target
        return {"name": self.name, "how": self.how, "skipped": "",
                "values": self.values, "mean": mean, "target": target,
                "sd": (statistics.stdev(self.values)
                       if len(self.values) > 1 else math.nan), "held": held}


class Bench:
    """One run of a suite: options, results."""

    def __init__(self, suite, build, python):
        self.suite, self.build, self.python = suite, build, python
        self.size = os.environ.get("BENCH", "normal")
        self.quick = self.size == "quick"
        self.full = self.size == "full"
        self.runs = max(5, int(os.environ.get("BENCH_RUNS", "5")))
        self.seeds = int(os.environ.get("BENCH_SEEDS", "5"))
        self.folder = os.path.join(build, "bench")
        self.lathe = os.path.join(build, "lathe")
        self.results = []
        self.copy = self.cat = 0.0
        os.makedirs(os.path.join(self.folder, "data"), exist_ok=True)

    def data(self, name, make):
        """The path of a data file; make(path) writes it if it is not there."""
        path = os.path.join(self.folder, "data", name)
        if not os.path.exists(path):
            print("bench: makes '%s'" % path, file=sys.stderr)
            child = os.fork()   # so that the memory it takes is not ours:
            if child == 0:      # a program begun by us counts it as its own
                status = 1
                try:
                    make(path + ".part")
                    os.rename(path + ".part", path)
                    status = 0
                finally:
                    os._exit(status)
            if os.waitpid(child, 0)[1] != 0:
                raise RuntimeError("cannot make '%s'" % path)
        return path

    def peer(self, name, script, *args):
        return Peer(self.python, name,
                    [os.path.join(HERE, script)] + list(args))

    def compare(self, title, size, contenders, tolerance=1e-9, lead=1,
                note="", unit="s"):
        """Runs the contenders in turn and prints their rows. The first gives
        the facts; the first `lead` ones are lathe's own, and the others are
        compared with the fastest of these. `size` is in bytes of input. With
        the unit "us" what is timed is too short to be told in seconds, and is
        no reading of a file."""
        ready = []
        for c in contenders:
            try:
                c.start()
                c.once()        # warm-up
                ready.append(c)
            except Skip as e:
                c.why = str(e)
        for _ in range(self.runs):
            for c in list(ready):
                try:
                    seconds, cpu = c.once()
                    c.seconds.append(seconds)
                    c.cpu.append(cpu)
                except Skip as e:
                    c.why = str(e)
                    ready.remove(c)
        rows = [self.row(c, contenders[0], size, tolerance)
                for c in contenders]
        for c in contenders:
            c.stop()
        result = {"title": title, "bytes": size, "tolerance": tolerance,
                  "runs": self.runs, "note": note, "unit": unit,
                  "rows": rows}
        own = [r["median"] for r in rows[:lead] if not r["skipped"]]
        for r in rows:
            r["lathe_is_faster"] = (r["median"] / min(own)
                                    if own and not r["skipped"] else None)
        self.results.append(result)
        (self.show if unit == "s" else self.show_short)(result)
        return result

    def row(self, c, first, size, tolerance):
        if c.why or not c.seconds:
            return {"name": c.name, "how": c.how, "skipped": c.why or "?"}
        want = first.facts if c.expect is None else c.expect
        void = differ(want, c.facts, tolerance)
        checked = any(k in want for k in c.facts)
        median = statistics.median(c.seconds)
        return {"name": c.name, "how": c.how, "skipped": "",
                "seconds": c.seconds, "median": median,
                "min": min(c.seconds), "max": max(c.seconds),
                "cpu": statistics.median(c.cpu),
                "bytes_a_second": size / median, "peak_bytes": c.peak,
                "of_cat": size / median / self.cat if self.cat else None,
                "of_copy": size / median / self.copy if self.copy else None,
                "checked": checked, "void": void}

    @staticmethod
    def show(result):
        print("\n%s (%.1f MB)" % (result["title"], result["bytes"] / 1e6))
        print("  %-26s %8s %17s %7s %7s %5s %5s %6s %7s  %s" % (
            "", "median", "min to max, s", "cpu, s", "MB/s", "cat", "copy",
            "x", "peak MB", "how"))
        for r in result["rows"]:
            if r["skipped"]:
                print("  %-26s %s%s" % (
                    r["name"], "" if r["skipped"].startswith("failed")
                    else "skipped: ", r["skipped"][:90]))
                continue
            share = [("%.0f%%" % (100 * r[k]) if r[k] else "-")
                     for k in ("of_cat", "of_copy")]
            faster = r["lathe_is_faster"]
            print("  %-26s %8.3f %8.3f %8.3f %7.3f %7.0f %5s %5s %6s %7s  "
                  "%s%s" % (
                r["name"], r["median"], r["min"], r["max"], r["cpu"],
                r["bytes_a_second"] / 1e6, share[0], share[1],
                "%.2f" % faster if faster else "-",
                "%.0f" % (r["peak_bytes"] / 1e6) if r["peak_bytes"] else "-",
                r["how"],
                "  VOID: " + r["void"] if r["void"] else
                "" if r["checked"] else "  (nothing to check)"))
        if result["note"]:
            print("  " + result["note"])
        sys.stdout.flush()

    @staticmethod
    def show_short(result):
        print("\n%s\n  %-22s %10s %21s %10s %6s  %s" % (
            result["title"], "", "median, us", "min to max", "cpu", "x",
            "how"))
        for r in result["rows"]:
            if r["skipped"]:
                print("  %-22s skipped: %s" % (r["name"], r["skipped"][:90]))
                continue
            faster = r["lathe_is_faster"]
            print("  %-22s %10.1f %10.1f %10.1f %10.1f %6s  %s" % (
                r["name"], r["median"] * 1e6, r["min"] * 1e6, r["max"] * 1e6,
                r["cpu"] * 1e6, "%.2f" % faster if faster else "-",
                r["how"]))
        sys.stdout.flush()

    def reach(self, title, metric, scores, less=False, note=""):
        """Figures over the seeds 1, 2, ...: the mean of each row beside what
        it is to reach. `less`: a smaller figure is better."""
        for seed in range(1, self.seeds + 1):
            for s in scores:
                try:
                    if not s.why:
                        s.values.append(s.once(seed))
                except Skip as e:
                    s.why = str(e)
        result = {"title": title, "metric": metric, "seeds": self.seeds,
                  "less": less, "note": note,
                  "rows": [s.result(scores, less) for s in scores]}
        self.results.append(result)
        self.show_reached(result)
        return result

    @staticmethod
    def show_reached(result):
        print("\n%s: %s, mean of %d seeds" % (
            result["title"], result["metric"], result["seeds"]))
        for r in result["rows"]:
            if r["skipped"]:
                print("  %-26s %s" % (r["name"], r["skipped"][:90]))
                continue
            print("  %-26s %10.5g %-9s %10s  %-6s  %s" % (
                r["name"], r["mean"],
                "" if math.isnan(r["sd"]) else "+-%.2g" % r["sd"],
                "" if r["target"] is None else "%.5g" % r["target"],
                {None: "", True: "held", False: "MISSED"}[r["held"]],
                r["how"]))
        if result["note"]:
            print("  " + result["note"])
        sys.stdout.flush()

    def learner(self, name, script, *args):
        """A peer as a row of reach(): a Python program that is run anew for
        each seed, which it gets last, and prints {"figure": .., "how": ..}."""
        def once(seed):
            child = subprocess.run(
                [self.python, os.path.join(HERE, script)] + list(args) +
                [str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            if child.returncode != 0:
                said = child.stderr.decode().strip().split("\n")[-1]
                raise Skip("failed: " + said)
            answer = json.loads(child.stdout.decode().strip().split("\n")[-1])
            if "skip" in answer:
                raise Skip(answer["skip"])
            row.how = answer["how"]
            return answer["figure"]
        row = Score(name, once)
        return row
