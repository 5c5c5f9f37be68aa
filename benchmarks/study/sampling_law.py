"""The law of sampling: 1 − cos of MiniLM's outputs against the number of samples.

    python3 benchmarks/study/sampling_law.py

writes results/sampling_law.csv and docs/pictures/sampling-law.svg and prints the fits.
"""

import csv

import numpy as np
from scipy import optimize

import machine
import plot

# The second precision is there to see the law without the floor of quantisation.
SEEDS = {"w8 a8": range(8), "w12 a12": range(3)}
SAMPLES = {
    "independent": [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384],
    "systematic": [4, 8, 16, 32, 64, 128, 256, 512, 1024],
}
PRECISIONS = {
    "w8 a8": "--weight-bits 8 --activation-bits 8",
    "w12 a12": "--weight-bits 12 --activation-bits 12",
}


def measure():
    texts, float64 = machine.public()
    rows = []
    for precision, bits in PRECISIONS.items():
        run = machine.run(texts, f"{bits} --fidelity expectation")
        loss = 1 - run.cosines(float64).mean()
        rows.append([precision, "expectation", "", 1, loss, "", 1 - run.cosines().mean()])
        for draws, counts in SAMPLES.items():
            for samples in counts if precision == "w8 a8" else counts[::2]:
                runs = [
                    machine.run(texts, f"{bits} --draws {draws} --samples {samples} --seed {seed}")
                    for seed in SEEDS[precision]
                ]
                losses = [1 - run.cosines(float64).mean() for run in runs]
                own = np.mean([1 - run.cosines().mean() for run in runs])
                mean, error = machine.mean_and_error(losses)
                rows.append([precision, draws, samples, len(runs), mean, error, own])
                print(f"{precision} {draws:12} S={samples:<6} {mean:.3e} ± {error:.1e}", flush=True)
    header = ["precision", "draws", "samples", "seeds", "loss", "standard_error", "loss_own_reference"]
    with open(machine.RESULTS / "sampling_law.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header] + rows)
    return rows


def fit(samples, loss, error, floor=None, exponent=None):
    """Least squares, weighted by the standard errors, of loss = floor + c S^−exponent.

    Fitted are c, the floor unless given, and the exponent unless given. Returns values, standard
    errors and χ² for each degree of freedom.
    """
    samples, loss, error = (np.asarray(v, float) for v in (samples, loss, error))
    # The logarithm keeps c and the floor positive.
    start = [np.log(loss[0] * samples[0])]
    if floor is None:
        start.append(np.log(max(loss[-1] / 2, 1e-9)))
    if exponent is None:
        start.append(1.0)

    def parts(p):
        p = list(p)
        c = np.exp(p.pop(0))
        f = np.exp(p.pop(0)) if floor is None else floor
        return c, f, p.pop(0) if exponent is None else exponent

    def residuals(p):
        c, f, e = parts(p)
        return (f + c * samples**-e - loss) / error

    best = optimize.least_squares(residuals, start, x_scale="jac")
    errors = np.sqrt(np.diag(np.linalg.pinv(best.jac.T @ best.jac)))
    c, f, e = parts(best.x)
    freedom = len(samples) - len(start)
    named = {"c": (c, c * errors[0]), "floor": (f, 0.0), "exponent": (e, 0.0)}
    if floor is None:
        named["floor"] = (f, f * errors[1])
    if exponent is None:
        named["exponent"] = (e, errors[-1])
    return named, 2 * best.cost / freedom


def main():
    rows = measure()
    panels = []
    for precision in PRECISIONS:
        floor = next(r[4] for r in rows if r[0] == precision and r[1] == "expectation")
        print(f"\n{precision}: 1 − cos in expectation {floor:.4e}")
        series = []
        for draws in SAMPLES:
            points = [r for r in rows if r[0] == precision and r[1] == draws]
            columns = [[r[i] for r in points] for i in (2, 4, 5)]
            for least in ([16, 32, 64] if draws == "independent" else [4, 16]):
                kept = [[v for v, s in zip(col, columns[0]) if s >= least] for col in columns]
                shapes = [dict(exponent=1), dict()] if draws == "independent" else [dict(), dict(floor=floor)]
                for shape in shapes:
                    found, chi = fit(*kept, **shape)
                    text = ", ".join(f"{k} {v:.4g} ± {e:.2g}" for k, (v, e) in found.items())
                    print(f"  {draws} S ≥ {least}: {text}, chi2/dof {chi:.2f}")
            drawn, _ = fit(*[[v for v, s in zip(c, columns[0]) if s >= 16] for c in columns],
                           **(dict(exponent=1) if draws == "independent" else {}))
            series.append((draws, columns, {k: v for k, (v, _) in drawn.items()}))
        panels.append((precision, floor, series))
    plot.sampling_law(panels, machine.PICTURES / "sampling-law.svg")


if __name__ == "__main__":
    main()
