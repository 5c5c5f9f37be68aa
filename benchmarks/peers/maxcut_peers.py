"""Time to 99.9 % of the best known cut with 99 % probability, of other samplers and of ours, one thread.

usage: maxcut_peers.py PROGRAM FOLDER [INSTANCE ...]

FOLDER holds rudy files and best_known.csv (instance,vertices,edges,best_known_cut,source); PROGRAM is
ising-npu. For each solver and number of sweeps, reads are made for about SECONDS (environment, default 10),
p is the share of reads that reach the target, and TTS99 = seconds a read * ln 0.01 / ln(1 - p), at least one
read. Prints a line each: instance solver sweeps reads best mean seconds-a-read p TTS99; then the best of each
solver. Solvers run with `linear 0.1 -> 3` (the best fixed schedule found for unit weights) and with their own
default ranges.
"""

import csv
import json
import math
import os
import subprocess
import sys
import time

import dimod
import numpy as np
import openjij
from dwave.samplers import SimulatedAnnealingSampler

import sampler_workloads

SECONDS = float(os.environ.get("SECONDS_EACH", "10"))
SWEEPS = [int(s) for s in os.environ.get("SWEEPS", "30 100 300 1000 3000 10000").split()]


def tts(per_read, p):
    if p <= 0:
        return math.inf
    return per_read * max(1.0, math.log(0.01) / math.log(1 - p)) if p < 1 else per_read


class Neal:
    def __init__(self, path, tuned):
        count, bonds = sampler_workloads.read(path)
        self.total = -sum(J for _, _, J in bonds)
        self.bqm = dimod.BinaryQuadraticModel.from_ising(
            {i: 0.0 for i in range(count)}, {(i, j): -J for i, j, J in bonds}
        )
        self.options = {"beta_range": (0.1, 3.0), "beta_schedule_type": "linear"} if tuned else {}

    def cuts(self, sweeps, reads, seed):
        found = SimulatedAnnealingSampler().sample(
            self.bqm, num_reads=reads, num_sweeps=sweeps, seed=seed, **self.options
        )
        return (self.total - found.record.energy) / 2


class OpenJij:
    def __init__(self, path, tuned):
        count, bonds = sampler_workloads.read(path)
        self.total = -sum(J for _, _, J in bonds)
        self.h = {i: 0.0 for i in range(count)}
        self.J = {(i, j): -J for i, j, J in bonds}
        self.tuned = tuned

    def cuts(self, sweeps, reads, seed):
        # No seed: with one, openjij 0.12.2 gives all reads the same numbers.
        options = {}
        if self.tuned:
            options["schedule"] = [[beta, 1] for beta in np.linspace(0.1, 3.0, sweeps)]
        else:
            options["num_sweeps"] = sweeps
        found = openjij.SASampler().sample_ising(self.h, self.J, num_reads=reads, **options)
        return (self.total - np.asarray(found.record.energy)) / 2


SOLVERS = {
    "dwave-samplers": lambda path: Neal(path, False),
    "dwave-samplers-tuned": lambda path: Neal(path, True),
    "openjij": lambda path: OpenJij(path, False),
    "openjij-tuned": lambda path: OpenJij(path, True),
}


def peer(solver, sweeps, target):
    """Reads until the time is up; the first call tells how long one takes."""
    began = time.perf_counter()
    solver.cuts(sweeps, 1, 1)
    first = time.perf_counter() - began
    reads = max(4, min(2000, int(SECONDS / first)))
    began = time.perf_counter()
    cuts = np.asarray(solver.cuts(sweeps, reads, 2))
    per_read = (time.perf_counter() - began) / reads
    return reads, cuts.max(), cuts.mean(), per_read, float((cuts >= target).mean())


def ours(program, path, sweeps, target):
    """One thread, complete batches of one length."""
    def run(reads):
        arguments = [
            program, "anneal", path, "--sweeps", str(sweeps), "--reads", str(reads), "--threads", "1",
            "--target", str(target), "--all-reads", "--seed", "1", "--json",
        ]
        text = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout
        return json.loads(text)

    first = run(64)
    batches = max(1, min(60, int(SECONDS / first["elapsed_s"])))
    found = run(64 * batches)
    cuts = [(found["problem"]["total_weight"] - row["energy"]) / 2 for row in found["reads"]]
    counts = [row["count"] for row in found["reads"]]
    return (
        sum(counts), found["best"]["cut"], np.average(cuts, weights=counts),
        found["time_to_target_s"]["read_s"], found["success"]["probability"],
    )


def main():
    program, folder = sys.argv[1:3]
    with open(f"{folder}/best_known.csv") as file:
        known = {row["instance"]: float(row["best_known_cut"]) for row in csv.DictReader(file)}
    best = {}
    for instance in sys.argv[3:] or known:
        path = f"{folder}/{instance}.txt"
        target = 0.999 * known[instance]
        solvers = {label: make(path) for label, make in SOLVERS.items()}
        for label in [*solvers, "ising-npu"]:
            for sweeps in SWEEPS:
                row = (
                    ours(program, path, sweeps, target) if label == "ising-npu"
                    else peer(solvers[label], sweeps, target)
                )
                reads, top, mean, per_read, p = row
                figure = tts(per_read, p)
                print(
                    f"{instance} {label} {sweeps} {reads} {top:.0f} {mean:.1f} {per_read:.5f} {p:.4f} "
                    f"{figure:.4g}", flush=True,
                )
                if figure < best.get((instance, label), (math.inf,))[0]:
                    best[instance, label] = (figure, sweeps)
    print("\ninstance solver TTS99_s sweeps")
    for (instance, label), (figure, sweeps) in best.items():
        print(f"{instance} {label} {figure:.4g} {sweeps}")


if __name__ == "__main__":
    main()
