"""Accuracy on sentences that nobody tuned anything on, and on the public ones.

    python3 benchmarks/study/other_sentences.py [public | others] [OPTIONS OF THE PROGRAM]

prints means, minima and rank correlations by setting and seed, and without further options writes
results/other_sentences.csv (one row a sentence and setting). `public` or `others` prints that table alone.
"""

import csv
import json
import pathlib
import shlex
import sys

import numpy as np

import machine

SETTINGS = [
    # name, options, seeded, (mean, minimum, Spearman) that the project promises
    ("expectation w8 a8", "--fidelity expectation", False, (0.997, 0.99, None)),
    ("expectation w10 a10", "--fidelity expectation --weight-bits 10 --activation-bits 10", False,
     (0.9998, None, None)),
    ("systematic S=64", "--draws systematic --samples 64", True, (0.9965, 0.985, 0.985)),
    ("independent S=256", "--draws independent --samples 256", True, (0.9925, 0.975, None)),
]


def describe(name, texts, seeds, more, reference=None):
    """Prints one row for each setting; returns cosines[setting][text] averaged over seeds."""
    means = {}
    if name:
        print(f"\n{name}: {len(texts)} texts, seeds {seeds.start}…{seeds.stop - 1}")
    print("| setting | mean over seeds | worst seed's mean | lowest cosine (seed, text) "
          "| lowest Spearman | promised | kept |")
    print("|---|---|---|---|---|---|---|")
    for setting, options, seeded, (least_mean, least_minimum, least_rank) in SETTINGS:
        used = list(seeds) if seeded else [seeds.start]
        runs = [machine.run(texts, f"{options} {more} --seed {seed}") for seed in used]
        cosines = np.array([run.cosines(reference) for run in runs])
        ranks = [run.spearman(reference) for run in runs]
        seed, text = np.unravel_index(cosines.argmin(), cosines.shape)
        mean, error = machine.mean_and_error(cosines.mean(axis=1))
        kept = cosines.mean(axis=1).min() >= least_mean
        kept &= least_minimum is None or cosines.min() >= least_minimum
        kept &= least_rank is None or min(ranks) >= least_rank
        promised = ", ".join(str(v) for v in (least_mean, least_minimum, least_rank) if v is not None)
        spread = f" ± {error:.5f}" if seeded else ""
        print(f"| {setting} | {mean:.5f}{spread} | {cosines.mean(axis=1).min():.5f} "
              f"| {cosines.min():.5f} ({used[seed]}, {text}: {texts[text][:28]!r}) "
              f"| {min(ranks):.4f} | {promised} | {'yes' if kept else 'NO'} |", flush=True)
        means[setting] = cosines.mean(axis=0)
    return means


def main():
    arguments = sys.argv[1:]
    alone = arguments.pop(0) if arguments[:1] in (["public"], ["others"]) else None
    more = shlex.join(arguments)
    texts, float64 = machine.public()
    file = pathlib.Path(__file__).resolve().parent / "sentences.json"
    others = json.loads(file.read_text())
    if alone == "public":
        describe("", texts, range(10), more, float64)
    if alone == "others":
        describe("", others, range(5), more)
    if alone:
        return
    describe("public sentences, against float64", texts, range(10), more, float64)
    means = describe("other sentences, against the dense reference", others, range(5), more)
    if more:
        return
    with open(machine.RESULTS / "other_sentences.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", *[setting for setting, *_ in SETTINGS]])
        for index, text in enumerate(others):
            writer.writerow([text[:60], *[f"{means[setting][index]:.6f}" for setting, *_ in SETTINGS]])
    for setting, *_ in SETTINGS:
        order = np.argsort(means[setting])[:5]
        print(f"\nlowest, {setting}: " + "; ".join(
            f"{means[setting][i]:.4f} {others[i][:32]!r}" for i in order))


if __name__ == "__main__":
    main()
