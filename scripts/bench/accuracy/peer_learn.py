"""A peer learns the same rows.

usage: peer_learn.py houses FOLDER SEED
       peer_learn.py pictures TRAIN.csv.gz TEST.csv.gz EPOCHS SEED

Prints one line of JSON: the figure of the test rows and how it was learnt, or
{"skip": why}.
"""
import json
import sys


def houses(folder, seed):
    """scikit-learn's MLPRegressor as its manual says: scaled inputs, and the
    target scaled too. It stops early on rows of its own, or when the loss of
    training rows no longer falls: the better of the two is taken, by the
    validation rows."""
    import numpy as np
    import pandas as pd
    import sklearn
    from sklearn.compose import TransformedTargetRegressor, \
        make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    part = {s: pd.read_csv("%s/houses-%s-%s.csv" % (folder, seed, s))
            for s in ("train", "valid", "test")}
    target = "median_house_value"
    numbers = [c for c in part["train"].columns
               if c not in (target, "ocean_proximity")]

    def fit(early):
        inputs = make_column_transformer(
            (make_pipeline(SimpleImputer(strategy="median"),
                           StandardScaler()), numbers),
            (OneHotEncoder(handle_unknown="ignore"), ["ocean_proximity"]))
        net = MLPRegressor(hidden_layer_sizes=(64, 32), max_iter=300,
                           early_stopping=early, random_state=int(seed))
        model = TransformedTargetRegressor(make_pipeline(inputs, net),
                                           transformer=StandardScaler())
        return model.fit(part["train"], part["train"][target])

    def rmse(model, s):
        gap = model.predict(part[s]) - part[s][target]
        return float(np.sqrt(np.mean(gap ** 2)))
    models = [fit(False), fit(True)]
    best = min(models, key=lambda m: rmse(m, "valid"))
    return rmse(best, "test"), ("scikit-learn %s, MLPRegressor((64, 32)), "
                                "the better of early_stopping or not"
                                % sklearn.__version__)


def pictures(train, test, epochs, seed):
    """The net of `--model cnn` in PyTorch, its own initial weights; Adam, and
    the rate along the same cosine."""
    import math

    import pandas as pd
    import torch
    from torch import nn

    torch.manual_seed(int(seed))
    sets = []
    for path in (train, test):
        table = pd.read_csv(path)
        x = torch.tensor(table.drop(columns="label").to_numpy("float32"))
        sets.append((x.reshape(-1, 3, 32, 32),
                     torch.tensor(table["label"].to_numpy("int64"))))
    mean = sets[0][0].mean((0, 2, 3), keepdim=True)
    sd = sets[0][0].std((0, 2, 3), keepdim=True)
    (x, y), (u, v) = [((a - mean) / sd, b) for a, b in sets]
    net = nn.Sequential(
        nn.Conv2d(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(),
        nn.Linear(84, 10))
    optimizer = torch.optim.Adam(net.parameters())
    epochs, batch = int(epochs), 64
    steps = epochs * math.ceil(len(x) / batch)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    for _ in range(epochs):
        order = torch.randperm(len(x))
        for at in range(0, len(x), batch):
            rows = order[at:at + batch]
            optimizer.zero_grad(set_to_none=True)
            nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
            optimizer.step()
            schedule.step()
    with torch.no_grad():
        right = (net(u).argmax(1) == v).float().mean().item()
    return right, ("PyTorch %s, Adam, cosine, batch 64, %d epochs"
                   % (torch.__version__, epochs))


try:
    figure, how = {"houses": houses, "pictures": pictures}[sys.argv[1]](
        *sys.argv[2:])
    print(json.dumps({"figure": figure, "how": how}))
except ImportError as e:
    print(json.dumps({"skip": str(e)}))
