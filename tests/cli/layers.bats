# Nets of other layers than dense and relu, from the command line.
load common

net='reshape 1x2x2, conv 4 2x2 pad same, batchnorm, gelu, flatten,'
net="$net res(dense 16, layernorm, elu, dense 16), leakyrelu"

setup_file() {
    make_iris
}

setup() {
    cd "$BATS_FILE_TMPDIR"
}

@test "a model of norms and a residual block from an earlier version answers as it did" {
    run lathe predict "$root/tests/golden/model-2.h5" "$iris" --proba
    [ "$status" -eq 0 ]
    [ "${lines[1]}" = Iris-setosa,0.9996006,0.00017140633,0.00022800805 ]
    [ "${lines[99]}" = Iris-versicolor,0.001519911,0.9947001,0.003780034 ]
}

@test "such a net learns, and is the same file for any number of threads" {
    for j in 1 2 3; do
        lathe train iris.h5 --layers "$net" --loss focal --clip-norm 1 \
            --epochs 80 -j $j -o net-$j.h5 -q
    done
    cmp net-1.h5 net-2.h5
    cmp net-1.h5 net-3.h5
    lathe evaluate net-1.h5 iris.h5 --require 'accuracy>=0.9' -q
}

@test "training that diverges names epoch, batch and layer" {
    run --separate-stderr lathe train iris.h5 --optimizer sgd --lr 1e6 \
        --layers 'dense 8, relu' -o none.h5 -q
    [ "$status" -eq 3 ]
    [ ! -e none.h5 ]
    [[ $stderr == *"is not a finite number in epoch "*", batch "*", first in layer "*"; try a smaller"* ]]
}

# Rows of 1e18: the first update makes weights with which the next loss is none.
huge() {
    {
        echo a,b,y
        for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            echo "$((i % 7 - 3))e18,$((i % 5 - 2))e18,$((i % 2))"
        done
    } >huge.csv
    lathe preprocess huge.csv --target y --task classify --scale none \
        --split "$1" -o huge.h5 -q
}

@test "a last update that ruins the weights is training that diverges" {
    for split in 0.6,0.2,0.2 1,0,0; do
        huge $split
        run --separate-stderr -3 lathe train huge.h5 --layers 'dense 8, relu' \
            --batch full --epochs 1 --optimizer sgd --lr 1e6 -o none.h5 -q
        says "is not a finite number in epoch 1, batch 1"
        [ ! -e none.h5 ]
    done
}

@test "the running statistics of a batchnorm are no parameters" {
    lathe train iris.h5 --layers 'dense 8, batchnorm, relu' --epochs 1 \
        -o norm.h5 >text
    grep -q "^network .*dense 3 (83 parameters)$" text
    lathe inspect norm.h5 >text
    grep -q "^  2  batchnorm  *8  *16 " text
    grep -q "^     total  *83 " text
    grep -q "^  running statistics beside these: 16$" text
    lathe inspect norm.h5 --json | jq -e '.net.parameters == 83 and
        .net.statistics == 16 and
        [.net.each[] | .parameters, .statistics] == [40,0,16,16,0,0,27,0]'
}

@test "a wrong word among the layers is pointed at" {
    run --separate-stderr lathe train iris.h5 --layers 'dense 8, rleu' \
        -o none.h5
    [ "$status" -eq 64 ]
    says "layers, character 10: layer 2 'rleu': 'rleu' is not a layer"
}

@test "with vectors of categories too, the word is that of --layers" {
    printf 'a,b,y\n1,u,p\n2,v,q\n3,u,p\n4,v,q\n5,u,q\n6,v,p\n7,u,q\n8,v,q\n' >few.csv
    lathe preprocess few.csv --target y --split 1,0,0 -o few.h5 -q
    run --separate-stderr -64 lathe train few.h5 --embed all \
        --layers 'dense 8, rleu' -o none.h5
    says "layers, character 10: layer 3 'rleu': 'rleu' is not a layer"
    run --separate-stderr -64 lathe train few.h5 --embed all \
        --layers 'dense 8, , relu' -o none.h5
    says "layers, character 10: layer 3 is empty"
    run --separate-stderr -64 lathe train few.h5 --freeze embed -o none.h5
    says "freeze 'embed': the net has no vectors of categories; --embed gives"
}

@test "on a line pools take one number; the words of --model are not counted" {
    {
        echo y,p0,p1,p2,p3,p4,p5,p6,p7
        for i in 1 2 3 4 5 6 7 8; do
            echo "k$((i % 2)),$i,2,3,$((i * 9)),5,6,$((i * 7)),8"
        done
    } >line.csv
    lathe preprocess line.csv --target y --image 1x1x8 --split 1,0,0 \
        -o line.h5 -q
    run --separate-stderr -64 lathe train line.h5 --model mlp:16777215,20 \
        -o none.h5
    says "train: model 'mlp:16777215,20': layer 3 'dense 20': the net has more"
    for net in 'conv 2 3 pad same, maxpool 2, avgpool 3 stride 1' \
        'conv 2 1x3 pad same, maxpool 1x2, avgpool 1x3 stride 1'; do
        lathe train line.h5 --layers "$net" --epochs 1 -o l.h5 -q
        lathe inspect l.h5 >"${net:7:3}.txt"
    done
    diff '3 p.txt' '1x3.txt'
    grep -q 'maxpool 1x2 .*2 x 1 x 4' 1x3.txt
}
