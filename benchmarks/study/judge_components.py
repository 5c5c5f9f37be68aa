#!/usr/bin/env python3
"""Compares what follows from the structure of measured machines with what was measured on them.

    benchmarks/study/judge_components.py [--binary PATH] [--write docs/components.md]

Each machine is a description of structure, node, supply and rate without any energy (hardware-specs/reference, and
variants of it written here). `ising-npu spec show --json` derives its figures; this script adds them up to the
quantity that was metered and prints model, measurement and error. It changes no figure: the program judged is the one
that ships. Rows marked `fit` determined the constants of FittedDigital.swift and FittedAnalog.swift, one row a
constant; the last table solves for them again. All other rows were held back: the rule was to fit on the two machines
that the work order named (a 22 nm macro, the KV260 fabric with constant couplings), and analog on the macro whose
parts are published at two supplies, at the lower of them.
"""
import argparse
import json
import math
import pathlib
import re
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "hardware-specs" / "reference"


class Chip:
    """Derived figures of a description, by name, in SI units (mm, mm2)."""

    def __init__(self, binary, path, changes=()):
        text = path.read_text()
        for key, value in changes:
            pattern = rf"(\b{key}: {{value: )[^,]+"
            text, count = re.subn(pattern, rf"\g<1>{value}", text)
            if count != 1:
                raise SystemExit(f"{path}: {count} lines of {key}, expected 1")
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(text)
            file.flush()
            shown = subprocess.run(
                [binary, "spec", "show", file.name, "--json"], capture_output=True, text=True)
        if shown.returncode:
            raise SystemExit(shown.stderr)
        self.figures = {}
        for row in json.loads(shown.stdout)["derived"]:
            self.figures.update(row["inputs"])
            self.figures[row["name"]] = row["value"]

    def __getitem__(self, name):
        return self.figures[name]


def bit_product(chip):
    """Joules of one bit-product of a whole macro, leakage included."""
    products = chip["tile_rows"] * chip["tile_columns"] * chip["tile_coupling_bits"]
    step = (products * chip["tile_evaluation"]
            + chip["tile_columns"] * chip["tile_coupling_bits"] * chip["tile_accumulation"]
            + chip["tile_rows"] * chip["tile_clamp"])
    return (step + chip["tile_leakage"] / chip["clock"]) / products


