"""The eigenvalues of the dense Hessian of a small network's loss, in NumPy and double precision.

Prints what Tests/DiagnosisTests/HessianTests.swift expects: `python3 experiments/peers/hessian.py`.
"""
import numpy as np

X = np.array([[np.sin(1.3 * i), np.cos(0.7 * i)] for i in range(12)])
Y = np.array([np.sin(0.9 * i) for i in range(12)])
W = np.array([[0.9, -0.4], [0.3, 0.8], [-0.6, 0.5]])
B = np.array([0.1, -0.2, 0.05])
V = np.array([0.7, -0.5, 0.4])
C = 0.1


def gradient(p):
    w, b, v, c = p[:6].reshape(3, 2), p[6:9], p[9:12], p[12]
    hidden = np.tanh(X @ w.T + b)
    slope = 2 * (hidden @ v + c - Y) / len(Y)
    back = np.outer(slope, v) * (1 - hidden**2)
    return np.concatenate([(back.T @ X).ravel(), back.sum(0), hidden.T @ slope, [slope.sum()]])


p = np.concatenate([W.ravel(), B, V, [C]])
h = 1e-5
hessian = np.array([(gradient(p + h * e) - gradient(p - h * e)) / (2 * h) for e in np.eye(len(p))])
values = np.linalg.eigvalsh((hessian + hessian.T) / 2)[::-1]
print("eigenvalues", ", ".join(f"{x:.6f}" for x in values))
print("gradient norm", f"{np.linalg.norm(gradient(p)):.6f}")
residual = np.tanh(X @ W.T + B) @ V + C - Y
print("loss", f"{(residual**2).mean():.6f}")
