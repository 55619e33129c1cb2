"""Pictures: Fashion-MNIST with the nets of its makers' list, and CIFAR-10 (10,000
pictures) beside the same net in PyTorch.

What takes long is left to BENCH=full: the nets with convolutions that are to
reach 0.925 and 0.932.
"""
import glob

import typed

CIFAR = "{shared}/data/cifar10/"
SMALL = ("conv 32 3x3 pad same, batchnorm, relu, maxpool 2, conv 96 3x3 pad "
         "same, batchnorm, relu, maxpool 2, dropout 0.2")
LARGE = ("conv 32 3x3 pad same, batchnorm, relu, maxpool 2, conv 64 3x3 pad "
         "same, batchnorm, relu, maxpool 2, dropout 0.3, dense 256, "
         "batchnorm, relu, dropout 0.3, dense 128, relu")
AUGMENTED = "--augment flip,shift:1 --schedule onecycle --epochs 20"


# Chosen on a fifth of the training pictures, over four seeds.
CIFAR_OPTIONS = " --init-weights orthogonal --lr 0.002 --l2 0.001"


def fashion():
    """The folder of the pictures, wherever the package put them."""
    found = glob.glob("/usr/share/dataset*/fashion-mnist") + \
        glob.glob("/usr/share/dataset-fashion-mnist")
    return found[0] if found else "/usr/share/datasets/fashion-mnist"


def preprocess(to):
    files = ("{images}/train-images-idx3-ubyte.gz --labels "
             "{images}/train-labels-idx1-ubyte.gz --test "
             "{images}/t10k-images-idx3-ubyte.gz --test-labels "
             "{images}/t10k-labels-idx1-ubyte.gz")
    return "lathe preprocess %s --seed {seed} -o %s -q" % (files, to)


def row(bench, name, target, options):
    images = fashion()
    return typed.score(
        bench, name, "accuracy",
        [preprocess("fashion.h5"), "lathe train fashion.h5 -o fashion-model.h5"
         " --seed {seed} " + options], target, needs=[images], images=images)


def run(bench):
    if bench.quick:
        return
    rows = [row(bench, "mlp:256,128,100", 0.8833,
                "--model mlp:256,128,100 --dropout 0.2")]
    if bench.full:
        rows += [
            row(bench, "2 convolutions, 75,626 parameters", 0.925,
                "--layers '%s' %s --lr 0.005" % (SMALL, AUGMENTED)),
            row(bench, "2 convolutions, 3 dense", 0.932,
                "--layers '%s' %s --lr 0.004 --label-smoothing 0.1"
                % (LARGE, AUGMENTED))]
    bench.reach("Fashion-MNIST", "accuracy of test rows", rows,
                note="60,000 rows, of which a tenth validates")
    epochs = "15"
    bench.reach("CIFAR-10, 10,000 pictures, --model cnn",
                "accuracy of test rows", [
                    typed.score(
                        bench, "lathe", "accuracy",
                        ["lathe preprocess " + CIFAR + "train_10000.csv.gz "
                         "--test " + CIFAR + "test_2000.csv.gz --split 1,0,0 "
                         "--target label --image 3x32x32 -o cifar.h5 -q",
                         "lathe train cifar.h5 --model cnn --epochs " + epochs +
                         CIFAR_OPTIONS + " -o cifar-model.h5 --seed {seed}"],
                        "PyTorch",
                        needs=[CIFAR]),
                    bench.learner("PyTorch", "accuracy/peer_learn.py",
                                  "pictures",
                                  (CIFAR + "train_10000.csv.gz").format(
                                      **typed.NAMES),
                                  (CIFAR + "test_2000.csv.gz").format(
                                      **typed.NAMES), epochs)])
