# Images from folders: preprocess, train, evaluate, predict.
load common

# make_pictures DIR N: DIR/CLASS/I.png for three classes, N each, each in a
# size of its own and nearly of one colour, with some transparent pixels.
make_pictures() {
    python3 - "$1" "$2" <<'END'
import os, struct, sys, zlib

def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data +
            struct.pack(">I", zlib.crc32(kind + data)))

shift = len(sys.argv[1])
for k, name in enumerate(("cat", "dog", "ox")):
    os.makedirs(os.path.join(sys.argv[1], name))
    for i in range(int(sys.argv[2])):
        width, height = 9 + i % 5, 7 + i % 4
        rows = b""
        for y in range(height):
            rows += b"\0"
            for x in range(width):
                value = [30 + (7 * x + 11 * y + 13 * i + 3 * shift) % 40] * 3
                value[k] += 120
                rows += bytes(value + [255 if x else 200])
        with open(os.path.join(sys.argv[1], name, "%d.png" % i), "wb") as f:
            f.write(b"\x89PNG\r\n\x1a\n" +
                    chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8,
                                               6, 0, 0, 0)) +
                    chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
END
}

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    make_pictures train 30
    make_pictures test 5
    lathe preprocess train --test test --image 3x6x6 -o pics.h5 -q
    lathe train pics.h5 -o model.h5 --layers 'conv 4 3x3, relu, dense 8, relu' \
        --epochs 20 -j 1 -q
}

setup() {
    cd "$BATS_FILE_TMPDIR"
    rm -rf bad
    cp -r train bad
}

@test "a folder with a folder for each class becomes images with classes" {
    run -0 --separate-stderr lathe preprocess train --test test \
        --image 3x6x6 -o again.h5 --json
    echo "$output" | jq -e '.rows.read == 105 and .rows.train == 81 and
        .rows.valid == 9 and .rows.test == 15 and
        .schema.target == "label"' ||
        { echo "$output" | jq '.rows, .schema.target'; false; }
    cmp pics.h5 again.h5
}

@test "the dataset of a folder is the same for any number of threads and place" {
    for threads in 1 2 7; do
        lathe preprocess train --test test --image 3x6x6 -o t.h5 -q -j $threads
        cmp pics.h5 t.h5
    done
    mkdir -p place
    cp -r train place/other
    cp -r test place/
    (cd place && LC_ALL=C.UTF-8 lathe preprocess other/ --test ./test \
        --image 3x6x6 -o ../t.h5 -q)
    cmp pics.h5 t.h5
}

@test "one changed pixel changes the digest of the input" {
    cp train/cat/1.png bad/cat/0.png
    lathe preprocess bad --test test --image 3x6x6 -o t.h5 --json >t.json
    lathe preprocess train --test test --image 3x6x6 -o u.h5 --json >u.json
    [ "$(jq -r '.inputs[0].file.xxh3_128' t.json)" != \
        "$(jq -r '.inputs[0].file.xxh3_128' u.json)" ]
    [ "$(jq -r '.inputs[1].file.xxh3_128' t.json)" = \
        "$(jq -r '.inputs[1].file.xxh3_128' u.json)" ]
    [ "$(jq -r '.duplicates_found' t.json)" -eq 1 ]
}

@test "a model evaluates a folder as it does the dataset of it" {
    lathe evaluate model.h5 pics.h5 --json | jq .metrics >one.json
    lathe evaluate model.h5 test --json | jq .metrics >two.json
    cmp one.json two.json
    lathe evaluate model.h5 test --require 'accuracy>=0.9' -q
}

@test "predict answers images by their paths, and a folder in its order" {
    run -0 --separate-stderr lathe predict model.h5 test/ox/3.png test/cat/1.png
    [ "${lines[0]}" = "file,label" ]
    [ "${lines[1]}" = "test/ox/3.png,ox" ]
    [ "${lines[2]}" = "test/cat/1.png,cat" ]
    lathe predict model.h5 test --proba -j 1 >one.csv
    [ "$(wc -l <one.csv)" -eq 16 ]
    [ "$(sed -n 2p one.csv | cut -d, -f1,2)" = "test/cat/0.png,cat" ]
    lathe predict model.h5 test --proba -j 3 >two.csv
    cmp one.csv two.csv
    lathe predict model.h5 test/dog/4.png --proba | tail -n 1 >three.csv
    grep -qxF "$(cat three.csv)" one.csv
    lathe predict model.h5 test --format jsonl | tail -n 1 |
        jq -e '.file == "test/ox/4.png" and .label == "ox"'
}

