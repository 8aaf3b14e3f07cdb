"""The counterparts of samformer.py, transformer.py and recurrent.py in JAX: parameters are nested dictionaries, models are
functions of them. A whole training step, SAM's two evaluations and Adam included, is one compiled function.

Axes: [batch, time, channel].
"""

import math

import jax
import jax.numpy as jnp

ADAM = dict(rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8)


def uniform(key, shape, fan_in):
    bound = 1 / math.sqrt(fan_in)
    return jax.random.uniform(key, shape, minval=-bound, maxval=bound)


def linear(key, inputs, outputs, bias=True):
    keys = jax.random.split(key)
    layer = {"weight": uniform(keys[0], (inputs, outputs), inputs)}
    return layer | ({"bias": uniform(keys[1], (outputs,), inputs)} if bias else {})


def apply(layer, x):
    y = x @ layer["weight"]
    return y + layer["bias"] if "bias" in layer else y


def moments(history, epsilon=1e-5):
    """Mean and deviation of each window and channel, as constants."""
    mean = jax.lax.stop_gradient(history.mean(1, keepdims=True))
    deviation = jax.lax.stop_gradient(jnp.sqrt(history.var(1, keepdims=True) + epsilon))
    return mean, deviation


# --- SAMformer ---------------------------------------------------------------------------------------------------


def samformer(key, channels, lookback, horizon, hidden=16, value="low-rank"):
    keys = jax.random.split(key, 5)
    full = value == "full"
    parameters = {
        "gain": jnp.ones(channels),
        "offset": jnp.zeros(channels),
        "queries": linear(keys[0], lookback, hidden),
        "keys": linear(keys[1], lookback, hidden),
        "values": linear(keys[2], lookback, lookback if full else hidden),
        "head": linear(keys[3], lookback, horizon),
    }
    return parameters if full else parameters | {"output": linear(keys[4], hidden, lookback)}


def samformer_forecast(p, history, epsilon=1e-5):
    mean, deviation = moments(history, epsilon)
    x = ((history - mean) / deviation * p["gain"] + p["offset"]).transpose(0, 2, 1)  # [batch, channel, lookback]
    queries, keys, values = (apply(p[name], x) for name in ("queries", "keys", "values"))
    scores = jnp.einsum("bid,bjd->bij", queries, keys) / math.sqrt(queries.shape[-1])
    attended = jax.nn.softmax(scores, axis=-1) @ values
    if "output" in p:
        attended = apply(p["output"], attended)
    forecast = apply(p["head"], x + attended).transpose(0, 2, 1)
    return (forecast - p["offset"]) / (p["gain"] + epsilon**2) * deviation + mean


# --- encoder-decoder Transformer -----------------------------------------------------------------------------------


def transformer(key, channels, marks, kind="linear", d=512, d_ff=2048, encoder_layers=2, decoder_layers=1):
    keys = iter(jax.random.split(key, 200))

    def attention():
        return {name: linear(next(keys), d, d) for name in ("query", "key", "value", "out")}

    def fan(inputs, outputs):
        periodic = outputs // 4
        return {"periodic": linear(next(keys), inputs, periodic), "general": linear(next(keys), inputs, outputs - 2 * periodic)}

    def feed_forward():
        make = fan if kind == "fan" else lambda *sizes: linear(next(keys), *sizes)
        return {"first": make(d, d_ff), "second": make(d_ff, d)}

    def norm():
        return {"gain": jnp.ones(d), "bias": jnp.zeros(d)}

    def embedding():
        return {"value": linear(next(keys), 3 * channels, d, bias=False), "mark": linear(next(keys), marks, d, bias=False)}

    return {
        "embeddings": [embedding(), embedding()],
        "encoder": [
            {"attention": attention(), "ffn": feed_forward(), "norms": [norm(), norm()]} for _ in range(encoder_layers)
        ],
        "decoder": [
            {"attention": [attention(), attention()], "ffn": feed_forward(), "norms": [norm() for _ in range(3)]}
            for _ in range(decoder_layers)
        ],
        "norms": [norm(), norm()],
        "projection": linear(next(keys), d, channels),
    }


