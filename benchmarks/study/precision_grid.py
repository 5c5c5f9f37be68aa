"""What the precision knobs do, in expectation: no sampling.

    python3 benchmarks/study/precision_grid.py

prints 1 − cos (mean and largest over the public sentences) for weight bits × activation bits.
"""

import csv

import machine

WEIGHT_BITS = [2, 3, 4, 5, 6, 8, 10, 12]
ACTIVATION_BITS = [4, 5, 6, 7, 8, 10, 12]
VARIANTS = {
    "defaults": "",
    "blocks of 128": "--weight-block 128",
    "blocks of 32, least squares": "--weight-block 32 --weight-range least-squares",
    "no outliers": "--outlier-channels 0",
}


def main():
    texts, float64 = machine.public()
    rows = []
    for variant, options in VARIANTS.items():
        activations = ACTIVATION_BITS if not variant.startswith("blocks") else [8]
        weights = WEIGHT_BITS if variant != "no outliers" else [8]
        print(f"\n{variant}: mean 1 − cos (largest)\n")
        print("| weight bits | " + " | ".join(f"a{a}" for a in activations) + " |")
        print("|---" * (len(activations) + 1) + "|")
        for w in weights:
            cells = []
            for a in activations:
                run = machine.run(texts, f"--fidelity expectation --weight-bits {w} "
                                  f"--activation-bits {a} {options}".strip())
                loss = 1 - run.cosines(float64)
                rows.append([variant, w, a, f"{loss.mean():.6g}", f"{loss.max():.6g}",
                             f"{run.spearman(float64):.6f}"])
                cells.append(f"{loss.mean():.2g} ({loss.max():.2g})")
            print(f"| w{w} | " + " | ".join(cells) + " |", flush=True)
    with open(machine.RESULTS / "precision_grid.csv", "w", newline="") as file:
        header = ["variant", "weight_bits", "activation_bits", "loss_mean", "loss_max", "spearman"]
        csv.writer(file, lineterminator="\n").writerows([header] + rows)


if __name__ == "__main__":
    main()
