"""How much longer fidelity `event` takes than the schedule of `sampled`, and how well a law of it holds.

Runs both fidelities on pairs of chip, number of samples and text, fits

    t_event / t_sampled - 1 = c / S^p

by least squares on the logarithms to two thirds of the pairs and prints the error on the others: every
third pair in the order of the table is held back, whatever it says. docs/machine.md says what it found.

    python3 benchmarks/study/event_correction.py
"""

import argparse
import csv
import json
import math
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
CHIPS = ["ceas-ising-5w", "digital-pbit-22nm"]
SAMPLES = [4, 16, 64, 256]
# Texts of docs/examples/page.txt of few and of many tokens, counted from 0.
TEXTS = [0, 7]

parser = argparse.ArgumentParser()
parser.add_argument("--command", default=".build/release/ising-npu")
parser.add_argument("--model", default=".models/all-MiniLM-L6-v2")
parser.add_argument("--seeds", type=int, default=2)
options = parser.parse_args()
page = (HERE.parents[1] / "docs/examples/page.txt").read_text().splitlines()


def time_s(chip, samples, text, fidelity):
    """Mean time of a text over seeds, and its tokens."""
    times = []
    for seed in range(options.seeds):
        result = subprocess.run(
            [options.command, "run", options.model, "--hardware", chip, "--samples", str(samples), "--fidelity",
             fidelity, "--seed", str(seed), "--text", text, "--json"], capture_output=True, text=True)
        if result.returncode:
            raise SystemExit(result.stderr)
        document = json.loads(result.stdout)
        times.append(document["npu"]["time_s"])
    return sum(times) / len(times), len(document["outputs"][0]["token_ids"])


rows = []
for chip in CHIPS:
    for number in TEXTS:
        for samples in SAMPLES:
            sampled, tokens = time_s(chip, samples, page[number], "sampled")
            event, _ = time_s(chip, samples, page[number], "event")
            rows.append([chip, tokens, samples, sampled, event, event / sampled - 1])
            print(f"{chip} {tokens} tokens S={samples}: {event / sampled - 1:+.3%}", flush=True)

kept = [row for index, row in enumerate(rows) if index % 3 != 2]
points = [(math.log(row[2]), math.log(row[5])) for row in kept if row[5] > 0]
mean_x = sum(x for x, _ in points) / len(points)
mean_y = sum(y for _, y in points) / len(points)
slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
factor = math.exp(mean_y - slope * mean_x)


def error(row):
    """Relative error of the corrected time."""
    return row[3] * (1 + factor * row[2] ** slope) / row[4] - 1


held = [error(row) for index, row in enumerate(rows) if index % 3 == 2]
print(f"t_event / t_sampled = 1 + {factor:.3f} S^{slope:.3f}; held back: "
      f"rms {math.sqrt(sum(e * e for e in held) / len(held)):.2%}, worst {max(held, key=abs):+.2%}")
with open(HERE / "results/event_correction.csv", "w", newline="") as file:
    table = csv.writer(file)
    table.writerow(["chip", "tokens", "samples", "sampled_s", "event_s", "excess", "held_back", "error"])
    table.writerows(row + [int(index % 3 == 2), error(row)] for index, row in enumerate(rows))
