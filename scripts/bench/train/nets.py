"""The nets of scripts/bench/step.c: batch, optimizer, shape of a row."""

NETS = {
    "30-64-32-1": (32, "adam", (30,)),
    "784-100-100-10": (200, "adam", (784,)),
    "784-512-512-10": (128, "adam", (784,)),
    "adult 108-64-32-1": (256, "adam", (108,)),
    "cnn 3x32x32": (32, "momentum", (3, 32, 32)),
    "lenet 1x28x28": (64, "momentum", (1, 28, 28)),
    "conv 32-64 1x28x28": (64, "adam", (1, 28, 28)),
    "resnet 3x32x32": (64, "momentum", (3, 32, 32)),
}


def sizes(name):
    """Of a net of dense layers; None: there are others."""
    if "x" in name:
        return None
    return [int(n) for n in name.split()[-1].split("-")]
