"""MiniLM on chips whose devices vary, with and without thermostat and calibration: the tables of docs/control.md.

    python3 benchmarks/study/thermostat.py gains [FIDELITY]    # errors of gain: off, trim, thermostat, both
    python3 benchmarks/study/thermostat.py lengths             # the thermostat by the length of texts
    python3 benchmarks/study/thermostat.py bits [SLOPE]        # offsets, against the bits of bias converters; slopes vary by 0
    python3 benchmarks/study/thermostat.py draws               # calibration draws against time and cosine
    python3 benchmarks/study/thermostat.py drift               # temperature, drift and age
    python3 benchmarks/study/thermostat.py picture FILE.svg    # yield against bits, from `bits`

The gaps come from the lines of docs/examples/page.txt; the texts that are tested are others.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

PROGRAM = os.environ.get("ISING_NPU", "ising-npu")
MODEL = os.environ.get("ISING_NPU_MODEL") or ".models/all-MiniLM-L6-v2"
DIES = int(os.environ.get("DIES", "20"))
TEXTS = json.loads(pathlib.Path(__file__).with_name("sentences.json").read_text())
LONG = [text for text in TEXTS if 12 <= len(text.split()) <= 24][:10]
SHORT = [text for text in TEXTS if len(text.split()) <= 5][:10]
ARMS = {"off": "", "trim": "--trim once", "thermostat": "--thermostat calibrated",
        "both": "--trim once --thermostat calibrated", "printed": "--thermostat printed"}


def run(options, texts=LONG, hardware=None):
    """The JSON document of a run."""
    words = [PROGRAM, "run", MODEL, "--json", "--reference", "h100-sxm", *options.split(), "--text", *texts]
    if hardware:
        words += ["--hardware", hardware]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words[:12])} …: {done.stderr}")
    return json.loads(done.stdout)


def chip(folder, name, **figures):
    """A description like the usual chip but for some figures."""
    path = pathlib.Path(folder, f"{name}.yaml")
    words = [PROGRAM, "spec", "new", name, "--out", str(path)]
    for key, value in figures.items():
        words += ["--set", f"{key.replace('__', '.')}={value}"]
    subprocess.run(words, check=True, capture_output=True)
    return str(path)


def quantiles(document):
    dies = document["dies"]["cosine"]
    return [dies["mean"], *(dies["quantiles"][place] for place in ("min", "p05", "median"))]


def costs(document):
    npu, control, count = document["npu"], document["control"], len(document["outputs"])
    energy = npu["energy_J"]["nominal"] / count
    own = (control["energy_J"]["nominal"] - control["calibration_energy_J"]["nominal"]) / count
    return (f"{energy * 1e6:.0f} µJ | {own * 1e6:.1f} µJ | {npu['latency']['time_s'] * 1e6:.0f} µs | "
            f"{control['area_mm2'] or 0:.3f} | {control['calibration_time_s'] * 1e3:.3g} ms")


def gains(fidelity="expectation"):
    print("| gain sd | arm | mean | min | 5 % | median | energy of a text | of it thermostat | latency | mm² | calibration |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for error in (0, 0.2, 0.4):
        for arm, options in ARMS.items():
            dies = DIES if error else 2
            one = run(f"--fidelity {fidelity} --gain-error {error} --dies {dies} {options}")
            cosines = " | ".join(f"{cosine:.4f}" for cosine in quantiles(one))
            print(f"| {error} | {arm} | {cosines} | {costs(one)} |", flush=True)
        print(f"| {error} | digital | {one['twin']['cosine_mean']:.4f} | | | | | | | | |", flush=True)


def lengths():
    print("| texts | gain sd | off | thermostat | both |\n|---|---|---|---|---|")
    for name, texts in (("short", SHORT), ("11 tokens or more", LONG)):
        for error in (0, 0.1, 0.2, 0.4):
            cells = []
            for arm in ("off", "thermostat", "both"):
                one = run(f"--fidelity expectation --gain-error {error} --dies {DIES if error else 2} {ARMS[arm]}", texts)
                cells.append(f"{quantiles(one)[0]:.4f}")
            print(f"| {name} | {error} | {' | '.join(cells)} |", flush=True)


def bits(slope="0", fidelity="expectation"):
    rows = []
    print("| offset sd | bits | mean | min | within 0.01 of ideal | energy of a calibration | mm² | time |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        ideal = run(f"--fidelity {fidelity}")["accuracy"]["cosine_mean"]
        for spread in (0.5, 0.98, 1, 2):
            hardware = chip(folder, f"spread-{spread}-{slope}".replace(".", "-"), devices__offset_variation=spread,
                            devices__slope_variation=slope)
            for number in (0, 1, 2, 3, 4, 5, 6):
                trim = f"--trim once --trim-bits {number}" if number else "--age 0"
                one = run(f"--fidelity {fidelity} --dies {DIES} {trim}", hardware=hardware)
                each = [die["cosine_mean"] for die in one["dies"]["dies"]]
                good = sum(cosine >= ideal - 0.01 for cosine in each)
                control = one["control"]
                energy = control["calibration_energy_J"]["nominal"]
                rows.append({"spread": spread, "bits": number, "mean": statistics.mean(each), "yield": good / len(each)})
                print(f"| {spread} | {number} | {statistics.mean(each):.4f} | {min(each):.4f} | {good} of {len(each)} "
                      f"| {energy * 1e6:.1f} µJ | {control['area_mm2'] or 0:.3f} "
                      f"| {control['calibration_time_s'] * 1e3:.3g} ms |", flush=True)
    return rows


def draws():
    print("| draws | mean | min | time | energy |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        hardware = chip(folder, "spread", devices__offset_variation=0.98, devices__gain_variation=0.4)
        for number in (4, 16, 64, 256, 1024, 4096):
            one = run(f"--fidelity expectation --dies {DIES} --trim once --trim-bits 6 --trim-draws {number}", hardware=hardware)
            control = one["control"]
            print(f"| {number} | {quantiles(one)[0]:.4f} | {quantiles(one)[1]:.4f} | {control['calibration_time_s'] * 1e3:.3g} ms "
                  f"| {control['calibration_energy_J']['nominal'] * 1e6:.1f} µJ |", flush=True)


def drift():
    print("| age | arm | mean | min |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        hardware = chip(folder, "warm", devices__temperature_error=0.2, devices__drift="0.0001 1/s", devices__gain_variation=0.2)
        for age in (0, 3600, 7200):
            for arm, options in (ARMS | {"periodic": "--trim periodic"}).items():
                one = run(f"--fidelity expectation --age {age} --dies {DIES} {options}", hardware=hardware)
                mean, least = quantiles(one)[:2]
                print(f"| {age} s | {arm} | {mean:.4f} | {least:.4f} |", flush=True)


def picture(path):
    """Shares of good dies against bits, a line a spread."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    rows = bits()
    figure, axes = pyplot.subplots(figsize=(5, 3.2), layout="constrained")
    for spread in sorted({row["spread"] for row in rows}):
        own = [row for row in rows if row["spread"] == spread]
        axes.plot([row["bits"] for row in own], [row["yield"] for row in own], "o-", label=f"offsets {spread}")
    axes.set(xlabel="bits of each bias converter", ylabel="dies within 0.01 of the ideal chip", ylim=(-0.03, 1.03))
    axes.legend(frameon=False)
    figure.savefig(path)


if __name__ == "__main__":
    verb, *rest = sys.argv[1:] or ["gains"]
    {"gains": gains, "lengths": lengths, "bits": bits, "draws": draws, "drift": drift, "picture": picture}[verb](*rest)
