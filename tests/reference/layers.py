#!/usr/bin/env python3
"""Writes layers.h: nets of all kinds of layers and losses, and optimisers, and
what PyTorch makes of them.

    python3 layers.py > layers.h

Needs PyTorch (2.15 was used). The tests need it not: they read the committed
header. All is computed in float64 from inputs and weights that are floats.
"""
import math
import re

import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)

ACTIVATIONS = {"relu": nn.ReLU, "gelu": nn.GELU, "silu": nn.SiLU,
               "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}


class Res(nn.Module):
    def __init__(self, within):
        super().__init__()
        self.within = within

    def forward(self, x):
        return x + self.within(x)


class Reshape(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.shape = shape

    def forward(self, x):
        return x.reshape(len(x), *self.shape)


def option(words, name, default):
    return words[words.index(name) + 1] if name in words else default


def pair(text):
    v = [int(x) for x in str(text).split("x")]
    return tuple(v if len(v) == 2 else v * 2)


def conv(words, shape):
    k, kernel = int(words[1]), pair(words[2])
    stride = pair(option(words, "stride", 1))
    dilation = pair(option(words, "dilation", 1))
    pad = option(words, "pad", 0)
    if pad != "same":
        pad = pair(pad)
    return nn.Conv2d(shape[0], k, kernel, stride, pad, dilation,
                     int(option(words, "groups", 1)))


def pool(kind, words, shape):
    size = shape[1:] if words[1] == "global" else pair(words[1])
    return kind(size, pair(option(words, "stride", "x".join(map(str, size)))))


def layer(words, shape):
    kind = words[0]
    eps = float(option(words, "eps", 1e-5))
    if kind in ACTIVATIONS:
        return ACTIVATIONS[kind]()
    if kind == "dense":
        return nn.Sequential(nn.Flatten(),
                             nn.Linear(math.prod(shape), int(words[1])),
                             Reshape((int(words[1]), 1, 1)))
    if kind == "conv":
        return conv(words, shape)
    if kind == "maxpool":
        return pool(nn.MaxPool2d, words, shape)
    if kind == "avgpool":
        return pool(nn.AvgPool2d, words, shape)
    if kind == "leakyrelu":
        return nn.LeakyReLU(float(words[1]) if words[1:] else 0.01)
    if kind == "elu":
        return nn.ELU(float(words[1]) if words[1:] else 1.0)
    if kind == "softmax":
        return nn.Sequential(nn.Flatten(), nn.Softmax(1), Reshape(shape))
    if kind == "batchnorm":
        return nn.BatchNorm2d(shape[0], eps,
                              float(option(words, "momentum", 0.1)))
    if kind == "layernorm":
        return nn.LayerNorm(shape, eps)
    if kind == "flatten":
        return Reshape((math.prod(shape), 1, 1))
    if kind == "reshape":
        return Reshape(tuple(int(x) for x in words[1].split("x")))
    raise ValueError(kind)


def build(tokens, shape):
    """Layers up to the end or a ")"."""
    net, first = nn.Sequential(), shape
    while tokens:
        token = tokens.pop(0)
        if token == ")":
            break
        if token == "res(":
            net.append(Res(build(tokens, shape)))
        else:
            net.append(layer(token.split(), shape))
        shape = tuple(net(torch.randn(2, *first)).shape[1:])
    return net


def parse(text, shape):
    tokens = [t.strip() for t in re.findall(r"\s*res\(|\)|[^,()]+", text)]
    return build([t for t in tokens if t], shape)


def leaves(net):
    """(weight, bias, mean, variance) in the order of lathe."""
    for m in net.modules():
        if isinstance(m, (nn.Linear, nn.Conv2d, nn.LayerNorm)):
            yield m, [m.weight, m.bias]
        if isinstance(m, nn.BatchNorm2d):
            yield m, [m.weight, m.bias, m.running_mean, m.running_var]


def flat(m, t):
    return (t.T if isinstance(m, nn.Linear) and t.dim() == 2 else t).flatten()


def params(net):
    return torch.cat([flat(m, t) for m, ts in leaves(net) for t in ts])


def grads(net):
    return torch.cat([flat(m, t.grad if t.grad is not None
                           else torch.zeros_like(t))
                      for m, ts in leaves(net) for t in ts])


def randomise(net):
    with torch.no_grad():
        for m, ts in leaves(net):
            for i, t in enumerate(ts):
                v = torch.randn(t.shape) * (0.4 if i == 0 else 0.2)
                if isinstance(m, (nn.BatchNorm2d, nn.LayerNorm)) and i == 0:
                    v = 1 + v
                if i == 3:
                    v = 0.5 + v.abs()
                t.copy_(v.float().double())


def rows_loss(loss, z, y, smoothing):
    name, _, number = loss.partition(":")
    if name == "mse":
        return (z[:, 0] - y) ** 2
    if name == "mae":
        return (z[:, 0] - y).abs()
    if name == "huber":
        return F.huber_loss(z[:, 0], y, reduction="none",
                            delta=float(number or 1))
    if name == "binary":
        t = y.double() * (1 - smoothing) + smoothing / 2
        return F.binary_cross_entropy_with_logits(z[:, 0], t,
                                                  reduction="none")
    if name == "categorical":
        return F.cross_entropy(z, y, reduction="none",
                               label_smoothing=smoothing)
    log_p = (F.log_softmax(z, 1) if z.shape[1] > 1 else
             F.logsigmoid(torch.cat([-z, z], 1)))
    log_p = log_p.gather(1, y[:, None])[:, 0]
    return -((1 - log_p.exp()) ** float(number or 2)) * log_p


def number(v, kind):
    text = f"{v:.9g}"
    if kind == "float" and ("." in text or "e" in text):
        text += "f"
    return text


def array(kind, name, v):
    v = v.detach()
    items = [number(float(x), kind) for x in v]
    lines, line = [], "   "
    for x in items:
        if len(line) + len(x) + 2 > 79:
            lines.append(line)
            line = "   "
        line += f" {x},"
    lines.append(line)
    print(f"static const {kind} {name}[] = {{\n" + "\n".join(lines) + "\n};")


TABLE, IMAGE = (6, 1, 1), (2, 6, 7)
CASES = [
    ("dense 4, relu, dense 3", TABLE, "categorical", 0),
    ("dense 4, leakyrelu, dense 4, leakyrelu 0.3, dense 3", TABLE,
     "categorical", 0),
    ("dense 4, elu, dense 4, elu 0.5, dense 3", TABLE, "categorical", 0),
    ("dense 4, gelu, dense 4, silu, dense 3", TABLE, "categorical", 0),
    ("dense 4, sigmoid, dense 4, tanh, dense 4, softmax, dense 3", TABLE,
     "categorical", 0),
    ("batchnorm, dense 5, batchnorm momentum 0.3 eps 0.01, relu, dense 3",
     TABLE, "categorical", 0),
    ("dense 5, layernorm, relu, dense 4, layernorm eps 0.1, dense 3", TABLE,
     "categorical", 0),
    ("dense 5, res(dense 4, tanh, res(silu, dense 4), dense 5), relu, dense 3",
     TABLE, "categorical", 0),
    ("conv 3 3x3, relu, maxpool 2, dense 3", IMAGE, "categorical", 0),
    ("conv 3 2x3 stride 2x1 pad 1x2, tanh, avgpool 2 stride 1, dense 3", IMAGE,
     "categorical", 0),
    ("conv 4 2x2 pad same, tanh, conv 4 3x3 dilation 2 pad same groups 2, "
     "tanh, conv 4 3x3 groups 4 pad 1, avgpool global, dense 3", IMAGE,
     "categorical", 0),
    ("conv 3 3x3 pad 1, batchnorm, relu, res(conv 3 3x3 pad 1, batchnorm, "
     "relu, conv 3 3x3 pad 1, batchnorm), relu, maxpool global, dense 3",
     IMAGE, "categorical", 0),
    ("reshape 1x7x12, conv 2 3x3 stride 2, layernorm, flatten, dense 3", IMAGE,
     "categorical", 0),
    ("dense 1", TABLE, "mse", 0),
    ("dense 1", TABLE, "mae", 0),
    ("dense 1", TABLE, "huber:0.7", 0),
    ("dense 1", TABLE, "binary", 0),
    ("dense 1", TABLE, "binary", 0.2),
    ("dense 3", TABLE, "categorical", 0.2),
    ("dense 1", TABLE, "focal:1.5", 0),
    ("dense 3", TABLE, "focal", 0),
    ("conv 3 3x3, relu, conv 4 2x2, relu, avgpool 2, relu, dense 3", IMAGE,
     "categorical", 0),
    ("conv 3 3x3 pad 1, relu, res(conv 3 3x3 pad 1, batchnorm, relu), relu, "
     "maxpool 2, relu, conv 4 2x2, gelu, layernorm, elu, dense 3", IMAGE,
     "categorical", 0),
]
WEIGHTED = [
    ("dense 4, tanh, dense 3", TABLE, "categorical", 0.1),
    ("dense 1", TABLE, "binary", 0),
    ("dense 1", TABLE, "focal:1.5", 0),
    ("dense 1", TABLE, "mse", 0),
    ("dense 1", TABLE, "huber:0.7", 0),
]
ROWS = 7


def case(i, text, shape, loss, smoothing, weighted=False):
    net = parse(text, shape)
    randomise(net)
    x = torch.randn(ROWS, *shape).float().double()
    p = params(net).clone()
    net.train()
    z = net(x).flatten(1)
    regress = loss.split(":")[0] in ("mse", "mae", "huber")
    classes = 2 if z.shape[1] == 1 else z.shape[1]
    y = (torch.randn(ROWS).float().double() if regress
         else torch.randint(classes, (ROWS,)))
    w = torch.ones(ROWS) if regress else torch.tensor([0.5, 1.5, 2.0])[y]
    losses = w * rows_loss(loss, z, y, smoothing)
    mean = losses.mean()
    own = f"w_{i}" if weighted else "NULL"
    if weighted:
        v = (torch.arange(ROWS) % 4 * 0.7 + torch.rand(ROWS).round(decimals=3)
             * (torch.arange(ROWS) != 2)).float().double()
        mean = (v * losses).sum() / v.sum()
        array("float", own, v)
    mean.backward()
    g = grads(net)
    after = params(net)
    net.eval()
    out = net(x).flatten()
    array("float", f"x_{i}", x.flatten())
    array("float", f"y_{i}", y)
    array("float", f"before_{i}", p)
    array("double", f"grad_{i}", g)
    array("double", f"after_{i}", after)
    array("double", f"out_{i}", out)
    return (f'    {{ "{text}", {{ {", ".join(map(str, shape))} }}, "{loss}",\n'
            f"      {smoothing}, {mean.item():.12g}, {len(p)}, {len(out)}, "
            f"x_{i}, y_{i},\n      {own}, before_{i}, grad_{i}, after_{i}, "
            f"out_{i} }},")


OPTIMISERS = [
    ("sgd", lambda p: torch.optim.SGD(p, 0.05)),
    ("sgd", lambda p: torch.optim.SGD(p, 0.05, weight_decay=0.1)),
    ("momentum", lambda p: torch.optim.SGD(p, 0.01, 0.8)),
    ("nesterov", lambda p: torch.optim.SGD(p, 0.01, 0.8, nesterov=True,
                                           weight_decay=0.1)),
    ("adagrad", lambda p: torch.optim.Adagrad(p, 0.05)),
    ("rmsprop", lambda p: torch.optim.RMSprop(p, 0.01)),
    ("rmsprop", lambda p: torch.optim.RMSprop(p, 0.01, weight_decay=0.1)),
    ("adam", lambda p: torch.optim.Adam(p, 0.02)),
    ("adam", lambda p: torch.optim.Adam(p, 0.02, weight_decay=0.1)),
    ("adamw", lambda p: torch.optim.AdamW(p, 0.02, weight_decay=0.1)),
]
STEPS, PARAMS = 100, 5


def optimiser(i, name, make):
    """Steps down 0.5 a (w - c)^2 + sin(w + t) / 4, whose gradient the test
    computes too; the path, that of every other one with clipping to 1."""
    w = torch.linspace(-1, 1, PARAMS).float().double().requires_grad_()
    o = make([w])
    group = o.param_groups[0]
    path = []
    for t in range(STEPS):
        a = torch.arange(1, PARAMS + 1).double()
        w.grad = (a * (w - 0.5) + torch.cos(w + t) / 4).detach()
        if i % 2:
            nn.utils.clip_grad_norm_([w], 1.0)
        o.step()
        path.append(w.detach().clone())
    array("double", f"path_{i}", torch.cat(path))
    return (f'    {{ "{name}", {group["lr"]}, {group["weight_decay"]}, '
            f"{1.0 if i % 2 else 0.0}, path_{i} }},")


class Embedded(nn.Module):
    """embed 5x3 4 3x2, dense 4, tanh, dense 3 on two numbers and the three
    columns; place -1 is cold."""

    def __init__(self):
        super().__init__()
        self.first, self.last = nn.Embedding(5, 3), nn.Embedding(3, 2)
        self.behind = nn.Sequential(nn.Linear(11, 4), nn.Tanh(),
                                    nn.Linear(4, 3))

    def forward(self, x, hot):
        cold = (hot < 0)[:, :, None]
        hot = hot.clamp(min=0)
        one = F.one_hot(hot[:, 1], 4).masked_fill(cold[:, 1], 0)
        return self.behind(torch.cat([
            x, self.first(hot[:, 0]).masked_fill(cold[:, 0], 0),
            self.last(hot[:, 2]).masked_fill(cold[:, 2], 0), one], 1))

    def leaves(self):
        for t in (self.first.weight, self.last.weight):
            yield t, t, False
        for m in (self.behind[0], self.behind[2]):
            yield m.weight, m.weight.T, False
            yield m.bias, m.bias, True


EMBED_ROWS, EMBED_STEPS = 7, 24
EMBED_HOT = torch.tensor([[0, 3, 2], [4, -1, 0], [1, 1, -1], [-1, 0, 2],
                          [0, 2, 2], [2, 1, 0], [4, 3, 2]])


def embedded():
    """A gradient, and what each optimiser makes of the tables when most rows
    are not in a batch: batches of two of the first six rows."""
    net = Embedded()
    x = torch.randn(EMBED_ROWS, 2).float().double()
    y = torch.randint(3, (EMBED_ROWS,))
    with torch.no_grad():
        for t, _, _ in net.leaves():
            t.copy_((torch.randn(t.shape) * 0.5).float().double())
    before = [t.detach().clone() for t, _, _ in net.leaves()]

    def joined(of):
        return torch.cat([of(t, v).flatten() for t, v, _ in net.leaves()])

    def loss(rows):
        net.zero_grad()
        mean = F.cross_entropy(net(x[rows], EMBED_HOT[rows]), y[rows])
        mean.backward()
        return mean

    array("float", "embed_x", x.flatten())
    array("int", "embed_hot", EMBED_HOT.flatten())
    array("uint32_t", "embed_y", y)
    array("float", "embed_before", joined(lambda t, v: v))
    array("double", "embed_out", net(x, EMBED_HOT).flatten())
    mean = loss(torch.arange(EMBED_ROWS))
    array("double", "embed_grad",
          joined(lambda t, v: t.grad.T if v is not t else t.grad))
    paths = []
    for i, (name, make) in enumerate(OPTIMISERS):
        with torch.no_grad():
            for (t, _, _), b in zip(net.leaves(), before):
                t.copy_(b)
        o = make([t for t, _, bias in net.leaves() if not bias])
        group = dict(o.param_groups[0], weight_decay=0,
                     params=[t for t, _, bias in net.leaves() if bias])
        o.add_param_group(group)
        for t in range(EMBED_STEPS):
            loss(torch.tensor([t % 6, (t + 1) % 6]))
            o.step()
        array("double", f"embed_after_{i}", joined(lambda t, v: v))
        group = o.param_groups[0]
        paths.append(f'    {{ "{name}", {group["lr"]}, '
                     f'{group["weight_decay"]}, embed_after_{i} }},')
    print(f"static const double embed_mean = {mean.item():.12g};")
    print("static const struct {\n    const char *name;\n"
          "    double rate, decay;\n    const double *after;\n"
          "} embedded[] = {")
    print("\n".join(paths))
    print("};")


print(f"/* Written by layers.py with PyTorch {torch.__version__} */")
cases = [case(i, *c) for i, c in enumerate(CASES)]
cases += [case(len(CASES) + i, *c, True) for i, c in enumerate(WEIGHTED)]
print("""static const struct {
    const char *text;
    struct lathe_shape in;
    const char *loss;
    double smoothing, mean;
    size_t params, outs;
    const float *x, *y, *weight, *before;
    const double *grad, *after, *out;
} cases[] = {""")
print("\n".join(cases))
print("};")
paths = [optimiser(i, *o) for i, o in enumerate(OPTIMISERS)]
print("""static const struct {
    const char *name;
    double rate, decay, clip;
    const double *path;
} optimisers[] = {""")
print("\n".join(paths))
print("};")
embedded()
