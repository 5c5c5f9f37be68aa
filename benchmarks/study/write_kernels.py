"""Writes the fitted laws of kernel times where they belong: specs, documentation, fixtures of the tests."""
import csv
import json
import pathlib

import numpy as np

import fit_kernels
import kernel_law
import kernel_tables

ROOT = fit_kernels.ROOT
UNITS = dict(ramp="µs", wave="µs", split="µs", step="ns", unit_bandwidth="GB/s", quantisation="µs", quantisation_element="ps",
             append="µs", score="ps", decoding_ramp="µs", decoding_wave="µs", decoding_step="µs", decoding_split="µs")
SCALES = {"µs": 1e6, "ns": 1e9, "ps": 1e12, "GB/s": 1e-9}
ORDER = ("ramp", "efficiency", "memory_share", "unit_bandwidth", "step", "score", "wave", "split", "exponent", "quantisation",
         "quantisation_element", "append", "decoding_ramp", "decoding_wave", "decoding_step", "decoding_split",
         "decoding_memory_share")


def between(path, begin, end, text):
    """Replaces what stands between two marks of a file."""
    page = path.read_text()
    head, rest = page.split(begin)
    path.write_text(head + begin + "\n" + text + end + rest.split(end)[1])


def figure(name, value, source):
    if name not in UNITS:
        return f'{{value: {value:.4g}, evidence: derived, source: "{source}"}}'
    unit = UNITS[name]
    return f'{{value: {value * SCALES[unit]:.4g}, unit: {unit}, evidence: derived, source: "{source}"}}'


def error_lines(error, source):
    return [f'  {key}: {{value: {error[name]:.4g}, evidence: derived, source: "{source}"}}' for key, name in (
        ("error_median", "median"), ("error_mean", "mean"), ("error_within_quarter", "within_quarter"), ("error_low", "low"),
        ("error_high", "high"))]


def section(name, device, entry):
    """The fitted part of a description."""
    framework, kind = device["products"]
    table = f"{device['system']} {framework} {kind}, aiconfigurator-core 0.12.0"
    fitted = f"fit of benchmarks/study/fit_kernels.py to {table}"
    errors = entry["product_errors"]["held"]
    lines = ["products:", f'  units: {{value: {device["units"]}, source: "streaming multiprocessors of the card (NVIDIA)"}}']
    for key in ORDER:
        if key in entry["products"]:
            source = fitted
            if key == "ramp" and "of" in device:
                source = f"as {device['of']}: a time that its own table cannot tell from quantisation"
            lines.append(f"  {key}: {figure(key, entry['products'][key], source)}")
    lines += error_lines(errors, f"{errors['rows']} products of held-back weight shapes of that table")
    owner = device.get("of", name)
    framework = fit_kernels.DEVICES[owner]["attention"]
    errors = entry["attention_errors"]["held"]
    encoder = "encoder_attention and context_attention" if device["system"] != "a100_sxm" else "context_attention"
    lines.append("attention:")
    for key in ORDER:
        if key in entry["attention"]:
            source = f"fit to {'generation_attention' if key.startswith('decoding') else encoder} of {framework}, half precision"
            if key == "append" and device["system"] == "a100_sxm":
                source = "assumption: as the H100's; this card's table always appends"
            lines.append(f"  {key}: {figure(key, entry['attention'][key], source)}")
    lines += error_lines(errors, f"{errors['rows']} rows of held-back head shapes, prefill")
    return "\n".join(lines) + "\n"


def percent(value, digits=1):
    return f"{100 * value:.{digits}f} %"


def error_table(laws):
    lines = ["| device | law | table | held back | median | mean | within 25 % | 5 to 95 % of measured / law | median, fitted rows |",
             "|---|---|---|---|---|---|---|---|---|"]

    def row(name, law, table, held, fitted):
        lines.append(f"| `{name}` | {law} | {table} | {held['rows']} | {percent(held['median'])} | {percent(held['mean'])} "
                     f"| {percent(held['within_quarter'])} | {held['low']:.2f} to {held['high']:.2f} | {percent(fitted['median'])} |")

    for name, device in fit_kernels.DEVICES.items():
        errors = laws[name]["product_errors"]
        row(name, "products", " ".join(device["products"]), errors["held"], errors["fitted"])
        if "attention" in device:
            errors = laws[name]["attention_errors"]
            row(name, "attention, prefill", device["attention"], errors["held"], errors["fitted"])
            for kind in ("encoder", "context", "generation"):
                if kind in errors:
                    held = errors[kind]
                    lines.append(f"| | {kind} | | {held['rows']} | {percent(held['median'])} | {percent(held['mean'])} "
                                 f"| {percent(held['within_quarter'])} | {held['low']:.2f} to {held['high']:.2f} | |")
    return "\n".join(lines) + "\n"


