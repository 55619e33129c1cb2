# Training runs: interrupted, resumed, one at a time, on a full disk.
load common

setup_file() { make_iris && make_adult; }
setup() { cd "$BATS_TEST_TMPDIR" && cp "$BATS_FILE_TMPDIR"/*.h5 .; }

# A run of about half a second that never ends early.
long() {
    lathe train adult.h5 -o out.h5 --epochs 300 --patience 0 -j 1 "$@"
}

# A run that is stopped by SIGTERM when it has written its first checkpoint.
interrupted() {
    lathe train adult.h5 -o out.h5 --epochs 100000 --patience 0 \
        --checkpoint ck.h5 -q "$@" 2>/dev/null &
    for i in $(seq 200); do [ -e ck.h5 ] && break || sleep 0.05; done
    kill -s TERM $! && wait $! || :
}

@test "a run that is killed again and again gives the model of one that is not" {
    run sh "$root/tests/interrupt" 20 adult.h5
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == *"the same models" ]]
}

@test "a signal writes the checkpoint, says how to resume, and ends the run" {
    for signal in INT TERM HUP; do
        rm -f ck.h5
        # A shell lets its background jobs ignore SIGINT, nohup SIGHUP.
        env --default-signal \
            lathe train adult.h5 -o out.h5 --epochs 100000 --patience 0 -j 1 \
            --checkpoint ck.h5 -q >said 2>&1 &
        for i in $(seq 200); do [ -e ck.h5 ] && break || sleep 0.05; done
        status=0
        kill -s "$signal" $! && wait $! || status=$?
        cat said
        [ "$status" -eq $((128 + $(kill -l "$signal"))) ]
        [ "$(wc -l <said)" -eq 1 ]
        grep -q "^lathe train: stopped in epoch [0-9]* after batch [0-9]*; the same command with --resume goes on from 'ck.h5'$" said
        [ ! -e out.h5 ]
        lathe inspect ck.h5 >/dev/null
        no_litter
    done
}

@test "a second signal ends the run at once" {
    command -v python3 >/dev/null || skip "no python3"
    python3 - <<'END'
import signal, subprocess, time
p = subprocess.Popen(["lathe", "train", "adult.h5", "-o", "out.h5", "-q",
                      "--epochs", "100000", "--patience", "0", "-j", "1",
                      "--checkpoint", "ck.h5", "--batch", "full",
                      "--layers", "dense 4096, relu, dense 4096, relu"])
time.sleep(0.5)         # in its first batch, which takes seconds
start = time.monotonic()
p.send_signal(signal.SIGTERM)
time.sleep(0.1)
p.send_signal(signal.SIGTERM)
assert p.wait() == -signal.SIGTERM, p.returncode
assert time.monotonic() - start < 1
END
    [ ! -e out.h5 ]
    no_litter
}

@test "without a checkpoint --resume starts afresh, and the end removes it" {
    run --separate-stderr -0 lathe train iris.h5 -o a.h5 --checkpoint ck.h5 \
        --checkpoint-every 1 --resume -j 1 -q
    [ ! -e ck.h5 ]
    cmp a.h5 model.h5
}

@test "a checkpoint of another run is refused with what differs" {
    interrupted
    run --separate-stderr -65 lathe train adult.h5 -o out.h5 --epochs 9 \
        --lr 0.5 --seed 3 --checkpoint ck.h5 --resume -q
    says "'ck.h5' is of another run: --lr was 0.003 and is 0.5, --epochs was 100000 and is 9, --patience was 0 and is -1, --seed was 1 and is 3; remove it to start afresh"
    run --separate-stderr -65 lathe train iris.h5 -o out.h5 --epochs 100000 \
        --patience 0 --checkpoint ck.h5 --resume -q
    says "the data are others"
    [ ! -e out.h5 ]
}

@test "a damaged checkpoint is refused" {
    interrupted
    printf x | dd of=ck.h5 bs=1 seek=5000 conv=notrunc status=none
    run --separate-stderr -65 long --checkpoint ck.h5 --resume -q
    says "ck.h5"
    head -c 3000 ck.h5 >half.h5
    run --separate-stderr -65 long --checkpoint half.h5 --resume -q
    says "half.h5"
    run --separate-stderr -65 long --checkpoint iris.h5 --resume -q
    says "'iris.h5' is a dataset, not a checkpoint"
}

@test "options of checkpoints that make no sense are refused" {
    run --separate-stderr -64 lathe train iris.h5 -o out.h5 --resume
    says "resume needs a file: --checkpoint FILE"
    run --separate-stderr -64 lathe train iris.h5 -o out.h5 \
        --checkpoint-every 5
    says "checkpoint-every needs a file"
    run --separate-stderr -64 lathe train iris.h5 -o out.h5 \
        --checkpoint ck.h5 --checkpoint-every -1
    says "checkpoint-every must be at least 1"
    run --separate-stderr -64 lathe train iris.h5 -o out.h5 --checkpoint out.h5
    says "is the model too, and would be lost"
    run --separate-stderr -73 lathe train iris.h5 -o out.h5 \
        --checkpoint no/such/ck.h5
    says "no/such/ck.h5"
}

@test "inspect shows a checkpoint" {
    interrupted
    run --separate-stderr -0 lathe inspect ck.h5
    [[ $output == *"kind    checkpoint"* ]]
    [[ $output == *"run.options.epochs"*"100000"* ]]
    [[ $output == *"state.step"* ]]
    run --separate-stderr -0 lathe inspect ck.h5 --json
    [[ $output == *'"kind": "checkpoint"'* ]]
}

@test "of 50 overlapping runs with --lock one trains and 49 exit 75" {
    for i in $(seq 50); do
        {
            status=0
            lathe train adult.h5 -o out.h5 --lock lock -q -j 1 \
                --epochs 100000 --patience 0 --time-limit 6s 2>"said.$i" ||
                status=$?
            echo $status >"status.$i"
        } 3>&- &
    done
    wait
    [ "$(cat status.* | grep -c '^75$')" -eq 49 ]
    [ "$(cat status.* | grep -c '^0$')" -eq 1 ]
    [ "$(cat said.* | sort | uniq -c | wc -l)" -eq 1 ]
    grep -q "'lock' is locked by another run; try later" said.*
    [ -s out.h5 ]
}

@test "a killed run leaves its lock free" {
    timeout -s KILL 0.2 lathe train adult.h5 -o out.h5 --lock lock -q \
        --epochs 100000 --patience 0 || :
    run -0 lathe train iris.h5 -o out.h5 --lock lock -q
}

@test "--if-changed leaves a model of the same run alone" {
    lathe train iris.h5 -o out.h5 -q
    touch -d '2001-01-01' out.h5
    cp -p out.h5 old.h5
    run --separate-stderr -0 lathe train iris.h5 -o out.h5 --if-changed
    [ "$output" = "'out.h5' is up to date: same data, options, seed and version" ]
    [ ! out.h5 -nt old.h5 ]
    run --separate-stderr -0 lathe train iris.h5 -o out.h5 --if-changed --json
    [[ $output == *'"changed": false'* ]]
    run --separate-stderr -0 lathe train iris.h5 -o out.h5 --if-changed --seed 2
    [[ $output == *"wrote 'out.h5'"* ]]
    [ out.h5 -nt old.h5 ]
    run --separate-stderr -0 lathe train adult.h5 -o out.h5 --if-changed \
        --seed 2 --epochs 1
    [[ $output == *"wrote 'out.h5'"* ]]
    echo rubbish >out.h5
    run --separate-stderr -0 lathe train iris.h5 -o out.h5 --if-changed
    [[ $output == *"wrote 'out.h5'"* ]]
}

@test "a disk that is full at any write leaves the old files and exits 74" {
    [ -z "${LATHE_SANITIZED:-}" ] || skip "a sanitizer wants to be loaded first"
    failio=$root/$BUILD/tests/failio.so
    [ -e "$failio" ] || skip "no $failio"
    lathe train iris.h5 -o out.h5 -q --seed 2
    cp out.h5 old.h5
    failed=0
    for call in write pwrite fsync rename; do
        for n in $(seq 1 200); do
            status=0
            LD_PRELOAD=$failio FAILIO=$call:$n lathe train iris.h5 -o out.h5 \
                -q -j 1 --checkpoint ck.h5 --checkpoint-every 100 --resume \
                2>said || status=$?
            [ $status -ne 0 ] || break
            [ $status -eq 74 ] || { echo "$call:$n: $status $(cat said)"; false; }
            [ "$(wc -l <said)" -eq 1 ]
            grep -q "No space left on device" said
            cmp out.h5 old.h5
            [ ! -e ck.h5 ] || lathe inspect ck.h5 >/dev/null
            no_litter
            rm -f ck.h5
            failed=$((failed + 1))
        done
        [ $status -eq 0 ]
        cmp out.h5 model.h5
        cp old.h5 out.h5
    done
    [ $failed -ge 20 ]
}

@test "a log that cannot be written ends the run at its start" {
    run --separate-stderr -73 lathe train iris.h5 -o out.h5 --log no/such/log -q
    says "cannot write the log 'no/such/log'"
    mkdir dir
    run --separate-stderr -73 lathe train iris.h5 -o out.h5 --log dir -q
    says "cannot write the log 'dir'"
    [ ! -e out.h5 ]
}

@test "the log has a line for each epoch, as the manual says" {
    lathe train adult.h5 -o out.h5 --epochs 3 --log log.jsonl -q
    [ "$(wc -l <log.jsonl)" -eq 3 ]
    for key in epoch step loss accuracy valid_loss valid_accuracy rate \
        grad_norm best seconds rows_per_s; do
        [ "$(grep -c "\"$key\":" log.jsonl)" -eq 3 ]
        key=${key/accuracy/METRIC}
        grep -q "^.It Li $key\$" "$root/man/lathe-train.1" ||
            { echo "the manual lacks $key"; false; }
    done
}

@test "an output that is /dev/stdout leaves the file behind it to others" {
    {
        echo before
        lathe train adult.h5 -o out.h5 --epochs 2 --log /dev/stdout -q -j 1
        lathe predict model.h5 "$iris" -o /dev/stdout
        echo after
    } >all
    [ "$(sed -n '1p; $p' all)" = "before
after" ]
    [ "$(grep -c '"epoch":' all)" -eq 2 ]
    sed '1,3d; $d' all | cmp - <(lathe predict model.h5 "$iris")
    run --separate-stderr -73 sh -c "lathe preprocess '$iris' --target species -o /dev/stdout >>all"
    says "lathe preprocess: '/dev/stdout' is not a regular file, as a dataset must be"
    [ "$(tail -n 1 all)" = after ]
}
