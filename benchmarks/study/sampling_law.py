"""The law of sampling: 1 − cos of MiniLM's outputs against the number of samples.

    python3 benchmarks/study/sampling_law.py

writes results/sampling_law.csv and docs/pictures/sampling-law.svg and prints the fits. With `fits` it measures
nothing and prints the table of fits to the results that are there.
"""

import csv
import sys

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


def stored():
    with open(machine.RESULTS / "sampling_law.csv", newline="") as file:
        return [[r["precision"], r["draws"], int(r["samples"] or 0), int(r["seeds"]), float(r["loss"]),
                 float(r["standard_error"] or 0)] for r in csv.DictReader(file)]


def printed(value, error):
    """(1.117 ± 0.013)·10⁻³, the error with two digits; plain above 0.1."""
    exponent = 0 if value >= 0.1 else int(np.floor(np.log10(value)))
    value, error = value / 10.0**exponent, error / 10.0**exponent
    digits = max(0, 1 - int(np.floor(np.log10(error))))
    text = f"{value:.{digits}f} ± {error:.{digits}f}"
    power = "·10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"({text}){power}" if exponent else text


def table():
    """The fits that docs/accuracy.md shows."""
    rows = stored()
    print("| fit | precision | c | exponent | floor | χ²/dof |\n|---|---|---|---|---|---|")
    for draws, least, precision, shape in [
        ("independent", 16, "w8 a8", dict(exponent=1)), ("independent", 16, "w8 a8", {}),
        ("independent", 16, "w12 a12", dict(exponent=1)), ("systematic", 16, "w8 a8", {}),
        ("systematic", 4, "w8 a8", {}), ("systematic", 16, "w12 a12", {}), ("systematic", 4, "w12 a12", {}),
    ]:
        kept = [r for r in rows if r[:2] == [precision, draws] and r[2] >= least]
        found, chi = fit(*[[r[i] for r in kept] for i in (2, 4, 5)], **shape)
        exponent = "1 (given)" if "exponent" in shape else printed(*found["exponent"])
        print(f"| {draws}, S ≥ {least} | {precision} | {printed(*found['c'])} | {exponent} "
              f"| {printed(*found['floor'])} | {chi:.1f} |")


def main():
    if sys.argv[1:] == ["fits"]:
        return table()
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