@test "a file that is no image is named, or skipped and listed" {
    echo "by me" >bad/dog/note.txt
    head -c 60 train/ox/0.png >bad/ox/00.png
    run -65 --separate-stderr lathe preprocess bad --image 3x6x6 -o t.h5 -q
    says "'bad/dog/note.txt': text, not a PNG or JPEG image; --bad-rows skip"
    run -0 --separate-stderr lathe preprocess bad --image 3x6x6 -o t.h5 \
        --bad-rows skip --rejects rejects.txt
    [[ $output == *"92 rows read = 72 train + 9 valid + 9 test + 2 refused"* ]]
    [ "$(grep -v '^#' rejects.txt)" = "bad/dog/note.txt
bad/ox/00.png" ]
    grep -q "^# 'bad/ox/00.png': damaged PNG: " rejects.txt
    run -65 --separate-stderr lathe evaluate model.h5 bad
    says "'bad/dog/note.txt': text"
    run -65 --separate-stderr lathe predict model.h5 -o p.csv bad
    says "'bad/dog/note.txt': text"
    [ ! -e p.csv ]
    no_litter
}

@test "a link to nothing is a bad image" {
    ln -s gone.png bad/dog/x.png
    ln -s self.png bad/ox/self.png
    ln -s ../cat/0.png bad/cat/good.png
    run -65 --separate-stderr lathe preprocess bad --image 3x6x6 -o t.h5 -q
    says "'bad/dog/x.png' is a link to nothing; --bad-rows skip leaves it out"
    run -0 --separate-stderr lathe preprocess bad --image 3x6x6 -o t.h5 \
        --bad-rows skip --rejects rejects.txt
    [[ $output == *"93 rows read = "*" + 2 refused"* ]]
    [ "$(cat rejects.txt)" = "# 'bad/dog/x.png' is a link to nothing
bad/dog/x.png
# 'bad/ox/self.png' is a link to nothing
bad/ox/self.png" ]
    run -65 --separate-stderr lathe predict model.h5 -o p.csv bad
    says "'bad/dog/x.png' is a link to nothing"
    # One that is asked for by its name is no input.
    run -66 --separate-stderr lathe predict model.h5 bad/dog/x.png
    says "cannot open 'bad/dog/x.png'"
}

@test "stray files, deeper folders, empty classes and one class are named" {
    cp train/ox/0.png bad/stray.png
    run -65 --separate-stderr lathe preprocess bad --image 3x6x6 -o t.h5 -q
    says "'bad/stray.png' is not in the folder of a class"
    run -65 --separate-stderr lathe evaluate model.h5 bad
    says "'bad/stray.png' is not in the folder of a class"
    rm bad/stray.png
    mkdir -p bad/ox/more
    run -65 --separate-stderr lathe preprocess bad --image 3x6x6 -o t.h5 -q
    says "'bad/ox/more' is a folder in a folder"
    rmdir bad/ox/more
    mkdir bad/yak
    run -65 --separate-stderr lathe preprocess bad --image 3x6x6 -o t.h5 -q
    says "class 'yak' of 'bad' has no image"
    rm -r bad/yak bad/dog bad/ox
    run -65 --separate-stderr lathe preprocess bad --image 3x6x6 -o t.h5 -q
    says "'bad' has one class only, 'cat'"
    run -65 --separate-stderr lathe preprocess bad/cat --image 3x6x6 -o t.h5 -q
    says "'bad/cat' has no folders in it"
    run -65 --separate-stderr lathe preprocess train --test bad/cat \
        --image 3x6x6 -o t.h5 -q
    says "'bad/cat' has no folders in it"
    mv bad/cat bad/yak
    run -65 --separate-stderr lathe preprocess train --test bad \
        --image 3x6x6 -o t.h5 -q
    says "'bad/yak/0.png': class 'yak' is not among those of 'train'"
    run -65 --separate-stderr lathe evaluate model.h5 bad
    says "'bad/yak/0.png': the model has no class 'yak'"
    no_litter
}

@test "hidden files are ignored, and a pipe is not waited for" {
    echo x >bad/.DS_Store
    echo x >bad/cat/.hidden
    mkdir bad/.git
    lathe preprocess bad --test test --image 3x6x6 -o t.h5 -q
    cmp pics.h5 t.h5
    mkfifo bad/cat/pipe
    run -65 --separate-stderr lathe preprocess bad --image 3x6x6 -o t.h5 -q
    says "'bad/cat/pipe' is no file"
}

@test "a folder like a model takes its size and classes" {
    lathe preprocess test --like model.h5 --split 0,0,1 -o t.h5 -q
    lathe inspect model.h5 --json | jq .schema >one.json
    lathe inspect t.h5 --json | jq .schema >two.json
    cmp one.json two.json
    lathe evaluate model.h5 t.h5 --json | jq .metrics >one.json
    lathe evaluate model.h5 test --json | jq .metrics >two.json
    cmp one.json two.json
    mv bad/ox bad/yak
    run -65 --separate-stderr lathe preprocess bad --like model.h5 -o t.h5 -q
    says "'bad/yak/0.png': class 'yak' is not among those of 'model.h5'"
}

@test "an image that is given for a folder of them is said to be one" {
    run -65 --separate-stderr lathe preprocess train/cat/3.png --image 3x6x6 \
        -o t.h5
    says "'train/cat/3.png' is an image; --image reads a folder, with a folder of images for each class"
    run -65 --separate-stderr lathe preprocess train/cat/3.png -o t.h5 \
        --target y
    says "'train/cat/3.png' is an image; --image reads a folder"
}

@test "options that do not go with a folder are refused" {
    run -64 --separate-stderr lathe preprocess train -o t.h5
    says "'train' is a folder; if it is of images, --image CxHxW says the size"
    run -64 --separate-stderr lathe preprocess train -o t.h5 --image 4x6x6
    says "1 channel (gray) or 3 (colours), not 4"
    run -64 --separate-stderr lathe preprocess train "$iris" -o t.h5 \
        --image 3x6x6
    says "iris.csv' is no folder"
    run -64 --separate-stderr lathe preprocess train -o t.h5 --image 3x6x6 \
        --class-names a,b,c
    says "where each folder is a class"
    run -64 --separate-stderr lathe preprocess train -o t.h5 --image 3x6x6 \
        --scale minmax
    says "not for images"
    run -64 --separate-stderr lathe preprocess train -o t.h5 --image 3x6x6 \
        --rare 3
    says "rare: not for images"
    run -64 --separate-stderr lathe preprocess train -o t.h5 --image 3x6x6 \
        --strip .
    says "strip: not for images"
    for option in '--delimiter ;' "--quote '" '--comment #' '--na -' \
        '--inf missing' '--encoding latin1' '--parser libcsv' --no-header \
        '--max-field 2M' '--text-dims 16' '--drop x' '--weight w'; do
        # shellcheck disable=SC2086 # the option is words
        run -64 --separate-stderr lathe preprocess train -o t.h5 \
            --image 3x6x6 $option
        option=${option#--}
        says "lathe preprocess: ${option%% *}: not for images"
    done
    run -64 --separate-stderr lathe preprocess test --like model.h5 \
        --split 0,0,1 -o t.h5 --na -
    says "na: not for images"
    run -64 --separate-stderr lathe predict model.h5 test --keep x
    says "keep: images have no columns"
    run -64 --separate-stderr lathe predict model.h5 "$iris" "$iris"
    says "only images can be several"
    make_iris
    run -65 --separate-stderr lathe predict model.h5 test
    says "the model does not take images"
    run -65 --separate-stderr lathe evaluate model.h5 test
    says "the model does not classify images"
}

@test "the same image twice is dropped with --dedup" {
    cp train/cat/3.png bad/cat/zz.png
    run -0 --separate-stderr lathe preprocess bad --image 3x6x6 -o t.h5 --dedup
    [[ $output == *"91 rows read = 72 train + 9 valid + 9 test + 1 repeated"* ]]
    run -0 --separate-stderr lathe preprocess train --test train \
        --image 3x6x6 -o t.h5 --dedup
    [[ $output == *"180 rows read = 81 train + 9 valid + 0 test + 90 repeated"* ]]
}

# idx FILE N HEIGHT WIDTH: N different images; labels FILE N.
idx() {
    { printf '\0\0\010\003\0\0\0'; printf "\\x$(printf %x "$2")\0\0\0\\x$3\0\0\0\\x$4"
        seq $(($2 * $3 * $4)) | awk '{ printf "%c", 32 + $1 * $1 % 90 }'; } >"$1"
}
labels() {
    { printf '\0\0\010\001\0\0\0'; printf "\\x$(printf %x "$2")"
        seq "$2" | awk '{ printf "%s", $1 % 2 ? "a" : "b" }'; } >"$1"
}

@test "IDX test images turned on their side are refused, and labels without images" {
    idx i 12 3 5; labels l 12; idx t 4 5 3; labels tl 4
    run --separate-stderr -65 lathe preprocess i --labels l --test t --test-labels tl -o o.h5
    says "'t': pictures of 1x5x3, but those of 'i' are 1x3x5"
    lathe preprocess i --labels l --test t --test-labels tl --image 1x15x1 -o o.h5 -q
    idx t 4 3 5
    lathe preprocess i --labels l --test t --test-labels tl -o o.h5 -q
    run --separate-stderr -64 lathe preprocess i --labels l --test-labels tl -o o.h5
    says "test-labels: --test names the images of 'tl'"
    run --separate-stderr -64 lathe preprocess i --labels l --bad-rows skip --rejects r -o o.h5
    says "bad rows: not for IDX images, which are all of one form"
    [ ! -e r ]
    lathe preprocess i --labels l --bad-rows fail -o o.h5 -q
}

@test "an image of more values than a dataset has is refused before it is read" {
    make_pictures small 2
    for size in 3x296x296 1x4096x4096; do
        run --separate-stderr -64 lathe preprocess small --image $size -o o.h5
        says "image: '$size' is not CHANNELSxHEIGHTxWIDTH, like 3x32x32 (at most 4 channels, 4096 pixels a side, 262144 values in all)"
    done
    lathe preprocess small --image 3x295x296 -o o.h5 -q
}
