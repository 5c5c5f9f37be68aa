"""Loss, time and energy of MiniLM by every road of attention, every gate threshold and both norms.

    python3 benchmarks/study/roads.py roads [--fidelity sampled event] [--texts 16] [--seeds 2]
    python3 benchmarks/study/roads.py gates

Loss is 1 - cos between the chip's embedding and the dense reference's, over the first sentences of
sentences.json, at 12 bits. "Attention alone" is 1 - cos between the chip at a fidelity that draws and
the same chip in expectation, both with step gates, which decide once and do not draw: then nothing
but attention scatters. Errors are one standard error of the draws, pooled over texts from the
spread between seeds; the set of sentences is given. Writes results/roads.csv.
"""

import argparse
import csv
import json
import math
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
BITS = ["--weight-bits", "12", "--activation-bits", "12"]
STEP = ["--gate-threshold", "zero-temperature"]
SAMPLES = [16, 64, 256]
ROADS = {
    "race": ["--draws", "independent"],
    "race, window": ["--race-stop", "window"],
    "race, ramped": ["--race-rate", "ramped"],
    "potts": ["--attention", "potts", "--draws", "independent"],
    "kawasaki": ["--attention", "kawasaki"],
    "race, systematic": ["--draws", "systematic"],
    "potts, systematic": ["--attention", "potts", "--draws", "systematic"],
    "one-hot, βA = 4": ["--attention", "one-hot", "--one-hot-penalty", "4"],
    "one-hot, βA = 6": ["--attention", "one-hot", "--one-hot-penalty", "6"],
}
# One-hot groups at βA = 6 execute 10⁹ updates for these texts; they run at fewer S at fidelity event.
SLOW = {"one-hot, βA = 6": [16]}

parser = argparse.ArgumentParser()
parser.add_argument("what", choices=["roads", "gates"])
parser.add_argument("--command", default=".build/release/ising-npu")
parser.add_argument("--model", default=".models/all-MiniLM-L6-v2")
parser.add_argument("--fidelity", nargs="+", default=["sampled", "event"])
parser.add_argument("--threads", default="1")
parser.add_argument("--seeds", type=int, default=2)
parser.add_argument("--texts", type=int, default=16)
parser.add_argument("--roads", nargs="+", default=list(ROADS))
parser.add_argument("--cache", help="file of runs that were made before; made if missing")
options = parser.parse_args()
sentences = json.loads((HERE / "sentences.json").read_text())[:options.texts]
known = {}
if options.cache and Path(options.cache).exists():
    known = {tuple(json.loads(line)[0]): json.loads(line)[1] for line in open(options.cache)}


def run(*arguments):
    """One run's document, with what is not needed here left out; the same run is made once."""
    if arguments not in known:
        command = [options.command, "run", options.model, "--text", *sentences]
        command += ["--threads", options.threads, "--json", *BITS, *arguments]
        found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        chip = found["npu"]
        race = next(c for c in chip["components"] if c["name"] == "race tiles")
        known[arguments] = {
            "loss": [1 - output["cosine"] for output in found["outputs"]],
            "embedding": [output["embedding"] for output in found["outputs"]],
            "rows": 72 * sum(len(output["token_ids"]) for output in found["outputs"]),
            "time_s": chip["time_s"] / len(sentences),
            "race_J": race["energy_J"]["nominal"] / len(sentences),
            "chip_J": chip["energy_J"]["nominal"] / len(sentences),
            "updates": race["actions"].get("agent_update", 0),
        }
        if options.cache:
            with open(options.cache, "a") as file:
                file.write(json.dumps([arguments, known[arguments]]) + "\n")
    return known[arguments]


def cosine(x, y):
    dot = sum(a * b for a, b in zip(x, y))
    return dot / math.sqrt(sum(a * a for a in x) * sum(b * b for b in y))


def mean_and_error(rows):
    """Mean over seeds and texts, and the error of it that the draws leave: rows are seeds."""
    seeds, texts = len(rows), len(rows[0])
    mean = sum(map(sum, rows)) / seeds / texts
    if seeds == 1:
        return mean, math.nan
    variance = 0
    for column in zip(*rows):
        middle = sum(column) / seeds
        variance += sum((x - middle) ** 2 for x in column) / (seeds - 1)
    return mean, math.sqrt(variance / seeds) / texts


