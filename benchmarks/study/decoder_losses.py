"""What a decoder loses on the chip, component by component: its perplexity of a text with each component of the
mapping switched to exact in turn, and by draws beside the chip's own expectation.

    python3 benchmarks/study/decoder_losses.py --out benchmarks/study/results/decoder_losses.csv

Each row is a run of `simulate MODEL --input TEXT --perplexity`. "exact" is what this chip can do at best: norms in two
passes, scores of 16 bits without collisions, codes and couplings of 12 bits. docs/accuracy.md says what it found.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

parser = argparse.ArgumentParser()
parser.add_argument("--command", default=str(ROOT / ".build/release/ising-npu"))
parser.add_argument("--model", default=str(ROOT / ".models/SmolLM2-135M-Instruct"))
parser.add_argument("--text", default=str(ROOT / "docs/examples/page.txt"))
parser.add_argument("--hardware", default="digital-pbit-22nm")
parser.add_argument("--seeds", type=int, default=2)
parser.add_argument("--out", default=str(HERE / "results/decoder_losses.csv"))
options = parser.parse_args()

EXACT_SCORES = ["--set", "timing.score_bits=16", "--set", "timing.race_load=0.0001"]


def perplexity(hardware, *further, seed=0):
    result = subprocess.run(
        [options.command, "simulate", options.model, "--input", options.text, "--perplexity", "--hardware", hardware,
         "--seed", str(seed), "--json", *further], capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(result.stderr)
    found = json.loads(result.stdout)["perplexity"]
    return found["reference"], found["chip"], found["tokens"]


with tempfile.TemporaryDirectory() as folder:
    fine = str(pathlib.Path(folder) / "fine.yaml")
    subprocess.run(
        [options.command, "spec", "new", "fine-scores", "--from", options.hardware, *EXACT_SCORES, "--out", fine],
        check=True, capture_output=True)
    here, expectation = options.hardware, ["--fidelity", "expectation"]
    runs = [
        ("nothing exact", here, expectation),
        ("scores exact", fine, expectation),
        ("norms exact", here, expectation + ["--norm", "two_passes"]),
        ("operands of attention 12 bits", here, expectation + ["--attention-bits", "12"]),
        ("activations 12 bits", here, expectation + ["--activation-bits", "12", "--attention-bits", "8"]),
        ("couplings 12 bits", here, expectation + ["--weight-bits", "12"]),
        ("all exact", fine, expectation + ["--norm", "two_passes", "--activation-bits", "12", "--weight-bits", "12"]),
    ]
    rows = []
    for name, hardware, further in runs:
        reference, chip, tokens = perplexity(hardware, *further)
        rows.append([name, tokens, reference, chip, chip / reference - 1])
        print(f"{name}: {chip:.3f}, {chip / reference - 1:+.2%} of float32's {reference:.3f}", flush=True)
    expected = rows[0][3]
    for draws in ["systematic", "independent"]:
        for samples in [16, 64, 256]:
            found = [
                perplexity(
                    here, "--fidelity", "sampled", "--draws", draws, "--samples", str(samples), seed=seed)[1]
                for seed in range(options.seeds)
            ]
            mean = sum(found) / len(found)
            rows.append([f"{draws} {samples}", rows[0][1], rows[0][2], mean, mean / rows[0][2] - 1])
            print(f"{draws} {samples}: {mean:.3f}, {mean / expected - 1:+.2%} of expectation", flush=True)

with open(options.out, "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["run", "tokens", "reference", "chip", "loss"])
    writer.writerows(rows)
