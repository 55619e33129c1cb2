/*
 * train - from a dataset to a model
 */
#include "command.h"
#include "stop.h"

static struct lathe_train_opts o;

static void defaults(void)
{
    o = lathe_train_defaults();
}

static const struct opt opts[] = {
    {'o', "output", OPT_TEXT, {.text = &o.output}, "FILE",
     "the model file to write"},
    {0, "model", OPT_TEXT, {.text = &o.model}, "NAME",
     "linear, mlp:WIDTH,..., cnn or lenet"},
    {0, "layers", OPT_TEXT, {.text = &o.layers}, "TEXT",
     "hidden layers, such as 'dense 64, relu, dropout 0.5'"},
    {0, "embed", OPT_TEXT, {.text = &o.embed}, "all|COL[=N],...",
     "give categories vectors that are learnt, of N numbers"},
    {0, "loss", OPT_TEXT, {.text = &o.loss}, "NAME",
     "mse mae huber[:D] binary categorical focal[:G]; else as the target "
     "suggests"},
    {0, "label-smoothing", OPT_REAL, {.real = &o.label_smoothing}, "X",
     "share of the truth that is spread over all classes"},
    {0, "optimizer", OPT_TEXT, {.text = &o.optimizer}, "NAME",
     "sgd momentum nesterov adagrad rmsprop adam adamw"},
    {0, "lr", OPT_REAL, {.real = &o.lr}, "X",
     "learning rate; 0: the optimizer's own"},
    {0, "schedule", OPT_TEXT, {.text = &o.schedule}, "NAME",
     "constant, step:N,F, exp:F, cosine, onecycle, plateau"},
    {0, "warmup", OPT_INT, {.i = &o.warmup}, "N",
     "let the rate rise for N batches before the schedule"},
    {0, "momentum", OPT_REAL, {.real = &o.momentum}, "X",
     "of momentum and nesterov"},
    {0, "init-weights", OPT_TEXT, {.text = &o.init_weights}, "NAME",
     "how weights begin: auto he he-uniform glorot glorot-normal lecun "
     "lecun-uniform orthogonal zeros"},
    {0, "init", OPT_TEXT, {.text = &o.init}, "MODEL.h5",
     "begin from the transforms, layers and weights of a model"},
    {0, "new-head", OPT_FLAG, {.flag = &o.new_head}, NULL,
     "with --init: a new output layer, for other classes"},
    {0, "freeze", OPT_TEXT, {.text = &o.freeze}, "LAYERS",
     "layers that are not changed, such as 1-3,5; or hidden"},
    {0, "epochs", OPT_INT, {.i = &o.epochs}, "N",
     "most passes over the training rows; 0: 40 to 200"},
    {0, "batch", OPT_TEXT, {.text = &o.batch}, "N|full|auto",
     "rows per step"},
    {0, "patience", OPT_INT, {.i = &o.patience}, "N",
     "stop after N epochs without a better figure; 0: never, "
     "-1: a quarter of all"},
    {0, "monitor", OPT_TEXT, {.text = &o.monitor}, "METRIC",
     "figure of the validation rows that decides: loss, accuracy, f1, ..."},
    {0, "min-delta", OPT_REAL, {.real = &o.min_delta}, "X",
     "least change that counts as better for --patience"},
    {0, "l1", OPT_REAL, {.real = &o.l1}, "X",
     "penalty on absolute weights"},
    {0, "l2", OPT_REAL, {.real = &o.l2}, "X",
     "penalty on squared weights; adamw: decay, and 0 is 0.01"},
    {0, "clip-norm", OPT_REAL, {.real = &o.clip_norm}, "X",
     "largest norm of the gradient; 0: any"},
    {0, "dropout", OPT_REAL, {.real = &o.dropout}, "X",
     "share dropped after each hidden layer of an mlp"},
    {0, "class-weight", OPT_TEXT, {.text = &o.class_weight}, "balanced|C=W,...",
     "weights of classes in the loss"},
    {0, "oversample", OPT_FLAG, {.flag = &o.oversample}, NULL,
     "repeat rows of smaller classes until all are as large"},
    {0, "unweighted", OPT_FLAG, {.flag = &o.unweighted}, NULL,
     "count every row the same, though the dataset has weights"},
    {0, "augment", OPT_TEXT, {.text = &o.augment}, "LIST",
     "change images: flip,crop:4,shift:2,rotate:10,cutout:8,mixup:0.2,..."},
    {0, "log", OPT_TEXT, {.text = &o.log}, "FILE",
     "one JSON object per epoch"},
    {0, "plot", OPT_TEXT, {.text = &o.plot}, "FILE.svg",
     "curves of loss and metric, drawn anew as epochs end"},
    {0, "checkpoint", OPT_TEXT, {.text = &o.checkpoint}, "FILE",
     "keep what training has come to in FILE until the model is written"},
    {0, "checkpoint-every", OPT_INT, {.i = &o.checkpoint_every}, "N",
     "after every N batches; 0: after an epoch, at most once a second"},
    {0, "resume", OPT_FLAG, {.flag = &o.resume}, NULL,
     "go on from the checkpoint, if there is one"},
    {0, "lock", OPT_TEXT, {.text = &o.lock}, "FILE",
     "one run at a time: exit 75 at once when another holds FILE"},
    {0, "if-changed", OPT_FLAG, {.flag = &o.if_changed}, NULL,
     "do nothing when the model is of the same data, options and seed"},
    {0, "time-limit", OPT_DURATION, {.real = &o.time_limit_s}, "TIME",
     "stop after so long, keep the best"},
    {0, "folds", OPT_INT, {.i = &o.folds}, "K",
     "cross-validate: K trainings, each judged by rows that it did not see"},
    {0, "groups", OPT_TEXT, {.text = &o.groups}, "COLUMN",
     "with --folds: rows with the same value of it stay together"},
    {0, "memory", OPT_SIZE, {.size = &o.memory_bytes}, "SIZE",
     "rows that take more are streamed from the file"},
    {0, "seed", OPT_SEED, {.seed = &o.seed}, "N",
     "of weights, order and dropout"},
    {'j', "threads", OPT_INT, {.i = &o.threads}, "N",
     "threads; 0: all cores"},
    JSON_OPT,
    COMMON_OPTS,
};

static int run(int argc, char **argv)
{
    struct lathe_host host;
    struct lathe_buf text = {0}, json = {0};
    struct lathe_err err = {0};
    enum lathe_code rc;
    int status, first = options_parse(&train_command, argc, argv, &status);

    if (first < 0)
        return status;
    if (!options_operands(&train_command, argc - first, 1, 1))
        return 64;
    if (!o.output && !o.folds)
        return report_usage(&train_command, "no output; say -o MODEL.h5");
    o.data = argv[first];
    host = report_host();
    if (o.checkpoint) {
        stop_catch();
        host.stop = stop_asked;
    }
    rc = lathe_train(&o, &host, &text, &json, &err);
    status = report_result(&train_command, rc, &text, &json, &err);
    stop_die();
    return status;
}

const struct command train_command = {
    "train", run, "DATASET.h5 -o MODEL.h5",
    "fit a model to a dataset", opts, defaults};