def digital_rows(load):
    rows = []

    def row(kind, machine, quantity, unit, scale, measured, model, source):
        rows.append((kind, machine, quantity, unit, measured, model * scale, source))

    macro = REFERENCE / "macro-22nm-dcim.yaml"
    chih = load(macro)
    row("fit", "22 nm macro", "bit-product, 4 b × 4 b, 0.72 V", "fJ", 1e15, 1.404, bit_product(chih),
        "ISSCC 2021 16.4: 89 TOPS/W")
    row("fit", "22 nm macro", "area of 64 kb", "mm²", 1, 0.202, chih["tile_area"], "ISSCC 2021 16.4: 3.3 TOPS at 16.3 TOPS/mm²")
    eight = load(macro, [("tile_columns", 32), ("coupling_bits", 8), ("activation_bits", 8)])
    row("test", "22 nm macro", "bit-product, 8 b × 8 b", "fJ", 1e15, 1.265, bit_product(eight), "the same: 24.7 TOPS/W")
    dai = load(macro, [("tile_rows", 128), ("tile_columns", 8), ("coupling_bits", 8), ("activation_bits", 8),
                       ("supply", 0.85), ("clock", 400)])
    row("test", "22 nm processor", "bit-product, 128 × 64 cells, 0.85 V", "fJ", 1e15, 1.61, bit_product(dai),
        "VLSI 2024 (Dai), through UIUC-IMC-Benchmarking")
    guo = load(macro, [("node", 28), ("tile_rows", 512), ("tile_columns", 64), ("coupling_bits", 2), ("activation_bits", 2),
                       ("supply", 0.6), ("clock", 182)])
    row("test", "28 nm macro", "bit-product, 512 × 128 cells, 0.6 V", "fJ", 1e15, 0.71, bit_product(guo),
        "ISSCC 2023 (Guo), through UIUC-IMC-Benchmarking")
    he = load(macro, [("node", 28), ("tile_rows", 128), ("tile_columns", 16), ("coupling_bits", 8), ("activation_bits", 8),
                      ("supply", 0.9), ("clock", 230)])
    row("test", "28 nm macro", "bit-product, 128 × 128 cells, 0.9 V", "fJ", 1e15, 0.82, bit_product(he),
        "ISSCC 2023 (He, without multipliers), through UIUC-IMC-Benchmarking")
    seven = load(macro, [("node", 28), ("tile_rows", 128), ("tile_columns", 8), ("coupling_bits", 8), ("activation_bits", 8),
                         ("supply", 0.9), ("clock", 182)])
    row("test", "28 nm macro", "bit-product, 8 banks of 128 × 8 words, 0.9 V", "fJ", 1e15, 1.60, bit_product(seven),
        "ISSCC 2023 7.2, through zigzag-imc")
    ripple = REFERENCE / "macro-65nm-ripple.yaml"
    measured = {  # fJ a multiply-add, input bits = coupling bits, at 0.6, 0.7, 0.8 V
        1: (17.1, 42.6, 68.1), 2: (39.8, 101.8, 161.6), 4: (104.1, 260.6, 423.4), 8: (292.0, 725.4, 1169.7),
        16: (989.9, 2515.7, 3995.2)}
    for bits, values in measured.items():
        for supply, value in zip((0.6, 0.7, 0.8), values):
            chip = load(ripple, [("tile_columns", 128 // (bits + 7)), ("coupling_bits", bits), ("activation_bits", bits),
                                 ("supply", supply)])
            row("test", "65 nm macro", f"multiply-add, {bits} b × {bits} b, {supply} V", "fJ", 1e15 * bits * bits, value,
                bit_product(chip), "JSSC 56, 2221, figure 16a, through cimloop")
    area = load(ripple)
    row("test", "65 nm macro", "area of 128 × 128 cells", "mm²", 1, 0.2272, area["tile_area"], "the same, figure 17")
    piton = load(REFERENCE / "mesh-32nm-piton.yaml")
    row("test", "32 nm mesh", "random bit over a hop of 1.1 mm", "fJ", 1e15, 11.16e3 / 64,
        piton["router_bit"] + piton["wire_bit_mm"] * piton["tile_pitch"], "HPCA 2018 (Piton): 11.16 pJ a flit of 64 bits")
    raw = load(REFERENCE / "mesh-32nm-piton.yaml", [
        ("node", 150), ("supply", 1.8), ("tile_pitch", 4), ("clock", 100), ("flit_bits", 32)])
    row("test", "150 nm mesh", "random bit over a hop of 4 mm, clock apart", "fJ", 1e15, 85e3 / 64,
        raw["router_bit"] - raw["register_cycle"] + raw["wire_bit_mm"] * raw["tile_pitch"],
        "ISLPED 2003 (Raw): 85 pJ a word of 32 bits, all toggling")
    mit = load(REFERENCE / "mesh-32nm-piton.yaml", [
        ("node", 45), ("supply", 1.1), ("tile_pitch", 1), ("clock", 1000), ("linear_tiles", 16)])
    row("test", "45 nm mesh", "delivered bit, a hop of 1 mm and the clock", "fJ", 1e15, 596,
        mit["router_bit"] + mit["wire_bit_mm"] * mit["tile_pitch"]
        + (mit["router_registers"] * mit["register_cycle"] * 0.1 + 4 * mit["wire_bit_mm"]) * 1e9 * 16 / 892e9,
        "DAC 2012: 531.4 mW for 892 Gb/s, low-swing links; length assumed")
    fixed = load(REFERENCE / "fpga-kv260-fixed.yaml")
    writable = load(REFERENCE / "fpga-kv260-writable.yaml")
    row("fit", "KV260, constant couplings", "update, run − halt", "pJ", 1e12, 9.13, fixed["lattice_agent_draw"],
        "ferrotherm, kv260-read: 9.13 ± 0.13 pJ")
    row("test", "KV260, writable couplings", "update, run − halt", "pJ", 1e12, 19.145, writable["lattice_agent_draw"],
        "ferrotherm, kv260-write: 19.145 ± 0.814 pJ")
    return rows


def analog_rows(load):
    rows = []

    def row(kind, machine, quantity, unit, scale, measured, model, source):
        rows.append((kind, machine, quantity, unit, measured, model * scale, source))

    base = REFERENCE / "macro-22nm-dcim.yaml"

    def macro(node, supply, cells, bits, columns=256):
        chip = load(base, [("node", node), ("supply", supply), ("transistor", "hp"), ("tile_rows", max(2 ** bits - 1, 1)),
                           ("tile_columns", columns)])
        return chip, cells

    def column(chip, cells):
        return cells * (chip["analog_resting_product"] + 0.5 * chip["analog_active_product"])

    jia = "JSSC 2020 (Jia), tables I and II, through cimloop"
    for kind, supply, array, converter in (("fit", 0.85, 9.7, 1.79), ("test", 1.2, 20.4, 3.56)):
        chip, cells = macro(65, supply, 2304, 8)
        row(kind, "65 nm charge domain", f"column of 2 304 cells, {supply} V", "pJ", 1e12, array, column(chip, cells), jia)
        row(kind, "65 nm charge domain", f"conversion of 8 b, {supply} V", "pJ", 1e12, converter,
            chip["converter_conversion"], jia)
    chip, _ = macro(22, 1.0, 64, 8)
    row("test", "22 nm C-2C ladder", "conversion of 8 b, 1.0 V", "pJ", 1e12, 0.34 * 8192 * 122e-3 / 128, chip["converter_conversion"],
        "VLSI 2022 (Wang): 34 % of 122 fJ a multiply-add, 64 a conversion; through cimloop")
    neuron = {3: (1, 10.62), 4: (2, 12.39), 5: (3, 20.12), 6: (4, 29.11), 7: (5, 44.21), 8: (6, 52.48), 9: (7, 61.83), 10: (8, 75.86)}
    for bits, (inputs, part) in neuron.items():
        chip, _ = macro(130, 1.8, 256, bits)
        row("test", "130 nm resistive", f"conversion of {bits} b ({inputs} b inputs), 1.8 V", "pJ", 1e12, part * 256e-3,
            chip["converter_conversion"], "Nature 608, 504 (NeuRRAM): neuron part, 256 operations an output; through cimloop")
    return rows


def table(rows):
    lines = ["| | machine | quantity | measured | derived | error | source |", "|---|---|---|---|---|---|---|"]
    for kind, machine, quantity, unit, measured, model, source in rows:
        lines.append(f"| {kind} | {machine} | {quantity} | {measured:.4g} {unit} | {model:.4g} {unit} "
                     f"| {100 * (model / measured - 1):+.0f} % | {source} |")
    for kind in ("fit", "test"):
        errors = sorted(abs(model / measured - 1) for k, _, _, _, measured, model, _ in rows if k == kind)
        median = errors[len(errors) // 2]
        within = sum(error <= 0.25 for error in errors)
        lines.append(f"\n{kind}: {len(errors)} rows, median error {100 * median:.0f} %, worst {100 * errors[-1]:.0f} %, "
                     f"{within} within 25 %.")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=str(ROOT / ".build" / "release" / "ising-npu"))
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()

    def load(path, changes=()):
        return Chip(options.binary, path, changes)

    text = "### Digital\n\n" + table(digital_rows(load)) + "\n\n### Analog\n\n" + table(analog_rows(load)) + "\n"
    print(text)
    if options.write:
        page = options.write.read_text()
        begin, end = "<!-- judged: begin -->", "<!-- judged: end -->"
        head, rest = page.split(begin)
        options.write.write_text(head + begin + "\n" + text + end + rest.split(end)[1])


if __name__ == "__main__":
    main()