def transformer_forecast(p, history, history_marks, decoder_marks, horizon, heads=8, dropout=0.0, key=None):
    size = p["projection"]["weight"].shape[0]
    counter = iter(range(1000))

    def dropped(x):
        if dropout == 0:
            return x
        keep = jax.random.bernoulli(jax.random.fold_in(key, next(counter)), 1 - dropout, x.shape)
        return jnp.where(keep, x / (1 - dropout), 0)

    def normed(norm, x):
        return (x - x.mean(-1, keepdims=True)) / jnp.sqrt(x.var(-1, keepdims=True) + 1e-5) * norm["gain"] + norm["bias"]

    def embed(layer, values, marks):
        around = jnp.concatenate([jnp.roll(values, 1, axis=1), values, jnp.roll(values, -1, axis=1)], axis=-1)
        return dropped(apply(layer["value"], around) + apply(layer["mark"], marks) + positions(values.shape[1], size))

    def attend(layer, x, memory, causal=False):
        split = lambda name, source: apply(layer[name], source).reshape(*source.shape[:2], heads, -1)  # noqa: E731
        query, key_, value = split("query", x), split("key", memory), split("value", memory)
        scores = jnp.einsum("bihd,bjhd->bhij", query, key_) / math.sqrt(query.shape[-1])
        if causal:
            scores = jnp.where(jnp.tril(jnp.ones(scores.shape[-2:], bool)), scores, -jnp.inf)
        weights = dropped(jax.nn.softmax(scores, axis=-1))
        return apply(layer["out"], jnp.einsum("bhij,bjhd->bihd", weights, value).reshape(x.shape))

    def part(layer, x):
        if "periodic" not in layer:
            return apply(layer, x)
        periodic = apply(layer["periodic"], x)
        general = jax.nn.gelu(apply(layer["general"], x), approximate=False)
        return jnp.concatenate([jnp.cos(periodic), jnp.sin(periodic), general], axis=-1)

    def feed_forward(layer, x):
        inner = part(layer["first"], x)
        if "periodic" not in layer["first"]:
            inner = jax.nn.gelu(inner, approximate=False)
        return dropped(part(layer["second"], dropped(inner)))

    memory = embed(p["embeddings"][0], history, history_marks)
    for layer in p["encoder"]:
        memory = normed(layer["norms"][0], memory + dropped(attend(layer["attention"], memory, memory)))
        memory = normed(layer["norms"][1], memory + feed_forward(layer["ffn"], memory))
    memory = normed(p["norms"][0], memory)
    label = decoder_marks.shape[1] - horizon
    known = jnp.concatenate([history[:, -label:], jnp.zeros((history.shape[0], horizon, history.shape[2]))], axis=1)
    x = embed(p["embeddings"][1], known, decoder_marks)
    for layer in p["decoder"]:
        x = normed(layer["norms"][0], x + dropped(attend(layer["attention"][0], x, x, causal=True)))
        x = normed(layer["norms"][1], x + dropped(attend(layer["attention"][1], x, memory)))
        x = normed(layer["norms"][2], x + feed_forward(layer["ffn"], x))
    return apply(p["projection"], normed(p["norms"][1], x[:, -horizon:]))


def positions(count, size):
    angles = jnp.arange(count)[:, None] * jnp.exp(jnp.arange(0, size, 2) * (-math.log(10000.0) / size))
    return jnp.stack([jnp.sin(angles), jnp.cos(angles)], axis=2).reshape(count, size)


# --- recurrences -------------------------------------------------------------------------------------------------


def lstm(key, channels, horizon, hidden=128):
    keys = jax.random.split(key, 3)
    return {
        "input": linear(keys[0], channels, 4 * hidden),
        "recurrent": linear(keys[1], hidden, 4 * hidden),
        "head": linear(keys[2], hidden, horizon * channels),
    }


def lstm_forecast(p, history):
    mean, deviation = moments(history)
    inputs = apply(p["input"], (history - mean) / deviation).transpose(1, 0, 2)  # [time, batch, 4 hidden]
    zero = jnp.zeros((history.shape[0], p["recurrent"]["weight"].shape[0]))

    def step(carry, entering):
        state, cell = carry
        i, f, g, o = jnp.split(entering + apply(p["recurrent"], state), 4, axis=-1)
        cell = jax.nn.sigmoid(f) * cell + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(cell), cell), None

    (state, _), _ = jax.lax.scan(step, (zero, zero), inputs)
    return apply(p["head"], state).reshape(len(history), -1, history.shape[2]) * deviation + mean


