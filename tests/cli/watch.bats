# Watching a training run: the bar, the lines, the log, the plot.
load common

setup_file() { make_iris && make_adult; }
setup() { cd "$BATS_TEST_TMPDIR" && cp "$BATS_FILE_TMPDIR"/*.h5 .; }

@test "elsewhere than on a terminal there is one plain line an epoch" {
    run --separate-stderr -0 lathe train adult.h5 -o out.h5 --epochs 3
    [ "${#stderr_lines[@]}" -eq 3 ]
    [[ ${stderr_lines[0]} == "epoch  1/3  loss 0."*"valid loss 0."*"accuracy 0."*" rows/s  best" ]]
    [[ $stderr != *$'\r'* && $stderr != *$'\033'* ]]
    [[ ${lines[-1]} == "best epoch "*" of 3: validation accuracy 0."*"; wrote 'out.h5'"* ]]
}

@test "--quiet says nothing" {
    run --separate-stderr -0 lathe train adult.h5 -o out.h5 --epochs 3 -q
    [ -z "$output" ]
    [ -z "$stderr" ]
}

@test "a terminal gets at most ten updates a second, and a bar that fits" {
    command -v python3 >/dev/null || skip "no python3"
    python3 - <<'END'
import fcntl, os, pty, re, struct, termios, time
pid, fd = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", LC_ALL="C.UTF-8")
    os.execvp("lathe", ["lathe", "train", "adult.h5", "-o", "out.h5",
                        "--epochs", "9999", "--patience", "0", "-j", "1",
                        "--time-limit", "1.5s"])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 110, 0, 0))
text, start, width = b"", time.monotonic(), 110
while True:
    try:
        got = os.read(fd, 65536)
    except OSError:
        break
    text += got
    if width == 110 and time.monotonic() - start > 0.7:
        width = 40
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
took = time.monotonic() - start
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
text = text.decode()
bars = re.findall(r"epoch \d+/\d+ \[[^\r\n\033]*", text)
assert 3 <= len(bars) <= took * 10 + 2, (len(bars), took)
assert all(len(b) < 110 for b in bars), bars
# Lines of short epochs do not keep it away.
assert sum(len(b) >= 40 for b in bars) > 1, bars
assert len(bars[-1]) < 40, bars[-1]
assert "batch" in bars[0] and "left" in bars[0], bars[0]
lines = re.findall(r"epoch +\d+/\d+  loss [^\r\n]*\r\n", text)
assert len(lines) > 20                      # every epoch has its line
assert any("█" in l for l in lines) and any("▁" in l for l in lines)
# The bar is gone at the end: after it only the result.
assert "[" not in text.rsplit("\033[K", 1)[1].split("network")[1]
END
}

@test "the bar is whole after the window was resized" {
    command -v tmux >/dev/null || skip "no tmux"
    export LC_ALL=C.UTF-8
    tmux="tmux -f /dev/null -S $BATS_TEST_TMPDIR/socket"
    $tmux new-session -d -s w -x 110 -y 24 "seq 9; TERM=screen lathe train \
        adult.h5 -o out.h5 --layers 'dense 1024, relu, dense 1024, relu' -j 1 \
        --batch 16 --epochs 1000 --patience 0 --time-limit 60s"
    for i in $(seq 100); do
        $tmux capture-pane -p -t w >wide
        grep -q '\[#' wide && break
        sleep 0.1
    done
    $tmux resize-window -t w -x 50 -y 24
    sleep 0.5               # a bar is drawn ten times a second
    for i in $(seq 100); do
        $tmux capture-pane -p -t w >narrow
        grep -q '\[#' narrow && break
        sleep 0.1
    done
    $tmux kill-server
    cat wide narrow
    [ "$(grep -c '\[[#.]*\]' wide)" -eq 1 ]
    [ "$(grep -c '\[[#.]*\]' narrow)" -eq 1 ]
    [ "$(grep '\[[#.]*\]' narrow | wc -L)" -lt 50 ]
    # What was left of the wide bar would stand on a row of its own.
    ! grep -q 'batch [0-9]*/' narrow
}

@test "the plot is the same drawing each time, light and dark" {
    lathe train adult.h5 -o out.h5 --epochs 8 --plot a.svg -j 1 -q
    lathe train adult.h5 -o out.h5 --epochs 8 --plot b.svg -j 2 -q
    cmp a.svg b.svg
    [ "$(grep -c '<path' a.svg)" -ge 4 ]
    grep -q 'prefers-color-scheme:dark' a.svg
    grep -q "in epoch" a.svg
    command -v xmllint >/dev/null && xmllint --noout a.svg
    if command -v rsvg-convert >/dev/null; then
        rsvg-convert a.svg -o a.png
        [ "$(head -c 4 a.png | tail -c 3)" = PNG ]
    fi
    no_litter
}

@test "a resumed run draws the plot of one that was not interrupted" {
    lathe train adult.h5 -o out.h5 --epochs 40 --patience 0 --plot a.svg -q
    for n in 1 2 3; do
        timeout -s TERM 0.2 lathe train adult.h5 -o out.h5 --epochs 40 \
            --patience 0 --checkpoint ck --resume --checkpoint-every 3 \
            --plot b.svg -q 2>/dev/null || :
    done
    lathe train adult.h5 -o out.h5 --epochs 40 --patience 0 --checkpoint ck \
        --resume --plot b.svg -q
    cmp a.svg b.svg
}

@test "a plot that cannot be written ends the run at its start" {
    run --separate-stderr -73 lathe train adult.h5 -o new.h5 \
        --plot no/such/p.svg -q
    says "no/such/p.svg"
    [ ! -e new.h5 ]
}

@test "names from the command line are escaped in the plot" {
    lathe train iris.h5 -o 'a<b>&"c.h5' --epochs 2 --plot p.svg -q
    grep -q 'a&lt;b&gt;&amp;&quot;c.h5' p.svg
}

@test "epochs are compared by the figure that --monitor names" {
    lathe train adult.h5 -o f1.h5 --monitor f1 --epochs 12 --patience 0 \
        --log log.jsonl --json -q >report.json
    best=$(sed 's/.*"valid_f1":\([0-9.]*\).*/\1/' log.jsonl | sort -n | tail -n 1)
    grep -q "\"f1\": $best" report.json
    lathe evaluate f1.h5 adult.h5 --split valid --json 2>/dev/null |
        python3 -c 'import json, sys
def walk(v):
    if isinstance(v, dict):
        for k, x in v.items():
            if k == "f1" and isinstance(x, float): yield x
            yield from walk(x)
    elif isinstance(v, list):
        for x in v: yield from walk(x)
assert any(abs(x - float(sys.argv[1])) < 1e-9 for x in walk(json.load(sys.stdin)))
' "$best"
    run --separate-stderr -64 lathe train adult.h5 -o x.h5 --monitor r2 -q
    says "monitor 'r2' is none of loss, accuracy, log_loss, roc_auc"
    run --separate-stderr -64 lathe train adult.h5 -o x.h5 --min-delta -1 -q
    says "min-delta must be from 0"
    run --separate-stderr -64 lathe train adult.h5 -o x.h5 --warmup -1 -q
    says "warmup must be at least 0"
}
