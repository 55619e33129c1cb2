"""A peer takes training steps on tensors that are in memory.

usage: peer_steps.py torch|compiled|keras|sklearn THREADS NET, then see
harness.Peer
"""
import json
import resource
import statistics
import sys
import time

from nets import NETS, sizes

who, threads, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
batch, optimizer, shape = NETS[name]
binary = name.endswith("-1")
LAPS, LAP_S = 5, 0.1


def say(**answer):
    print(json.dumps(answer), flush=True)


def torch_net():
    from torch import nn

    def conv(c, k, kernel, pad=0):
        return nn.Conv2d(c, k, kernel, padding=pad)

    def block():
        return Residual(nn.Sequential(
            conv(16, 16, 3, 1), nn.BatchNorm2d(16), nn.ReLU(),
            conv(16, 16, 3, 1), nn.BatchNorm2d(16)))

    class Residual(nn.Module):
        def __init__(self, within):
            super().__init__()
            self.within = within

        def forward(self, x):
            return x + self.within(x)

    if sizes(name):
        layers = []
        for d, k in zip(sizes(name), sizes(name)[1:]):
            layers += [nn.Linear(d, k), nn.ReLU()]
        return nn.Sequential(*layers[:-1])
    if name.startswith("cnn"):
        return nn.Sequential(
            conv(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2), conv(6, 16, 5),
            nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120),
            nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    if name.startswith("lenet"):
        return nn.Sequential(
            conv(1, 6, 5, 2), nn.Tanh(), nn.AvgPool2d(2), conv(6, 16, 5),
            nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120),
            nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10))
    if name.startswith("resnet"):
        return nn.Sequential(
            conv(3, 16, 3, 1), nn.BatchNorm2d(16), nn.ReLU(), block(),
            nn.ReLU(), nn.MaxPool2d(2), block(), nn.ReLU(), nn.AvgPool2d(16),
            nn.Flatten(), nn.Linear(16, 10))
    return nn.Sequential(
        conv(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), conv(32, 64, 3),
        nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1600, 128),
        nn.ReLU(), nn.Linear(128, 10))


def torch_steps():
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    net = torch_net()
    loss = nn.BCEWithLogitsLoss() if binary else nn.CrossEntropyLoss()
    batches = [(torch.randn(batch, *shape),
                torch.randint(0, 2, (batch, 1)).float() if binary
                else torch.randint(0, 10, (batch,))) for _ in range(16)]
    if optimizer == "adam":
        opt = torch.optim.Adam(net.parameters(), lr=1e-4, fused=True)
    else:
        opt = torch.optim.SGD(net.parameters(), lr=1e-4, momentum=0.9)
    forward = torch.compile(net) if who == "compiled" else net
    turn = 0

    def step():
        nonlocal turn
        x, y = batches[turn % len(batches)]
        turn += 1
        opt.zero_grad(set_to_none=True)
        loss(forward(x), y).backward()
        opt.step()

    step()
    return (step, 1, "torch %s, %s, fused optimizer" % (
        torch.__version__, "torch.compile" if who == "compiled" else "eager"))