def mamba(key, channels, lookback, horizon, size=64, layers=2, states=16, kernel=4):
    keys = iter(jax.random.split(key, 100))
    inner, rank = 2 * size, math.ceil(size / 16)

    def mixer():
        return {
            "in": linear(next(keys), size, 2 * inner, bias=False),
            "taps": uniform(next(keys), (kernel, inner), kernel),
            "tap_bias": uniform(next(keys), (inner,), kernel),
            "x": linear(next(keys), inner, rank + 2 * states, bias=False),
            "dt": linear(next(keys), rank, inner),
            "a_log": jnp.tile(jnp.log(jnp.arange(1, states + 1.0)), (inner, 1)),
            "skip": jnp.ones(inner),
            "out": linear(next(keys), inner, size, bias=False),
        }

    return {
        "embedding": linear(next(keys), channels, size),
        "norms": [jnp.ones(size) for _ in range(layers + 1)],
        "mixers": [mixer() for _ in range(layers)],
        "projection": linear(next(keys), size, channels),
        "head": linear(next(keys), lookback, horizon),
    }


def mamba_forecast(p, history):
    mean, deviation = moments(history)
    x = apply(p["embedding"], (history - mean) / deviation)
    for gain, layer in zip(p["norms"], p["mixers"]):
        x = x + mix(layer, rms_normed(gain, x))
    mixed = apply(p["projection"], rms_normed(p["norms"][-1], x)).transpose(0, 2, 1)  # [batch, channel, lookback]
    return apply(p["head"], mixed).transpose(0, 2, 1) * deviation + mean


def rms_normed(gain, x):
    return x / jnp.sqrt((x * x).mean(-1, keepdims=True) + 1e-6) * gain


def mix(p, x):
    kernel, rank, states = p["taps"].shape[0], p["dt"]["weight"].shape[0], p["a_log"].shape[1]
    u, gate = jnp.split(apply(p["in"], x), 2, axis=-1)
    padded = jnp.pad(u, ((0, 0), (kernel - 1, 0), (0, 0)))
    u = jax.nn.silu(sum(padded[:, j : j + x.shape[1]] * p["taps"][j] for j in range(kernel)) + p["tap_bias"])
    step, entering, leaving = jnp.split(apply(p["x"], u), [rank, rank + states], axis=-1)
    step = jax.nn.softplus(apply(p["dt"], step))
    decay = -jnp.exp(p["a_log"])

    def scan(state, at):
        step, u, entering, leaving = at
        state = jnp.exp(step[..., None] * decay) * state + (step * u)[..., None] * entering[:, None]
        return state, jnp.einsum("bdn,bn->bd", state, leaving)

    in_time = tuple(a.transpose(1, 0, 2) for a in (step, u, entering, leaving))
    _, outputs = jax.lax.scan(scan, jnp.zeros((x.shape[0], *decay.shape)), in_time)
    return apply(p["out"], (outputs.transpose(1, 0, 2) + u * p["skip"]) * jax.nn.silu(gate))


# --- training steps ----------------------------------------------------------------------------------------------


def adam(parameters, gradients, state, rate):
    first, second, count = state
    count = count + 1
    first = jax.tree.map(lambda m, g: ADAM["beta1"] * m + (1 - ADAM["beta1"]) * g, first, gradients)
    second = jax.tree.map(lambda v, g: ADAM["beta2"] * v + (1 - ADAM["beta2"]) * g * g, second, gradients)
    corrections = 1 - ADAM["beta1"] ** count, 1 - ADAM["beta2"] ** count
    moved = jax.tree.map(
        lambda w, m, v: w - rate * (m / corrections[0]) / (jnp.sqrt(v / corrections[1]) + ADAM["epsilon"]),
        parameters, first, second,
    )
    return moved, (first, second, count)


def training_step(loss, rho=0.0, rate=ADAM["rate"]):
    """One compiled function (parameters, state, *batch) → (parameters, state, loss) whose buffers are reused."""

    def step(parameters, state, *batch):
        value, gradients = jax.value_and_grad(loss)(parameters, *batch)
        if rho > 0:
            norm = jnp.sqrt(sum((g * g).sum() for g in jax.tree.leaves(gradients)))
            summit = jax.tree.map(lambda w, g: w + rho / (norm + 1e-12) * g, parameters, gradients)
            gradients = jax.grad(loss)(summit, *batch)
        parameters, state = adam(parameters, gradients, state, rate)
        return parameters, state, value

    return jax.jit(step, donate_argnums=(0, 1))


def initial_state(parameters):
    zeros = lambda: jax.tree.map(jnp.zeros_like, parameters)  # noqa: E731
    return zeros(), zeros(), jnp.zeros(())
