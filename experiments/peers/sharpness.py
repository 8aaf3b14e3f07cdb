"""Four steps of SAM and its relatives on a tiny network, in plain NumPy and double precision.

Prints the parameters that Tests/OptimizersTests/SharpnessFormTests.swift expects:
`python3 experiments/peers/sharpness.py`.
"""
import numpy as np

X, TARGET = np.array([0.8, -0.5]), 0.9
START = [np.array([[0.5, -0.3], [0.2, 0.7]]), np.array([1.1, 0.9]), np.array([0.6, -0.4])]
PARTS = {"all": [1, 1, 1], "attention": [1, 0, 0], "normalization": [0, 1, 0], "last-layer": [0, 0, 1]}
RATE, RHO = 0.05, 0.3


def gradient(w):
    """Of `(v · (g * tanh(W x)) − t)²` with respect to W, g and v."""
    hidden = np.tanh(w[0] @ X)
    slope = 2 * (w[2] @ (w[1] * hidden) - TARGET)
    return [np.outer(slope * w[2] * w[1] * (1 - hidden**2), X), slope * w[2] * hidden, slope * w[1] * hidden]


def dot(a, b):
    return sum((x * y).sum() for x, y in zip(a, b))


def climb(w, d, rho, adaptive, part):
    d = [x * keep for x, keep in zip(d, PARTS[part])]
    if adaptive:
        return [x + rho * x * x * y / np.sqrt(dot([x * y for x, y in zip(w, d)], [x * y for x, y in zip(w, d)]))
                for x, y in zip(w, d)]
    return [x + rho * y / np.sqrt(dot(d, d)) for x, y in zip(w, d)]


def reject(a, b):
    return [x - dot(a, b) / dot(b, b) * y for x, y in zip(a, b)]


def run(form, adaptive=False, part="all", rate=lambda step: RATE):
    w, m, v, memory = list(START), [0 * x for x in START], [0 * x for x in START], None
    for step in range(4):
        up = lambda d, rho=RHO: gradient(climb(w, d, rho, adaptive, part))
        if form == "momentum":
            g = gradient(w) if step == 0 else up(m)
        else:
            here = gradient(w)
            if form == "sam":
                g = up(here)
            elif form == "looksam:2:0.7":
                if step % 2 == 0:
                    g = up(here)
                    memory = reject(g, here)
                else:
                    factor = 0.7 * np.sqrt(dot(here, here) / dot(memory, memory))
                    g = [x + factor * y for x, y in zip(here, memory)]
            elif form == "gsam:0.4":
                there = up(here, RHO * rate(step) / rate(0))
                g = [x - 0.4 * y for x, y in zip(there, reject(here, there))]
            elif form == "fsam:0.5:0.9":
                d = here if memory is None else [x - 0.5 * y for x, y in zip(here, memory)]
                memory = here if memory is None else [0.9 * y + 0.1 * x for x, y in zip(here, memory)]
                g = up(d)
        m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
        v = [0.999 * a + 0.001 * b * b for a, b in zip(v, g)]
        t = step + 1
        w = [x - rate(step) * (a / (1 - 0.9**t)) / (np.sqrt(b / (1 - 0.999**t)) + 1e-7)
             for x, a, b in zip(w, m, v)]
    return np.concatenate([x.ravel() for x in w])


def show(name, values):
    print(f'    ("{name}", [' + ", ".join(f"{x:.7f}" for x in values) + "]),")


for form in ["sam", "looksam:2:0.7", "momentum", "gsam:0.4", "fsam:0.5:0.9"]:
    show(form, run(form, rate=lambda step: RATE * (1 - step / 8) if form.startswith("gsam") else RATE))
show("asam", run("sam", adaptive=True))
for part in ["attention", "normalization", "last-layer"]:
    show(part, run("sam", part=part))