def measure(arguments, seeds):
    """Loss against the reference, and the first document for what else it holds."""
    documents = [run(*arguments, "--seed", str(seed)) for seed in range(seeds)]
    return mean_and_error([d["loss"] for d in documents]), documents[0]


def alone(fidelity, samples, arguments, seeds):
    """Loss by the draws of attention alone."""
    exact = run("--fidelity", "expectation", *STEP, *arguments)["embedding"]
    rows = []
    for seed in range(seeds):
        drawn = run("--fidelity", fidelity, "--samples", str(samples), *STEP, *arguments, "--seed", str(seed))
        rows.append([1 - cosine(x, y) for x, y in zip(drawn["embedding"], exact)])
    return mean_and_error(rows)


def fit(points):
    """c of loss = c/S, weighted by the errors, with its error."""
    weights = [1 / (s * error) ** 2 for s, _, error in points]
    c = sum(w * s * loss for w, (s, loss, _) in zip(weights, points)) / sum(weights)
    return c, 1 / math.sqrt(sum(weights))


def roads():
    print(f"{len(sentences)} texts, quantisation alone: {measure(['--fidelity', 'expectation'], 1)[0][0]:.1e}\n")
    print("| road | fidelity | S | loss | time a text | race tiles a text | chip a text | updates a draw |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    table, fits, parts = [], [], []
    for name in options.roads:
        arguments = ROADS[name]
        for fidelity in options.fidelity:
            counts = SLOW.get(name, SAMPLES) if fidelity == "event" else SAMPLES
            points = []
            for samples in counts:
                chosen = ["--fidelity", fidelity, "--samples", str(samples), *arguments]
                (loss, error), first = measure(chosen, options.seeds)
                points.append((samples, loss, error))
                updates = first["updates"] / samples / first["rows"]
                table.append([name, fidelity, samples, "gaussian", loss, error, first["time_s"],
                              first["race_J"], first["chip_J"], updates])
                print(
                    f"| {name} | {fidelity} | {samples} | {loss:.5f} ± {error:.5f} | {first['time_s'] * 1e6:.1f} µs "
                    f"| {first['race_J'] * 1e6:.2f} µJ | {first['chip_J'] * 1e6:.1f} µJ | {updates:.4g} |", flush=True)
            fits.append((name, fidelity, points))
            for samples in [min(64, SLOW.get(name, SAMPLES)[-1])]:
                loss, error = alone(fidelity, samples, arguments, options.seeds)
                table.append([name, fidelity, samples, "step", loss, error, "", "", "", ""])
                parts.append((name, fidelity, samples, loss, error))
    print("\n| road | fidelity | c of loss = c/S |\n|---|---|---|")
    for name, fidelity, points in fits:
        c, error = fit(points)
        print(f"| {name} | {fidelity} | {c:.3f} ± {error:.3f} |")
    print("\n| road | fidelity | S | attention alone: loss · S |\n|---|---|---|---|")
    for name, fidelity, samples, loss, error in parts:
        print(f"| {name} | {fidelity} | {samples} | {loss * samples:.4f} ± {error * samples:.4f} |")
    header = ["road", "fidelity", "samples", "gates", "loss", "standard_error", "time_s", "race_J", "chip_J",
              "updates_a_draw"]
    with open(HERE / "results/roads.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header] + table)


def gates():
    print("| gate or norm | loss in expectation | loss at S = 64, sampled | event | time a text, sampled | event |")
    print("|---|---|---|---|---|---|")
    variants = {
        "gaussian (exact for GELU)": ["--gate-threshold", "gaussian"],
        "logistic": ["--gate-threshold", "logistic"],
        "unit-logistic": ["--gate-threshold", "unit-logistic"],
        "zero-temperature": STEP,
        "norm two_passes": ["--norm", "two_passes"],
        "norm feedback": ["--norm", "feedback"],
    }
    for name, arguments in variants.items():
        (exact, _), _ = measure(["--fidelity", "expectation", *arguments], 1)
        losses, times = [], []
        for fidelity in ["sampled", "event"]:
            (loss, error), first = measure(["--fidelity", fidelity, "--samples", "64", *arguments], options.seeds)
            losses.append(f"{loss:.4f} ± {error:.4f}")
            times.append(f"{first['time_s'] * 1e6:.1f} µs")
        print(f"| {name} | {exact:.5f} | {' | '.join(losses)} | {' | '.join(times)} |", flush=True)


roads() if options.what == "roads" else gates()
