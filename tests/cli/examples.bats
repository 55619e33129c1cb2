# The worked examples: a Makefile, a script for cron and systemd.
load common

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return 1
    gzip -dc "$adult_train" | head -n 1501 >adult.csv
}
setup() {
    cd "$BATS_TEST_TMPDIR"
    cp "$BATS_FILE_TMPDIR/adult.csv" .
    cp "$root"/scripts/examples/* .
    PATH=$PATH:$BATS_TEST_TMPDIR
}

make_all() { make -s -j2 DATA=adult.csv TARGET=income GATE='accuracy>=0.5'; }

@test "the worked Makefile trains a grid and puts the best in place" {
    command -v jq >/dev/null || skip "no jq"
    make_all
    [ "$(ls trials/*.h5 | wc -l)" -eq 4 ]
    cmp best.h5 live.h5
    best=$(jq .metrics.accuracy trials/*.json | sort -g | tail -n 1)
    [ "$(lathe evaluate live.h5 data.h5 --split valid --json 2>/dev/null |
        jq .metrics.accuracy)" = "$best" ]
}

@test "the worked Makefile rebuilds only what changed" {
    command -v jq >/dev/null || skip "no jq"
    make_all
    make -q DATA=adult.csv TARGET=income            # nothing to do
    ls -l --full-time trials/*.h5 data.h5 >before
    make -s DATA=adult.csv TARGET=income GATE='accuracy>=0.5' \
        RATES='0.001 0.01 0.1'
    [ "$(ls trials/*.h5 | wc -l)" -eq 6 ]
    ls -l --full-time trials/*.h5 data.h5 | grep -v '@0.1.h5' >after
    cmp before after
    touch adult.csv
    ! make -q DATA=adult.csv TARGET=income
}

@test "a gate that does not hold leaves the live model" {
    command -v jq >/dev/null || skip "no jq"
    make_all
    cp live.h5 old.h5
    touch -d '1 minute ago' live.h5
    ! make -s DATA=adult.csv TARGET=income GATE='accuracy>=1'
    cmp live.h5 old.h5
}

@test "the nightly script retrains when the data changed, and only then" {
    mkdir night
    nightly night "$PWD/adult.csv" income 'accuracy>=0.5'
    cp -p night/live.h5 first.h5
    nightly night "$PWD/adult.csv" income 'accuracy>=0.5'
    [ ! night/live.h5 -nt first.h5 ]
    head -n 1400 adult.csv >other.csv
    cp other.csv adult.csv
    nightly night "$PWD/adult.csv" income 'accuracy>=0.5'
    ! cmp -s night/live.h5 first.h5
    run -1 nightly night "$PWD/adult.csv" income 'accuracy>=1'
    no_litter night
}

@test "the nightly script goes on after it was killed, to the same model" {
    mkdir a b
    nightly a "$PWD/adult.csv" income 'accuracy>=0.5'
    for n in 1 2 3; do
        timeout -s KILL 0.15 nightly b "$PWD/adult.csv" income \
            'accuracy>=0.5' || :
        sleep 0.3
    done
    # What was killed may have left a training that holds the lock.
    until nightly b "$PWD/adult.csv" income 'accuracy>=0.5'; do
        [ $? -eq 75 ]
        sleep 0.2
    done
    cmp a/live.h5 b/live.h5
}

@test "a nightly run beside another ends with status 75" {
    mkdir night
    (flock 9 && run -75 nightly night "$PWD/adult.csv" income) 9>night/nightly.lock
    [ ! -e night/live.h5 ]
}

@test "the line of the crontab runs, and the units of systemd are valid" {
    mkdir -p srv/model srv/data
    cp adult.csv srv/data/adult.csv
    line=$(sed -n "s|^30 2 \* \* \* ||p" crontab)
    [ -n "$line" ]
    eval "$(echo "$line" | sed "s|/srv|$PWD/srv|g; s|>=0.8|>=0.5|")"
    [ -s srv/model/live.h5 ]
    grep -q '^ExecStart=.*nightly /srv/model /srv/data/adult.csv income' \
        lathe-nightly.service
    if command -v systemd-analyze >/dev/null; then
        install -D nightly usr/nightly
        sed -i "s|/usr/local/bin/nightly|$PWD/usr/nightly|" lathe-nightly.service
        systemd-analyze verify "$PWD"/lathe-nightly.service \
            "$PWD"/lathe-nightly.timer
        systemd-analyze calendar '*-*-* 02:30:00' >/dev/null
    fi
}
