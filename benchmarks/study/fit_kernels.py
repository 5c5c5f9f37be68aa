#!/usr/bin/env python3
"""Fits the laws of kernel times of the reference devices to measured tables, and writes what follows.

    pip install -r benchmarks/study/requirements.txt
    benchmarks/study/fit_kernels.py [--cache FOLDER] [--write]

The tables are those of the PyPI package aiconfigurator-core 0.12.0 (NVIDIA, Apache-2.0), fetched by its hash. Whole
weight shapes are held back before any fit: those whose SHA-256 of the text "n,k" ends in 0 to 3; for attention those
of "heads,heads of keys,width". A robust loss on the logarithm of law over measurement, 8000 rows of the others drawn
by a fixed seed; constants are rounded to four digits before any error is computed. Errors of both sides are printed.

--write puts constants and held-out errors into hardware-specs/devices (between `# fitted: begin` and `# fitted: end`),
the tables into docs/hardware.md, rows of the tables and times of these laws into the fixtures of the tests.
"""
import argparse
import csv
import json
import pathlib

import numpy as np
from scipy.optimize import least_squares

import kernel_law
import kernel_tables

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "study" / "results" / "kernel_laws.json"
FIXTURES = ROOT / "Tests" / "EnergyBudgetsTests" / "Fixtures"

# Structure: units, peak of the precision and of half precision, bandwidth, bytes of factors.
HOPPER = dict(units=132, attention_peak=989.4e12, result_bytes=2)
AMPERE = dict(units=108, attention_peak=312e12, bandwidth=2039e9, result_bytes=2)
BLACKWELL = dict(units=148, attention_peak=2250e12, bandwidth=7700e9, result_bytes=2)
STEP = ("step", "split")
DEVICES = {
    "h100-sxm": dict(HOPPER, bandwidth=3350e9, peak=989.4e12, bytes=2, system="h100_sxm", products=("vllm 0.24.0", "bfloat16"),
                     limits=STEP, attention="vllm 0.24.0"),
    "h200-sxm": dict(HOPPER, bandwidth=4800e9, peak=989.4e12, bytes=2, system="h200_sxm", products=("vllm 0.24.0", "bfloat16"),
                     limits=STEP, attention="vllm 0.24.0"),
    "a100-sxm": dict(AMPERE, peak=312e12, bytes=2, system="a100_sxm", products=("sglang 0.5.10", "bfloat16"),
                     limits=("unit_bandwidth", "split"), attention="sglang 0.5.10"),
    "b200-sxm": dict(BLACKWELL, peak=2250e12, bytes=2, system="b200_sxm", products=("vllm 0.24.0", "bfloat16"), limits=STEP,
                     attention="vllm 0.24.0"),
    "h100-sxm-fp8": dict(HOPPER, bandwidth=3350e9, peak=1978.9e12, bytes=1, system="h100_sxm",
                         products=("trtllm 1.3.0rc20", "fp8"), limits=STEP, of="h100-sxm",
                         quantises=("quantisation", "quantisation_element")),
    "b200-sxm-fp8": dict(BLACKWELL, peak=4500e12, bytes=1, system="b200_sxm",
                         products=("trtllm 1.3.0rc20", "fp8"), limits=STEP, of="b200-sxm",
                         quantises=("quantisation", "quantisation_element")),
    "a100-sxm-int8": dict(AMPERE, peak=624e12, bytes=1, system="a100_sxm", products=("trtllm 1.0.0", "sq"),
                          limits=("unit_bandwidth",), of="a100-sxm", quantises=("quantisation",)),
}
PRODUCT_START = dict(ramp=2e-6, efficiency=0.85, memory_share=0.85, unit_bandwidth=60e9, step=5e-8, wave=7e-7, split=2.4e-6,
                     exponent=3.0, quantisation=6e-6, quantisation_element=1.5e-12)
