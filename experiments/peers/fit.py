"""A whole fit in PyTorch: load ETTh1, train a SAMformer with SAM, validate, score the test windows; prints JSON."""

import time

STARTED = time.perf_counter()

import argparse  # noqa: E402
import json  # noqa: E402
import resource  # noqa: E402

import torch  # noqa: E402

import benchmark_data  # noqa: E402
import samformer  # noqa: E402


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", default=benchmark_data.default_path())
    parser.add_argument("--output", help="where to save the model, as safetensors")
    parser.add_argument("--onnx", help="where to save it as a graph that onnxruntime reads")
    parser.add_argument("--value", choices=["full", "low-rank"], default="full")
    parser.add_argument("--lookback", type=int, default=512)
    parser.add_argument("--horizon", type=int, default=96)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--batch-size", type=int, default=256)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--rho", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    imported = time.perf_counter()
    values, _ = benchmark_data.read(options.data)
    (train, validation, test), scaler = benchmark_data.split(values, options.lookback, options.horizon)
    loaded = time.perf_counter()
    model = samformer.SAMformer(values.shape[1], options.lookback, options.horizon, value=options.value)
    optimizer = torch.optim.Adam(model.parameters(), lr=options.learning_rate, fused=True)
    optimizer = samformer.SAM(optimizer, options.rho)
    for _ in range(options.epochs):
        train_epoch(model, optimizer, train, options.batch_size)
    trained = time.perf_counter()
    scores = {"validation": score(model, validation), "test": score(model, test)}
    if options.output:
        mean, deviation = scaler
        samformer.save(model, options.output, mean=mean.tolist(), deviation=deviation.tolist())
    if options.onnx:
        example = torch.zeros(1, options.lookback, values.shape[1])
        torch.onnx.export(model, (example,), options.onnx, input_names=["history"], dynamo=False)
        with open(f"{options.onnx}.json", "w") as file:
            json.dump({"mean": scaler[0].tolist(), "deviation": scaler[1].tolist()}, file)
    seconds = {
        "import": imported - STARTED,
        "load": loaded - imported,
        "train": trained - loaded,
        "total": time.perf_counter() - STARTED,
    }
    record = {
        "model": f"samformer-{options.value}",
        "parameters": sum(p.numel() for p in model.parameters()),
        "epochs": options.epochs,
        "threads": options.threads,
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "peak_mebibytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    print(json.dumps(record | scores))


def train_epoch(model, optimizer, windows, batch_size):
    for starts in torch.randperm(len(windows)).split(batch_size):
        history, target = windows.batch(starts)
        optimizer.step(lambda: torch.nn.functional.mse_loss(model(history), target))


@torch.inference_mode()
def score(model, windows):
    squares, absolutes, count = 0.0, 0.0, 0
    for starts in torch.arange(len(windows)).split(256):
        history, target = windows.batch(starts)
        error = model(history) - target
        squares += error.square().sum(dtype=torch.float64).item()
        absolutes += error.abs().sum(dtype=torch.float64).item()
        count += error.numel()
    return {"mse_norm": squares / count, "mae_norm": absolutes / count, "windows": len(windows)}


if __name__ == "__main__":
    main()