def keras_net():
    from keras import Sequential, layers

    def conv(k, kernel, padding="valid"):
        return layers.Conv2D(k, kernel, padding=padding)

    def relu():
        return layers.ReLU()

    class Residual(layers.Layer):
        def __init__(self):
            super().__init__()
            self.within = Sequential([
                conv(16, 3, "same"), layers.BatchNormalization(), relu(),
                conv(16, 3, "same"), layers.BatchNormalization()])

        def build(self, shape):
            self.within.build(shape)

        def call(self, x, training=None):
            return x + self.within(x, training=training)

    if sizes(name):
        hidden = [layers.Dense(k, activation="relu")
                  for k in sizes(name)[1:-1]]
        return Sequential(hidden + [layers.Dense(sizes(name)[-1])])
    if name.startswith("cnn"):
        return Sequential([
            conv(6, 5), relu(), layers.MaxPooling2D(2), conv(16, 5), relu(),
            layers.MaxPooling2D(2), layers.Flatten(),
            layers.Dense(120, activation="relu"),
            layers.Dense(84, activation="relu"), layers.Dense(10)])
    if name.startswith("lenet"):
        return Sequential([
            layers.Conv2D(6, 5, padding="same", activation="tanh"),
            layers.AveragePooling2D(2),
            layers.Conv2D(16, 5, activation="tanh"),
            layers.AveragePooling2D(2), layers.Flatten(),
            layers.Dense(120, activation="tanh"),
            layers.Dense(84, activation="tanh"), layers.Dense(10)])
    if name.startswith("resnet"):
        return Sequential([
            conv(16, 3, "same"), layers.BatchNormalization(), relu(),
            Residual(), relu(), layers.MaxPooling2D(2), Residual(), relu(),
            layers.GlobalAveragePooling2D(), layers.Dense(10)])
    return Sequential([
        conv(32, 3), relu(), layers.MaxPooling2D(2), conv(64, 3), relu(),
        layers.MaxPooling2D(2), layers.Flatten(),
        layers.Dense(128, activation="relu"), layers.Dense(10)])


def keras_steps():
    """Many steps a call of fit(), which its makers say is fastest."""
    import os
    os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", KERAS_BACKEND="tensorflow",
                      CUDA_VISIBLE_DEVICES="-1")
    import keras
    import numpy as np
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    steps = 256 if sizes(name) else 32
    rng = np.random.default_rng(1)
    rows = 16 * batch
    x = rng.standard_normal((rows, *shape[1:], shape[0]), dtype=np.float32)
    y = rng.integers(0, 2 if binary else 10, rows)
    data = tf.data.Dataset.from_tensor_slices(
        (x, y.astype("float32")[:, None] if binary else y)).batch(
            batch, drop_remainder=True).cache().repeat()
    net = keras_net()
    net.compile(
        keras.optimizers.Adam(1e-4) if optimizer == "adam"
        else keras.optimizers.SGD(1e-4, momentum=0.9),
        keras.losses.BinaryCrossentropy(from_logits=True) if binary
        else keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        steps_per_execution=steps)

    def run():
        net.fit(data, epochs=1, steps_per_epoch=steps, verbose=0)

    run()
    return (run, steps, "keras %s, tensorflow %s, fit() of %d steps an "
            "execution" % (keras.__version__, tf.__version__, steps))


def sklearn_steps():
    import numpy as np
    import sklearn
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    if not sizes(name):
        raise ImportError("scikit-learn has dense layers only")
    classes = 2 if binary else 10
    rng = np.random.default_rng(1)
    x = rng.standard_normal((16 * batch, shape[0]), dtype=np.float32)
    y = rng.integers(0, classes, 16 * batch)
    net = MLPClassifier(sizes(name)[1:-1], batch_size=batch, max_iter=1)
    limits = threadpool_limits(threads)     # as long as it is referred to
    net.partial_fit(x, y, classes=range(classes))
    return (lambda limits=limits: net.partial_fit(x, y), 16,
            "sklearn %s, MLPClassifier.partial_fit" % sklearn.__version__)


def lap(step, each):
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(each):
        step()
    return ((time.perf_counter() - wall) / each,
            (time.process_time() - cpu) / each)


def main():
    try:
        step, steps, how = {"sklearn": sklearn_steps, "keras": keras_steps}.get(
            who, torch_steps)()
    except Exception as e:      # not there, or no compiler for it
        say(skip=str(e).split("\n")[0][:100] or type(e).__name__)
        return
    lap(step, 3)
    each = max(1, int(LAP_S / max(lap(step, 1)[0], 1e-6)))
    say(how="%s, %d thread%s" % (how, threads, "s" if threads > 1 else ""))
    for _ in sys.stdin:
        laps = [lap(step, each) for _ in range(LAPS)]
        say(seconds=statistics.median(w for w, _ in laps) / steps,
            cpu=statistics.median(c for _, c in laps) / steps,
            peak=1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


main()
