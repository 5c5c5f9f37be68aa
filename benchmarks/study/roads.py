"""Loss, time and energy of MiniLM by every road of attention, every gate threshold and both norms.

    python3 benchmarks/study/roads.py [--command .build/release/ising-npu] [--fidelity sampled]

Loss is 1 - cos between the chip's embedding and the dense reference's, over the sentences of
sentences.json, at 12 bits, so that quantisation (its loss is printed first) hides nothing.
"""

import argparse
import json
import math
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
BITS = ["--weight-bits", "12", "--activation-bits", "12"]

parser = argparse.ArgumentParser()
parser.add_argument("--command", default=".build/release/ising-npu")
parser.add_argument("--model", default=".models/all-MiniLM-L6-v2")
parser.add_argument("--fidelity", default="sampled")
parser.add_argument("--threads", default="0")
parser.add_argument("--seeds", type=int, default=3)
options = parser.parse_args()


def run(*arguments, seed=0):
    command = [options.command, "run", options.model, "--input", str(HERE / "sentences.json")]
    command += ["--threads", options.threads, "--seed", str(seed), "--json", *BITS, *arguments]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def losses(document):
    return [1 - output["cosine"] for output in document["outputs"]]


def measure(*arguments, floor=0.0):
    """Mean loss with its standard error over seeds and sentences, time and race energy of a text."""
    documents = [run(*arguments, seed=seed) for seed in range(options.seeds)]
    rows = [losses(document) for document in documents]
    texts = len(rows[0])
    by_text = [sum(row[text] for row in rows) / len(rows) for text in range(texts)]
    mean = sum(by_text) / texts
    error = math.sqrt(sum((x - mean) ** 2 for x in by_text) / (texts - 1) / texts)
    chip = documents[0]["npu"]
    race = next(c for c in chip["components"] if c["name"] == "race tiles")
    return {
        "loss": mean - floor,
        "error": error,
        "time_s": chip["time_s"] / texts,
        "race_J": race["energy_J"]["nominal"] / texts,
        "energy_J": chip["energy_J"]["nominal"] / texts,
        "R": chip["class_shares"]["R"]["count"] / texts,
    }


floor = measure("--fidelity", "expectation")["loss"]
print(f"quantisation alone: {floor:.2e}\n")
roads = {
    "race": [],
    "race, systematic": ["--draws", "systematic"],
    "race, window": ["--race-stop", "window"],
    "race, ramped": ["--race-rate", "ramped"],
    "potts": ["--attention", "potts"],
    "potts, systematic": ["--attention", "potts", "--draws", "systematic"],
    "one-hot": ["--attention", "one-hot"],
    "kawasaki": ["--attention", "kawasaki"],
}
print("| road | S | loss | loss · S | time a text | race tiles a text | chip a text |")
print("|---|---|---|---|---|---|---|")
for name, arguments in roads.items():
    for samples in [16, 64, 256]:
        found = measure(
            "--fidelity", options.fidelity, "--samples", str(samples), *arguments, floor=floor)
        print(
            f"| {name} | {samples} | {found['loss']:.4f} ± {found['error']:.4f} "
            f"| {found['loss'] * samples:.2f} | {found['time_s'] * 1e6:.1f} µs "
            f"| {found['race_J'] * 1e6:.2f} µJ | {found['energy_J'] * 1e6:.1f} µJ |", flush=True)
print("\n| gate or norm | loss in expectation | loss at S = 64 | time a text |")
print("|---|---|---|---|")
variants = {
    "gaussian (exact for GELU)": ["--gate-threshold", "gaussian"],
    "logistic": ["--gate-threshold", "logistic"],
    "unit-logistic": ["--gate-threshold", "unit-logistic"],
    "zero-temperature": ["--gate-threshold", "zero-temperature"],
    "norm two_passes": ["--norm", "two_passes"],
    "norm feedback": ["--norm", "feedback"],
}
for name, arguments in variants.items():
    exact = measure("--fidelity", "expectation", *arguments)
    drawn = measure("--fidelity", options.fidelity, "--samples", "64", *arguments)
    print(
        f"| {name} | {exact['loss']:.5f} | {drawn['loss']:.4f} ± {drawn['error']:.4f} "
        f"| {drawn['time_s'] * 1e6:.1f} µs |", flush=True)
