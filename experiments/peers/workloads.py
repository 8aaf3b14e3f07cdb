"""The training steps that are measured, by name: the same in forecast-bench, PyTorch and JAX."""

# batch, channels, horizon, value path; the lookback is 512 in all. Steps of SAM(Adam).
SAMFORMERS = {
    "samformer-step": (32, 7, 96, "low-rank"),
    "samformer-step-720": (32, 7, 720, "low-rank"),
    "samformer-full-step": (32, 7, 96, "full"),
    "samformer-full-step-256": (256, 7, 96, "full"),
    "samformer-traffic-step": (32, 862, 96, "low-rank"),
}
# Batch 32, 7 channels, 4 marks, lookback 96, label 48, horizon 96 in all. Steps of Adam.
TRANSFORMERS = {
    "transformer-step": {},
    "transformer-step-dropout": {"dropout": 0.1},
    "transformer-fan-step": {"kind": "fan"},
    "transformer-small-step": {"d": 64, "d_ff": 256},
}
# Batch 32, 7 channels, lookback and horizon 96. Steps of Adam.
RECURRENT = {"lstm-step": "lstm", "mamba-step": "mamba"}
WORKLOADS = SAMFORMERS | TRANSFORMERS | RECURRENT