PREFILL_START = dict(ramp=6e-6, efficiency=0.7, score=2e-11, wave=1e-6, memory_share=0.8, append=2e-6)
DECODING_START = dict(decoding_ramp=5e-6, decoding_wave=4e-6, decoding_step=1e-6, decoding_split=3e-6, decoding_memory_share=0.75)
UPPER = dict(efficiency=1.0, memory_share=1.0, decoding_memory_share=1.0, exponent=20.0)
# Frameworks with a table of half-precision products of the same device.
FRAMEWORKS = {"h100_sxm": ("vllm 0.24.0", "sglang 0.5.14", "trtllm 1.3.0rc20"),
              "h200_sxm": ("vllm 0.24.0", "sglang 0.5.14", "trtllm 1.3.0rc20"),
              "a100_sxm": ("sglang 0.5.10", "vllm 0.14.0", "trtllm 1.0.0"),
              "b200_sxm": ("vllm 0.24.0", "sglang 0.5.14", "trtllm 1.3.0rc20")}


def fit(time, rows, start, fixed=None):
    """Constants `start` moved to where `time(law, rows)` meets the rows that are not held back."""
    fixed = fixed or {}
    seen = np.flatnonzero(~rows["held"])
    drawn = np.random.default_rng(0).choice(seen, min(8000, len(seen)), replace=False)
    rows = {name: values[drawn] for name, values in rows.items()}
    names = list(start)

    def law(logs):
        return {**fixed, **dict(zip(names, np.exp(logs)))}

    first = np.log([start[name] for name in names])
    upper = [np.log(UPPER[name]) if name in UPPER else np.log(start[name] * 1e3) for name in names]
    lower = [0.0 if name == "exponent" else np.log(start[name] * 1e-4) for name in names]
    found = least_squares(lambda logs: np.log(time(law(logs), rows) / rows["time"]), first, bounds=(lower, upper),
                          loss="soft_l1", f_scale=0.08, max_nfev=60, diff_step=1e-3)
    return {name: float(f"{value:.4g}") for name, value in law(found.x).items()}


def errors(times, rows, chosen):
    """Errors of the law on some rows, and the percentiles of measured over law."""
    error = np.abs(times[chosen] / rows["time"][chosen] - 1)
    ratio = rows["time"][chosen] / times[chosen]
    return dict(rows=int(chosen.sum()), median=float(np.median(error)), mean=float(error.mean()),
                within_quarter=float((error < 0.25).mean()), low=float(np.percentile(ratio, 5)),
                high=float(np.percentile(ratio, 95)), bias=float(np.median(times[chosen] / rows["time"][chosen]) - 1))


def in_blocks(time, rows, size=4000):
    count = len(rows["time"])
    return np.concatenate([time({name: values[i:i + size] for name, values in rows.items()}) for i in range(0, count, size)])


def product_rows(wheel, device):
    return kernel_tables.products(wheel, device["system"], *device["products"])


def product_time(device):
    quantises = "quantises" in device
    return lambda law, rows: kernel_law.product(device, law, rows["m"], rows["n"], rows["k"], quantises)


def fit_products(wheel, device, laws):
    rows = product_rows(wheel, device)
    names = ["efficiency", "memory_share", "wave", "exponent", *device["limits"], *device.get("quantises", ())]
    fixed = {}
    if "of" in device:
        fixed["ramp"] = laws[device["of"]]["products"]["ramp"]
    else:
        names.insert(0, "ramp")
    time = product_time(device)
    law = fit(time, rows, {name: PRODUCT_START[name] for name in names}, fixed)
    times = in_blocks(lambda part: time(law, part), rows)
    return law, {"held": errors(times, rows, rows["held"]), "fitted": errors(times, rows, ~rows["held"])}


def attention_time(device, law, rows):
    decodes = rows["kind"] == "generation"
    times = kernel_law.attention(device, law, rows["heads"], rows["key_heads"], rows["queries"], rows["keys"], rows["size"],
                                 rows["causal"], rows["causal"])
    if decodes.any():
        one = {name: values[decodes] for name, values in rows.items()}
        times[decodes] = kernel_law.decoding(device, law, one["heads"], one["key_heads"], one["keys"], one["size"])
    return times


