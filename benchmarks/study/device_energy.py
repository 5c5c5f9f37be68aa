#!/usr/bin/env python3
"""Joules of reference devices against the ML.ENERGY rows, with whole models held back.

    benchmarks/study/device_energy.py ROWS [--older FOLDER] [--fit] [--rows]

ROWS is the leaderboard's data: a CSV of its rows (task, model_id, gpu_model, num_gpus, avg_batch_size, avg_output_len,
energy_per_token_joules, output_throughput_tokens_per_sec, …), or a checkout of github.com/ml-energy/leaderboard (read
at 0cd52da). FOLDER is a checkout of github.com/ml-energy/leaderboard-v2 (read at c3af7f3), the benchmark of 2024: other
models on an H100 and an A100 of 40 GB, with software that keeps the GPU waiting most of the time. Neither is part of
this project. Needs numpy, scipy and pyyaml.

Energy of a step that took t seconds, of which a roofline says that b were work: min(waiting · (t − b) + active · b +
flops · matrix_flop + memory bytes · (memory_byte + on_chip_byte) + activation bytes · on_chip_byte, power_limit · t).
Rows: one GPU, bfloat16, models whose architecture is a dense transformer (the hybrids of Mamba layers are not). A model
is held back if the SHA-256 of its model_id ends in 0 to 7; the rule was stated before any fit. Errors printed are those
of the devices that ship, with the measured times of the rows.

`--fit` fits, on the models that are not held back, waiting power, matrix and on-chip price of each GPU and the mean
prompt of either benchmark, which no row states. Two figures are not fitted, because the rows cannot tell them from
others: active power is 1.33 times waiting power (a B200 draws 256 W where the smallest kernels follow each other:
`power` of the attention tables of vLLM 0.22.0 in PyPI's aiconfigurator-core 0.12.0, shortest kernels), and the matrix price is bounded so that
a large product at the rate that the same package's tables show draws no more than the power limit.
"""
import argparse
import copy
import csv
import hashlib
import json
import pathlib

import numpy
import yaml
from scipy.optimize import least_squares

from serving_work import MODELS, step

DEVICES = pathlib.Path(__file__).resolve().parents[2] / "hardware-specs" / "devices"
# Device that ships, by GPU of the rows, and the TFLOP/s that large products reach on it.
SHIPPED = {"H100": ("h100-sxm", 890), "B200": ("b200-sxm", 1850), "A100": ("a100-sxm-40gb", 267)}
# E[L²]/E[L]² of answers, from the histograms of the leaderboard's files (chat 1.76 to 1.97, gpqa 1.27 to 1.45); the
# older rows state none.
SPREAD = {"lm-arena-chat": 1.85, "gpqa": 1.3, "older": 1.5}
# Mean tokens of a prompt that are not in the cache of prefixes: fitted for chat, assumed for gpqa.
PROMPT = {"lm-arena-chat": 820, "gpqa": 250, "older": 320}
ACTIVE = 1.33  # active over waiting power


class Row:
    """Measured: seconds and joules of a step of all sequences."""

    def __init__(self, gpu, model, task, sequences, answer, joules_per_token, tokens_per_second):
        self.gpu, self.model, self.task = gpu, model, task
        self.sequences, self.answer = float(sequences), float(answer)
        self.energy_J = float(joules_per_token) * self.sequences
        self.time_s = self.sequences / float(tokens_per_second)

    @property
    def held_back(self):
        return hashlib.sha256(self.model.encode()).hexdigest()[-1] in "01234567"

    def work(self, prompt):
        return step(
            MODELS[self.model], self.sequences, prompt[self.task], self.answer, SPREAD[self.task])


