#!/usr/bin/env python3
"""Reference devices as they ship against what others measured, end to end and with their own times.

    benchmarks/study/judge_devices.py [--bert TABLE] [--int8 TABLE] [--serving ROWS] [--rows]

TABLE is a CSV of model (base, large), sequence, batch, time_ms: the averages of the A100 (40 GB) in the README of
demo/BERT of github.com/NVIDIA/TensorRT (Apache-2.0, TensorRT 8.4.3), fp16 or int8. ROWS is what device_energy.py reads.
The results of MLPerf Inference v3.1 (github.com/mlcommons/inference_results_v3.1, BERT-99, closed division) stand
below. None of these rows was used to fit a device. Needs numpy and pyyaml.
"""
import argparse
import csv

import numpy

import device_energy
from device_model import Device, Kernel, encoder
from serving_work import MODELS

BERT = {"base": (12, 768, 12), "large": (24, 1024, 16)}
# Texts of SQuAD v1.1 have about 180 tokens: at that length the A100's own table of INT8 (5 029 texts/s of 128 tokens)
# meets its result in MLPerf. MLPerf prints seconds of a text alone (mean), or texts a second of a saturated system.
MLPERF_TOKENS = 180
MLPERF = [
    ("l4", "closed/NVIDIA, L4x1_TRT", 2.435e-3, 1028.95, 1),
    ("rtx-4090", "closed/CTuning, amd_zen4_workstation", 0.9232e-3, None, 1),
    ("jetson-agx-orin", "closed/NVIDIA, Orin_TRT", 4.424e-3, 553.693, 1),
    ("xeon-8480", "closed/Intel, 1-node-2S-SPR-PyTorch-INT8", None, 1357.33, 2),
    ("h100-sxm-fp8", "closed/NVIDIA, DGX-H100_H100-SXM-80GBx1_TRT", None, 9102.26, 1),
]


def saturated(device, model, tokens):
    """Seconds and joules of a text in the batch, a power of two up to 256, that is fastest."""
    best = min((device.run(encoder(*BERT[model], tokens, batch)) + (batch,)
                for batch in (2**i for i in range(9))), key=lambda row: row[0] / row[2])
    return best[0] / best[2], best[1] / best[2]


def show(title, errors):
    errors = numpy.array(errors)
    print(f"{title}: {len(errors)} rows, median |error| {100 * numpy.median(abs(errors)):.1f} %, mean "
          f"{100 * abs(errors).mean():.1f} %, {(errors < 0).sum()} too fast, {100 * errors.min():+.0f} … "
          f"{100 * errors.max():+.0f} %")


