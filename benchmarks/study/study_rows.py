"""Repeats, on the virtual NPU, the rows of an earlier numpy study of MiniLM on Ising hardware.

    python3 benchmarks/study/study_rows.py

earlier_study.csv holds that study's mean cosines (12 public sentences, against float64). Rows that
the machine's options can express are run; the others are listed with the reason. Prints a table and
writes results/study_rows.csv.
"""

import csv
import pathlib
import re

import numpy as np

import machine

SEEDS = range(6)
# Folded gains stand beside for comparison only.
FOLDED_SEEDS = range(2)
# A deterministic row agrees within this, a sampled one within three standard errors.
TOLERANCE = 0.001
FLOATS = "--activation-bits 12 --outlier-channels 8 --attention-bits 12"
ONE_ALONE = "only the race or only the gate draws: the machine has one number of samples"
RANGES = {"row-max": "", "row-mse": "--weight-range least-squares",
          "row-mse-clip": "--weight-range least-squares"}


def weights(text):
    """Options of 'w5 blk64', 'w6 per row x 64-col block mse', 'w8 row-max', 'w8'."""
    bits = re.match(r"w(\d+)", text).group(1)
    block = re.search(r"blk(\d+)|x (\d+)-col block mse", text)
    if block:
        rest = f"--weight-block {block.group(1) or block.group(2)} --weight-range least-squares"
    else:
        rest = next((v for k, v in sorted(RANGES.items(), reverse=True) if k in text), "")
    return f"--weight-bits {bits} {rest}".strip()


def expressed(section, config):
    """(options, seeded, remark), or (None, False, the reason why not)."""
    if re.search("smooth", config):
        return None, False, "smoothing: the compiler has no migration of scales"
    if re.search("noise|ADC|LN", config):
        return None, False, "noise, converters and coarse norms of that study have no option"
    if re.search("stream|dithered", config):
        return None, False, "streams: the machine codes activations as bit-planes only"
    if re.search("mid-rise|mid-tread", config):
        return None, False, "other codes than affine with an exact zero"
    if section in "0v":
        return None, False, "checks of that study itself"
    if re.search("att exact|gate exact|attention S|attention ", config):
        return None, False, ONE_ALONE
    if re.search("systematic gate|^gate .*S=", config):
        return None, False, ONE_ALONE
    if "embeddings 8 bit" in config:
        return None, False, "embeddings have 16 bits"
    if section == "d":
        return (f"--fidelity expectation --weight-bits 12 {FLOATS} --gate-threshold logistic", False,
                "12 bits for floats")
    if section == "a":
        return f"--fidelity expectation {weights(config)} {FLOATS}", False, "12 bits for floats"
    top = re.search(r"top-(\d+)", config)
    apart = f"--outlier-channels {top.group(1) if top else 0}"
    bits = re.search(r"a(\d+)", config).group(1)
    codes = f"--activation-bits {bits} {apart}"
    if " lin" in config:
        return f"--fidelity expectation {weights(config)} {codes} --attention-bits 12", False, ""
    samples = re.search(r"S=(\d+)", config)
    if not samples:
        return f"--fidelity expectation {weights(config)} {codes}", False, ""
    draws = "systematic" if "systematic" in config else "independent"
    gate = " --gate-threshold logistic" if "gate sig" in config else ""
    return f"{weights(config)} {codes} --draws {draws} --samples {samples.group(1)}{gate}", True, ""


def main():
    texts, float64 = machine.public()
    with open(pathlib.Path(__file__).resolve().parent / "earlier_study.csv") as file:
        rows = list(csv.DictReader(file))
    measured, impossible = [], {}
    print("| section | row | earlier study | machine, gains in the periphery | difference "
          "| in σ | verdict | machine, gains folded |\n|---|---|---|---|---|---|---|---|")
    for row in rows:
        options, seeded, remark = expressed(row["section"], row["config"])
        if options is None:
            impossible.setdefault(remark, []).append(f"{row['section']}: {row['config']}")
            continue
        values = {}
        for gains, seeds in (("periphery", SEEDS), ("folded", FOLDED_SEEDS)):
            values[gains] = [
                machine.run(texts, f"{options} --norm-gains {gains}" + f" --seed {seed}" * seeded)
                .cosines(float64).mean()
                for seed in (seeds if seeded else [0])
            ]
        theirs = float(row["cosine_mean"])
        mean, error = machine.mean_and_error(values["periphery"])
        difference, sigmas = mean - theirs, float("nan")
        if seeded:
            # Their mean over a few repetitions scatters, too: with the same spread as ours.
            spread = np.std(values["periphery"], ddof=1)
            both = spread * np.sqrt(1 / len(SEEDS) + 1 / int(row["repetitions"]))
            sigmas = difference / both
            agrees = abs(sigmas) <= 3
        else:
            agrees = abs(difference) <= TOLERANCE
        verdict = "agrees" if agrees else "differs"
        shown = f"{mean:.5f}" + (f" ± {error:.5f}" if seeded else "")
        print(f"| {row['section']} | {row['config']} | {theirs:.5f} | {shown} | {difference:+.5f} "
              f"| {'' if np.isnan(sigmas) else f'{sigmas:+.1f}'} | {verdict} "
              f"| {np.mean(values['folded']):.5f} |", flush=True)
        measured.append([row["section"], row["config"], f"{theirs:.6f}", f"{mean:.6f}",
                         f"{error:.6f}" if seeded else "", f"{difference:+.6f}",
                         f"{sigmas:+.2f}" if seeded else "", verdict,
                         f"{np.mean(values['folded']):.6f}", options, remark])
    with open(machine.RESULTS / "study_rows.csv", "w", newline="") as file:
        header = ["section", "row", "study", "machine", "standard_error", "difference", "sigmas",
                  "verdict", "machine_folded", "options", "remark"]
        csv.writer(file, lineterminator="\n").writerows([header] + measured)
    agreeing = sum(m[7] == "agrees" for m in measured)
    print(f"\n{agreeing} of {len(measured)} rows agree; not expressible:\n")
    for reason, names in impossible.items():
        print(f"- {len(names)} rows, {reason}")


if __name__ == "__main__":
    main()