def newer_rows(path):
    """Rows of the leaderboard of 2025."""
    path = pathlib.Path(path)
    if path.is_dir():
        entries = []
        for file in sorted((path / "public" / "data" / "models").glob("*.json")):
            model = json.loads(file.read_text())
            if model.get("task") not in SPREAD:
                continue
            for entry in model["configurations"]:
                entries.append({**entry, "task": model["task"], "model_id": model["model_id"]})
    else:
        with open(path, newline="") as file:
            entries = list(csv.DictReader(file))
    return [
        Row(row["gpu_model"], row["model_id"], row["task"], row["avg_batch_size"],
            row["avg_output_len"], row["energy_per_token_joules"],
            row["output_throughput_tokens_per_sec"])
        for row in entries
        if str(row["num_gpus"]) == "1" and row["gpu_model"] in SHIPPED and row["model_id"] in MODELS
        and row["task"] in SPREAD]


def older_rows(folder):
    """Chat rows of the leaderboard of 2024 on one GPU."""
    rows = []
    for file in sorted(pathlib.Path(folder).glob(
            "data/llm_text_generation/chat/*/*/*/*tp1+pp1.json")):
        row = json.loads(file.read_text())
        row = row[0] if isinstance(row, list) else row
        model = row["Model"].replace("Meta-Llama-3.1", "Llama-3.1")
        gpu = next(name for name in SHIPPED if name in row["GPU"])
        if model in MODELS:
            rows.append(Row(
                gpu, model, "older", row["Avg BS (reqs)"], row["Avg Output Tokens"],
                row["Energy/req (J)"] / row["Avg Output Tokens"], row["Token tput (tok/s)"]))
    return rows


class Prices:
    """Of a device, in watts and joules."""
    units = {"pJ/FLOP": 1e-12, "pJ/B": 1e-12, "pJ/bit": 8e-12, "W": 1}

    def __init__(self, gpu):
        device = yaml.safe_load((DEVICES / f"{SHIPPED[gpu][0]}.yaml").read_text())
        energy = device["energy"]
        value = lambda key: energy[key]["value"] * self.units[energy[key]["unit"]]
        self.waiting_W, self.active_W = value("waiting"), value("active")
        self.limit_W = value("power_limit")
        self.matrix, self.memory, self.chip = (
            value("matrix_flop"), value("memory_byte"), value("on_chip_byte"))
        self.rate = SHIPPED[gpu][1] * 1e12
        self.bandwidth = 0.9e9 * device["memory"]["bandwidth"]["value"]

    def energy(self, times, works):
        flops, memory, activations = works
        busy = numpy.minimum(
            times, numpy.maximum(flops / self.rate, memory / self.bandwidth))
        free = (self.waiting_W * (times - busy) + self.active_W * busy + flops * self.matrix
                + memory * (self.memory + self.chip) + activations * self.chip)
        return numpy.minimum(free, self.limit_W * times)


def arrays(rows, prompt):
    works = [row.work(prompt) for row in rows]
    return (
        numpy.array([row.time_s for row in rows]),
        tuple(numpy.array([getattr(work, key) for work in works])
              for key in ("flops", "memory_bytes", "activation_bytes")),
        numpy.array([row.energy_J for row in rows]))


def errors(rows, prices, prompt=PROMPT):
    """Relative errors of the energy."""
    times, works, energies = arrays(rows, prompt)
    return prices.energy(times, works) / energies - 1


def summary(values):
    sizes = numpy.abs(values)
    return (f"{len(values):3} rows, mean |error| {100 * sizes.mean():4.1f} %, median "
            f"{100 * numpy.median(sizes):4.1f} %, bias {100 * values.mean():+5.1f} %, "
            f"{100 * values.min():+.0f} … {100 * values.max():+.0f} %")