def framework_table(compared):
    lines = ["| card | times of | over those of | shapes | median | 5 to 95 % | median apart |", "|---|---|---|---|---|---|---|"]
    for row in compared:
        lines.append(f"| {row['system']} | {row['first']} | {row['second']} | {row['shapes']} | {row['median']:.3f} "
                     f"| {row['low']:.2f} to {row['high']:.2f} | {percent(row['error'])} |")
    return "\n".join(lines) + "\n"


def write_csv(path, header, comment, rows):
    path.parent.mkdir(exist_ok=True)
    with path.open("w", newline="") as file:
        file.write(f"# {comment}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def drawn(count, size, seed):
    return sorted(np.random.default_rng(seed).choice(count, size, replace=False))


def write_fixtures(wheel, laws):
    measured, equal = [], []
    attention, equal_attention = [], []
    for name, device in fit_kernels.DEVICES.items():
        rows = fit_kernels.product_rows(wheel, device)
        rows = {key: values[rows["held"]] for key, values in rows.items()}
        picked = drawn(len(rows["time"]), 40, 1)
        for i in picked:
            measured.append([name, int(rows["m"][i]), int(rows["n"][i]), int(rows["k"][i]), f"{rows['time'][i]:.5e}"])
        quantises = "quantises" in device
        for i in picked[:20]:
            shape = [rows[key][i:i + 1] for key in "mnk"]
            time = kernel_law.product(device, laws[name]["products"], *shape, quantises)[0]
            equal.append([name, *(int(value[0]) for value in shape), repr(float(time))])
        if "attention" not in device:
            continue
        rows = fit_kernels.attention_rows(wheel, device)
        rows = {key: values[rows["held"]] for key, values in rows.items()}
        times = fit_kernels.attention_time(device, laws[name]["attention"], rows)
        for i in drawn(len(rows["time"]), 60, 2):
            shape = [name, rows["kind"][i], int(rows["heads"][i]), int(rows["key_heads"][i]), int(rows["queries"][i]),
                     int(rows["keys"][i]), int(rows["size"][i])]
            attention.append([*shape, f"{rows['time'][i]:.5e}"])
            equal_attention.append([*shape, repr(float(times[i]))])
    origin = ("From aiconfigurator-core 0.12.0 (PyPI), Copyright (c) 2025-2026 NVIDIA CORPORATION & AFFILIATES, Apache-2.0: "
              "held-back rows drawn by benchmarks/study/write_kernels.py")
    folder = fit_kernels.FIXTURES
    write_csv(folder / "measured_products.csv", ["device", "m", "n", "k", "seconds"], origin, measured)
    header = ["device", "kind", "heads", "key_heads", "queries", "keys", "size", "seconds"]
    write_csv(folder / "measured_attention.csv", header, origin, attention)
    own = "Times of benchmarks/study/kernel_law.py, written by write_kernels.py"
    write_csv(folder / "law_products.csv", ["device", "m", "n", "k", "seconds"], own, equal)
    write_csv(folder / "law_attention.csv", header, own, equal_attention)


def write(wheel):
    results = json.loads(fit_kernels.RESULTS.read_text())
    laws = results["devices"]
    for name, device in fit_kernels.DEVICES.items():
        path = ROOT / "hardware-specs" / "devices" / f"{name}.yaml"
        between(path, "# fitted: begin", "# fitted: end", section(name, device, laws[name]))
    page = ROOT / "docs" / "hardware.md"
    between(page, "<!-- kernel laws: begin -->", "<!-- kernel laws: end -->", error_table(laws))
    between(page, "<!-- frameworks: begin -->", "<!-- frameworks: end -->", framework_table(results["frameworks"]))
    write_fixtures(wheel, laws)


if __name__ == "__main__":
    import sys
    write(kernel_tables.fetched(sys.argv[1]))