def attention_rows(wheel, device):
    kinds = ["context", "generation"] + (["encoder"] if device["system"] != "a100_sxm" else [])
    parts = [kernel_tables.attention(wheel, device["system"], device["attention"], kind) for kind in kinds]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def fit_attention(wheel, device, laws):
    rows = attention_rows(wheel, device)
    decodes = rows["kind"] == "generation"

    def part(chosen):
        return {name: values[chosen] for name, values in rows.items()}

    start = dict(PREFILL_START)
    fixed = {}
    if device["system"] == "a100_sxm":
        # Its tables have prefill with a cache only; what the cache adds to the launch is the H100's.
        del start["append"]
        fixed["append"] = laws["h100-sxm"]["attention"]["append"]

    def prefill(law, some):
        return kernel_law.attention(device, law, some["heads"], some["key_heads"], some["queries"], some["keys"], some["size"],
                                    some["causal"], some["causal"])

    def one(law, some):
        return kernel_law.decoding(device, law, some["heads"], some["key_heads"], some["keys"], some["size"])

    law = fit(prefill, part(~decodes), start, fixed)
    law.update(fit(one, part(decodes), DECODING_START))
    times = attention_time(device, law, rows)
    report = {"held": errors(times, rows, rows["held"] & ~decodes), "fitted": errors(times, rows, ~rows["held"] & ~decodes),
              "all_held": errors(times, rows, rows["held"])}
    for kind in np.unique(rows["kind"]):
        report[str(kind)] = errors(times, rows, rows["held"] & (rows["kind"] == kind))
    return law, report


def frameworks(wheel):
    """Median and 5th and 95th percentile of the ratio of two frameworks' times of equal products."""
    found = []
    for system, names in FRAMEWORKS.items():
        tables = {}
        for name in names:
            rows = kernel_tables.products(wheel, system, name, "bfloat16")
            tables[name] = dict(zip(zip(rows["m"], rows["n"], rows["k"]), rows["time"]))
        for index, first in enumerate(names):
            for second in names[index + 1:]:
                common = [tables[first][shape] / tables[second][shape] for shape in tables[first] if shape in tables[second]]
                found.append(dict(system=system, first=first, second=second, shapes=len(common), median=float(np.median(common)),
                                  low=float(np.percentile(common, 5)), high=float(np.percentile(common, 95)),
                                  error=float(np.median(np.abs(np.array(common) - 1)))))
    return found


def line(name, error):
    return (f"{name}: median {100 * error['median']:.1f} %, mean {100 * error['mean']:.1f} %, within 25 % "
            f"{100 * error['within_quarter']:.1f} %, bias {100 * error['bias']:+.1f} %, n = {error['rows']}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cache", default=str(ROOT / ".build" / "kernel-tables"))
    parser.add_argument("--only", nargs="*", help="devices to fit anew; the others keep their results")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    wheel = kernel_tables.fetched(options.cache)
    laws = json.loads(RESULTS.read_text())["devices"] if RESULTS.exists() else {}
    for name, device in DEVICES.items():
        if options.only is not None and name not in options.only:
            continue
        products, product_errors = fit_products(wheel, device, laws)
        entry = {"products": products, "product_errors": product_errors}
        laws[name] = entry
        print(name, products)
        for side in ("fitted", "held"):
            print("  " + line(f"products, {side}", product_errors[side]), flush=True)
        if "attention" in device:
            entry["attention"], entry["attention_errors"] = fit_attention(wheel, device, laws)
            print("  ", entry["attention"])
            for side, error in entry["attention_errors"].items():
                print("  " + line(f"attention, {side}", error), flush=True)
        else:
            entry["attention"] = laws[device["of"]]["attention"]
            entry["attention_errors"] = laws[device["of"]]["attention_errors"]
    compared = frameworks(wheel)
    for row in compared:
        print(f"{row['system']}: {row['first']} over {row['second']}: median {row['median']:.3f}, 5 % {row['low']:.3f}, "
              f"95 % {row['high']:.3f}, {row['shapes']} shapes")
    RESULTS.write_text(json.dumps({"package": kernel_tables.PACKAGE, "sha256": kernel_tables.SHA256, "devices": laws,
                                   "frameworks": compared}, indent=1) + "\n")
    if options.write:
        import write_kernels
        write_kernels.write(wheel)


if __name__ == "__main__":
    main()
