"""The model of a reference device as arithmetic on its description: what Sources/EnergyBudgets computes, once more.

A kernel has operations of the matrix and of the vector units, bytes of weights and of activations, and what it is:
("product", m, n, k), ("attention", sequences, queries, heads, width) or ("rows",). docs/hardware.md has the formulas.
"""
import dataclasses
import pathlib

import numpy
import yaml

import kernel_law

DEVICES = pathlib.Path(__file__).resolve().parents[2] / "hardware-specs" / "devices"
UNITS = {
    "s": 1, "ms": 1e-3, "µs": 1e-6, "us": 1e-6, "ns": 1e-9, "ps": 1e-12, "fs": 1e-15,
    "TFLOP/s": 1e12, "GFLOP": 1e9, "PFLOP/s": 1e15,
    "GB/s": 1e9, "TB/s": 1e12, "GB": 1e9, "MB": 1e6, "pJ/FLOP": 1e-12, "pJ/B": 1e-12, "pJ/bit": 8e-12, "W": 1, "kW": 1e3}


@dataclasses.dataclass
class Kernel:
    kind: str
    what: tuple
    matrix: float = 0
    vector: float = 0
    weights: float = 0  # elements
    activations: float = 0  # elements


def figures(section):
    """Values in SI units (bytes for data); what has no unit as it stands."""
    found = {}
    for key, entry in (section or {}).items():
        if isinstance(entry, dict) and "value" in entry:
            value = entry["value"]
            unit = entry.get("unit")
            found[key] = value * UNITS[unit] if unit else value
    return found


class Device:
    def __init__(self, name, folder=DEVICES):
        spec = yaml.safe_load((pathlib.Path(folder) / f"{name}.yaml").read_text())
        self.name, self.precision = name, spec["precision"]["value"]
        self.compute, self.memory = figures(spec["compute"]), figures(spec["memory"])
        self.share = {kind: entry["value"] for kind, entry in spec["memory"]["bandwidth_share"].items()}
        self.products, self.attention = figures(spec.get("products")), figures(spec.get("attention"))
        self.energy = figures(spec["energy"])
        self.launch_s = figures({"launch": spec["launch_latency"]})["launch"]
        eight = self.precision in ("int8", "fp8")
        self.bytes, self.result_bytes = (1 if eight else 2), 2
        peak = self.compute["eight_bit_matrix_peak" if eight else "fp16_matrix_peak"]
        self.rates = dict(
            units=int(self.products.get("units", 1)), peak=peak,
            attention_peak=self.compute["fp16_matrix_peak"], bandwidth=self.memory["bandwidth"],
            bytes=self.bytes, result_bytes=self.result_bytes)

    def bytes_of(self, kernel):
        return kernel.weights * self.bytes + kernel.activations * self.result_bytes

    def law_time(self, kernel):
        """Seconds by a fitted law, or nothing."""
        if not self.products:
            return None
        one = lambda value: numpy.array([float(value)])
        if kernel.what[0] == "product":
            return float(kernel_law.product(self.rates, self.products, *([v] for v in kernel.what[1:]))[0])
        if kernel.what[0] == "attention" and self.attention:
            count, queries, keys, heads, key_heads, width = kernel.what[1:]
            heads, key_heads = one(count * heads), one(count * key_heads)
            if queries == 1 and self.attention.get("decoding_ramp"):
                return float(kernel_law.decoding(
                    self.rates, self.attention, heads, key_heads, one(keys), one(width))[0])
            return float(kernel_law.attention(
                self.rates, self.attention, heads, key_heads, one(queries), one(keys), one(width),
                numpy.array([False]), numpy.array([False]))[0])
        return None

    def dynamic(self, kernel, fetched):
        energy = self.energy
        return (kernel.matrix * energy["matrix_flop"] + kernel.vector * energy["vector_flop"]
                + fetched * energy["memory_byte"] + self.bytes_of(kernel) * energy["on_chip_byte"])

    def cost(self, kernel, fetched):
        """Seconds and joules of a kernel that takes `fetched` bytes from main memory."""
        energy = self.energy
        dynamic = self.dynamic(kernel, fetched)
        time = self.law_time(kernel)
        if time is not None:
            waiting = min(self.products["ramp"], time)
            working = time - waiting
        else:
            waiting = self.launch_s
            peak = self.rates["attention_peak" if kernel.what[0] == "attention" else "peak"]
            arithmetic = kernel.vector / self.compute["fp32_vector_peak"]
            if kernel.matrix:
                arithmetic += (kernel.matrix + self.compute.get("matrix_half_work", 0)) / (
                    peak * self.compute.get("matrix_efficiency", 1))
            bandwidth = self.share[kernel.kind] * self.memory["bandwidth"]
            working = max(
                arithmetic, self.bytes_of(kernel) / bandwidth,
                dynamic / (energy["power_limit"] - energy["active"]))
        joules = min(dynamic + energy["active"] * working, energy["power_limit"] * working)
        return waiting + working, joules + energy["waiting"] * waiting

    def run(self, kernels):
        """Seconds and joules of kernels one after another."""
        weights = sum(kernel.weights for kernel in kernels) * self.bytes
        most = max(kernel.activations for kernel in kernels) * self.result_bytes
        resident = weights + most <= self.memory["cache"]
        time = joules = 0.0
        for kernel in kernels:
            activations = kernel.activations * self.result_bytes
            fetched = (0 if resident else kernel.weights * self.bytes) + (
                activations if activations > self.memory["cache"] else 0)
            one = self.cost(kernel, fetched)
            time, joules = time + one[0], joules + one[1]
        return time, joules


def encoder(layers, width, heads, tokens, batch):
    """Kernels of a BERT with a feed-forward width of four, as devices fuse them."""
    rows, head = tokens * batch, width // heads
    product = lambda n, k, extra_vector=0, extra=0: Kernel(
        "matrix_product", ("product", rows, n, k), 2 * rows * n * k, extra_vector, n * k, rows * (n + k) + extra)
    norm = lambda: Kernel("norm", ("rows",), vector=7 * rows * width, weights=2 * width, activations=2 * rows * width)
    layer = [
        product(3 * width, width),
        Kernel("batched_matrix_product", ("attention", batch, tokens, tokens, heads, heads, head),
               4 * rows * tokens * width, 5 * rows * tokens * heads, 0, 2 * 2 * rows * width),
        product(width, width, rows * width, rows * width), norm(),
        product(4 * width, width, 5 * rows * 4 * width), product(width, 4 * width, rows * width, rows * width), norm()]
    edge = [Kernel("gather", ("rows",), vector=2 * rows * width, weights=3 * rows * width, activations=rows * width), norm()]
    return edge + layers * layer
