load common

setup() { cd "$BATS_TEST_TMPDIR"; }

@test "the version is one line on standard output" {
    run --separate-stderr lathe --version
    [ "$status" -eq 0 ]
    [[ $output =~ ^lathe\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    [ -z "$stderr" ]
}

@test "the version comes in under 5 ms" {
    [ -z "${LATHE_SANITIZED:-}" ] || skip "a sanitizer starts slowly"
    command -v python3 >/dev/null || skip "no python3 to time it"
    run python3 - <<'END'
import subprocess, time
best = 1
for _ in range(30):
    t = time.perf_counter()
    subprocess.run(["lathe", "--version"], stdout=subprocess.DEVNULL)
    best = min(best, time.perf_counter() - t)
print("%.2f ms" % (best * 1e3))
assert best < 0.005
END
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "no command is a usage error with the overview on standard error" {
    run --separate-stderr -64 lathe
    [ -z "$output" ]
    [[ $stderr == usage:* ]]
}

@test "help is a success on standard output" {
    run --separate-stderr -0 lathe help
    [[ $output == usage:* ]]
    [ -z "$stderr" ]
    run --separate-stderr -0 lathe train --help
    [[ $output == "usage: lathe train"* ]]
    [[ $output == *--epochs* ]]
    run --separate-stderr -0 lathe help train
    [[ $output == "usage: lathe train"* ]]
}

@test "an unknown command or option is a usage error" {
    run --separate-stderr -64 lathe trian
    says "no command 'trian'"
    run --separate-stderr -64 lathe train --epoch 3 a.h5 -o b.h5
    says "no option '--epoch'"
    run --separate-stderr -64 lathe train -x a.h5
    says "no option '-x'"
    run --separate-stderr -64 lathe train a.h5 -o
    says "needs a value"
}

@test "an option without a value takes none, and says so" {
    run --separate-stderr -64 lathe predict --no-header=1 m.h5 a.csv
    says "lathe predict: option '--no-header' takes no value"
    run --separate-stderr -64 lathe train --quiet= a.h5 -o b.h5
    says "option '--quiet' takes no value"
}

@test "an abbreviated option is refused" {
    run --separate-stderr -64 lathe train --opti sgd a.h5 -o b.h5
    says "no option '--opti'"
}

@test "a number is read whole or refused" {
    run --separate-stderr -64 lathe train --lr 0.1x a.h5 -o b.h5
    says "--lr: '0.1x' is not a number"
    run --separate-stderr -64 lathe train --epochs 3.5 a.h5 -o b.h5
    says "--epochs: '3.5' is not a whole number"
    run --separate-stderr -64 lathe train --seed 9223372036854775808 a.h5 \
        -o b.h5
    says "is not a whole number from 0 to 9223372036854775807"
    run --separate-stderr -64 lathe train --time-limit 3d a.h5 -o b.h5
    says "--time-limit: '3d' is not a time"
}

@test "train refuses options that would do nothing" {
    lathe preprocess "$iris" --target species -o iris.h5 -q
    lathe train iris.h5 -o first.h5 --epochs 1 -q
    run --separate-stderr -64 lathe train iris.h5 -o m.h5 --momentum 0.5
    says "momentum is of the optimizers momentum and nesterov; adam takes none"
    run --separate-stderr -64 lathe train iris.h5 -o m.h5 --model linear \
        --freeze hidden
    says "freeze 'hidden': the net has no such layer with weights"
    run --separate-stderr -64 lathe train iris.h5 -o m.h5 --init first.h5 \
        --init-weights he
    says "init takes the weights of 'first.h5'; leave out init-weights"
    lathe train iris.h5 -o m.h5 --init first.h5 --new-head \
        --init-weights zeros --epochs 1 -q
    run --separate-stderr -64 lathe train iris.h5 -o m.h5 --model mlp:3,,4
    says "model 'mlp:3,,4': a layer size is missing"
}

@test "missing and extra files are usage errors" {
    run --separate-stderr -64 lathe train -o b.h5
    says "a file is missing"
    run --separate-stderr -64 lathe inspect a b
    says "too many files"
    run --separate-stderr -64 lathe train a.h5
    says "no output"
}

@test "a configuration file sets options and a flag wins" {
    printf '# nightly\nepochs = 1\nseed=7\n' >c.conf
    lathe preprocess "$iris" --target species -o iris.h5 -q
    run --separate-stderr -0 lathe train iris.h5 -o a.h5 --config c.conf
    [[ $stderr == *"epoch"*"1/1"* ]]
    run --separate-stderr -0 lathe train iris.h5 -o a.h5 --config c.conf \
        --epochs 2
    [[ $stderr == *"epoch"*"2/2"* ]]
}

@test "a bad configuration file exits 78 and names the line" {
    printf 'epochs = 1\nepoch = 2\n' >c.conf
    run --separate-stderr -78 lathe train a.h5 -o b.h5 --config c.conf
    says "'c.conf' line 2: no option 'epoch'"
    printf 'epochs = many\n' >c.conf
    run --separate-stderr -78 lathe train a.h5 -o b.h5 --config c.conf
    says "'c.conf' line 1: epochs: 'many' is not a whole number"
    run --separate-stderr -78 lathe train a.h5 -o b.h5 --config none.conf
    says "cannot open 'none.conf'"
}

@test "a lost result is an error" {
    [ -c /dev/full ] || skip "no /dev/full"
    run --separate-stderr -74 sh -c 'lathe --version >/dev/full'
    [[ $stderr == "lathe: cannot write standard output: "* ]]
    run --separate-stderr -74 sh -c 'lathe help >/dev/full'
    [[ $stderr == "lathe help: cannot write standard output: "* ]]
}

@test "bash completes commands, options and choices" {
    lathe completion bash >lathe.bash
    run bash -c '. ./lathe.bash
        COMP_WORDS=(lathe tr) COMP_CWORD=1; _lathe; echo "${COMPREPLY[@]}"
        COMP_WORDS=(lathe train --epo) COMP_CWORD=2; _lathe
        echo "${COMPREPLY[@]}"
        COMP_WORDS=(lathe predict --format j) COMP_CWORD=3; _lathe
        echo "${COMPREPLY[@]}"'
    [ "${lines[0]}" = train ]
    [ "${lines[1]}" = --epochs ]
    [ "${lines[2]}" = jsonl ]
}