def fit(rows, prices, older):
    """Fits prompts of both benchmarks and, by GPU, waiting power, matrix and on-chip price."""
    gpus = sorted({row.gpu for row in rows})
    # Without the older rows an H100 never waits in them: its waiting power stays the one that ships.
    free = [gpu for gpu in gpus if older or gpu != "H100"]
    start = [PROMPT["lm-arena-chat"], PROMPT["older"]]
    low, high = [50, 50], [1500, 800]
    for gpu in gpus:
        # 5 % of the limit are left to the bytes of a large product; pJ/FLOP.
        room = 0.95 * prices[gpu].limit_W - prices[gpu].active_W
        bound = 1e12 * room / prices[gpu].rate
        start += [0.9 * bound, 90] + ([150] if gpu in free else [])
        low += [0.05, 10] + ([20] if gpu in free else [])
        high += [bound, 400] + ([400] if gpu in free else [])

    def unpack(logs):
        values = list(numpy.exp(logs))
        prompt = {**PROMPT, "lm-arena-chat": values[0], "older": values[1]}
        values, found = values[2:], {}
        for gpu in gpus:
            price = copy.copy(prices[gpu])
            price.limit_W = numpy.inf
            price.matrix, price.chip = values.pop(0) * 1e-12, values.pop(0) * 1e-12
            price.waiting_W = values.pop(0) if gpu in free else price.waiting_W
            price.active_W = ACTIVE * price.waiting_W
            found[gpu] = price
        return prompt, found

    def residuals(logs):
        prompt, found = unpack(logs)
        return numpy.concatenate([
            numpy.log1p(errors([row for row in rows if row.gpu == gpu], found[gpu], prompt))
            for gpu in gpus])

    solution = least_squares(
        residuals, numpy.log(start), loss="soft_l1", f_scale=0.1,
        bounds=(numpy.log(low), numpy.log(high)))
    prompt, found = unpack(solution.x)
    for gpu in gpus:
        found[gpu].limit_W = prices[gpu].limit_W
    return prompt, found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", metavar="ROWS")
    parser.add_argument("--older", metavar="FOLDER")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--rows", action="store_true", help="print each row's error")
    options = parser.parse_args()
    rows = newer_rows(options.path) + (older_rows(options.older) if options.older else [])
    prices = {gpu: Prices(gpu) for gpu in sorted({row.gpu for row in rows})}
    models = sorted({row.model for row in rows})
    print("held back:", ", ".join(m for m in models if Row("", m, "", 1, 1, 1, 1).held_back))
    print("fitted:   ", ", ".join(m for m in models if not Row("", m, "", 1, 1, 1, 1).held_back))

    def report(title, prices, prompt):
        print(f"\n{title}")
        for older in (False, True):
            for gpu in prices:
                for held in (False, True):
                    chosen = [row for row in rows if row.gpu == gpu and row.held_back == held
                              and (row.task == "older") == older]
                    if chosen:
                        print(f"{gpu} {'2024' if older else '2025'} "
                              f"{'held back' if held else 'fitted   '}: "
                              f"{summary(errors(chosen, prices[gpu], prompt))}")

    report("Devices that ship, measured times", prices, PROMPT)
    if options.rows:
        for row in rows:
            error = errors([row], prices[row.gpu])[0]
            print(f"{row.gpu} {row.model:40} {row.task:14} {row.sequences:7.1f} "
                  f"{row.energy_J / row.time_s:5.0f} W {1e3 * row.time_s:7.2f} ms {100 * error:+5.1f} %")
    if options.fit:
        def show(prompt, found):
            for gpu, price in found.items():
                print(f"  {gpu}: waiting {price.waiting_W:.1f} W, matrix "
                      f"{1e12 * price.matrix:.3f} pJ/FLOP, on chip {1e12 * price.chip:.1f} pJ/B")
            print(f"  prompts {prompt['lm-arena-chat']:.0f} and {prompt['older']:.0f} tokens")
        prompt, found = fit([row for row in rows if not row.held_back], prices, options.older)
        report("Fit again", found, prompt)
        show(prompt, found)
        print("\nEach model held back in turn")
        out = {gpu: [] for gpu in prices}
        for model in models:
            prompt, found = fit([row for row in rows if row.model != model], prices, options.older)
            for gpu in prices:
                chosen = [row for row in rows if row.model == model and row.gpu == gpu]
                if chosen and gpu in found:
                    out[gpu].append(errors(chosen, found[gpu], prompt))
        for gpu, values in out.items():
            print(f"{gpu}: {summary(numpy.concatenate(values))}")


if __name__ == "__main__":
    main()