def bert(name, path, print_rows):
    device = Device(name)
    errors = []
    with open(path, newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            time, _ = device.run(encoder(*BERT[row["model"]], int(row["sequence"]), int(row["batch"])))
            errors.append(1e3 * time / float(row["time_ms"]) - 1)
            if print_rows:
                print(f"  {row['model']:5} {row['sequence']:>3} tokens, batch {row['batch']:>3}: "
                      f"{row['time_ms']:>6} ms, model {1e3 * time:6.2f} ms, {100 * errors[-1]:+.0f} %")
    show(f"{name}, demoBERT", errors)


def mlperf():
    for name, system, alone, rate, count in MLPERF:
        try:
            device = Device(name)
        except FileNotFoundError:
            continue
        if alone:
            time, joules = device.run(encoder(*BERT["large"], MLPERF_TOKENS, 1))
            print(f"{name}, a text alone: {1e3 * alone:.2f} ms measured ({system}), model {1e3 * time:.2f} ms, "
                  f"{100 * (time / alone - 1):+.0f} %, {joules / time:.0f} W")
        if rate:
            time, joules = saturated(device, "large", MLPERF_TOKENS)
            print(f"{name}, saturated: {rate / count:.0f} texts/s measured ({system}), model {1 / time:.0f}, time "
                  f"{100 * (time * rate / count - 1):+.0f} %, {joules / time:.0f} W, {1e3 * joules:.0f} mJ a text")


def step(shape, row, prompt, spread):
    """Kernels of one step: tokens of all sequences through all products, attention of one query each, and the prompts."""
    context = prompt + spread * row.answer / 2
    tokens = row.sequences * (1 + prompt / row.answer)
    begun = row.sequences / row.answer
    product = lambda m, n, k: Kernel(
        "matrix_product", ("product", m, n, k), 2 * m * n * k, 0, n * k, m * (n + k))
    rows = lambda reads, writes: Kernel(
        "norm", ("rows",), vector=5 * tokens * writes, activations=tokens * (reads + writes))

    def attention(keys):
        return Kernel(
            "batched_matrix_product",
            ("attention", row.sequences, 1, keys, shape.heads, shape.key_value_heads, shape.head),
            4 * row.sequences * keys * shape.queries, 5 * row.sequences * keys * shape.heads, 0,
            row.sequences * (2 * shape.queries + 2 * keys * shape.keys))

    prefill = Kernel(
        "batched_matrix_product",
        ("attention", begun, prompt, prompt, shape.heads, shape.key_value_heads, shape.head),
        4 * begun * prompt * prompt * shape.queries, 0, 0, 4 * begun * prompt * shape.queries)
    shared = [
        product(tokens, shape.queries + 2 * shape.keys, shape.hidden), product(tokens, shape.hidden, shape.queries),
        product(tokens, 2 * shape.feed_forward, shape.hidden), product(tokens, shape.hidden, shape.feed_forward),
        rows(2 * shape.hidden, 2 * shape.hidden), rows(2 * shape.hidden, 2 * shape.hidden),
        rows(shape.queries + shape.keys, shape.queries + shape.keys),
        rows(2 * shape.feed_forward, shape.feed_forward)]
    local = round(shape.local * shape.layers)
    kernels = shape.layers * shared + (shape.layers - local) * [attention(context)]
    kernels += local * [attention(min(context, shape.window or context))]
    return kernels + [product(row.sequences, shape.words, shape.hidden)], shape.layers * [prefill]


def serving(path, print_rows):
    for gpu in ("H100", "B200"):
        try:
            device = Device(device_energy.SHIPPED[gpu][0])
        except FileNotFoundError:
            continue
        chosen = [row for row in device_energy.newer_rows(path) if row.gpu == gpu]
        for held in (False, True):
            times, energies = [], []
            for row in chosen:
                if row.held_back != held:
                    continue
                prompt = device_energy.PROMPT[row.task]
                kernels, prefill = step(MODELS[row.model], row, prompt, device_energy.SPREAD[row.task])
                time, joules = device.run(kernels)
                # Sequences begin in a fraction of the steps; the rest have no kernel for prompts.
                share = min(1, row.sequences / row.answer)
                extra = device.run(prefill)
                time, joules = time + share * extra[0], joules + share * extra[1]
                times.append(time / row.time_s - 1)
                energies.append(joules / row.energy_J - 1)
                if print_rows:
                    print(f"  {row.model:34} {row.task:13} {row.sequences:7.1f}: time {100 * times[-1]:+4.0f} %, "
                          f"energy {100 * energies[-1]:+4.0f} %")
            kind = "held back" if held else "fitted"
            show(f"{device.name}, ML.ENERGY {kind}, own times: time", times)
            show(f"{device.name}, ML.ENERGY {kind}, own times: energy", energies)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bert")
    parser.add_argument("--int8")
    parser.add_argument("--serving")
    parser.add_argument("--rows", action="store_true")
    options = parser.parse_args()
    if options.bert:
        bert("a100-sxm-40gb", options.bert, options.rows)
    if options.int8:
        bert("a100-sxm-int8", options.int8, options.rows)
    mlperf()
    if options.serving:
        serving(options.serving, options.rows)


if __name__ == "__main__":
    main()
