"""What the defaults leave: settings within 8-bit couplings, 8-bit codes, 4 outliers and S as given.

    python3 benchmarks/study/default_choices.py

prints mean 1 − cos and lowest cosine of the public sentences for each setting.
"""

import numpy as np

import machine

CHOICES = [
    ("one scale an output", ""),
    ("gains in the periphery", "--norm-gains periphery"),
    ("least squares", "--weight-range least-squares"),
    ("blocks of 128", "--weight-block 128"),
    ("blocks of 128, gains in the periphery", "--weight-block 128 --norm-gains periphery"),
    ("blocks of 64", "--weight-block 64"),
    ("blocks of 32", "--weight-block 32"),
    ("blocks of 64, least squares", "--weight-block 64 --weight-range least-squares"),
    ("10-bit couplings", "--weight-bits 10"),
    ("12-bit couplings", "--weight-bits 12"),
    ("8 outliers", "--outlier-channels 8"),
    ("no outliers", "--outlier-channels 0"),
]
DRAWS = [
    ("expectation", "--fidelity expectation", [0]),
    ("systematic S=64", "--draws systematic --samples 64", range(10)),
]


def main():
    texts, float64 = machine.public()
    print("| setting | draws | mean 1 − cos | worst seed | lowest cosine |\n|---|---|---|---|---|")
    for name, options in CHOICES:
        for draws, more, seeds in DRAWS:
            losses = np.array([
                1 - machine.run(texts, f"{options} {more} --seed {seed}".strip()).cosines(float64)
                for seed in seeds
            ])
            mean, error = machine.mean_and_error(losses.mean(axis=1))
            spread = "" if len(losses) == 1 else f" ± {error:.1e}"
            print(f"| {name} | {draws} | {mean:.2e}{spread} | {losses.mean(axis=1).max():.2e} "
                  f"| {1 - losses.max():.5f} |", flush=True)


if __name__ == "__main__":
    main()
