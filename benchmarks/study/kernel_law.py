"""The laws of kernel times of reference devices, as arrays: what Sources/EnergyBudgets/Kernels computes one by one.

Times in seconds, sizes as float64 arrays. docs/hardware.md has the formulas; names are those of the specs' keys.
"""
import numpy as np

EDGES = (16, 32, 64, 128, 256)
AREAS = (1024, 32768)
PARTS = (1, 2, 4, 8, 16)
TILES = np.array([(a, b, s) for a in EDGES for b in EDGES if AREAS[0] <= a * b <= AREAS[1] for s in PARTS], float)


def overlapped(a, b, exponent):
    """(a^p + b^p)^(1/p) without overflow."""
    small, large = np.minimum(a, b), np.maximum(a, b)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(large > 0, small / large, 0.0)
    return large * (1 + ratio**exponent) ** (1 / exponent)


def product(device, law, m, n, k, quantises=False, count=1.0):
    """Time of `count` products m × k by k × n on a device {units, peak, bandwidth, bytes, result_bytes}."""
    m, n, k = (np.asarray(value, float)[:, None] for value in (m, n, k))
    candidates = TILES if "split" in law else TILES[TILES[:, 2] == 1]
    a, b, s = (column[None] for column in candidates.T)
    units, bytes_ = device["units"], device["bytes"]
    memory = (count * ((n * k + m * k) * bytes_ + m * n * device["result_bytes"])
              / (device["bandwidth"] * law["memory_share"]))
    rate = device["peak"] * law["efficiency"] / units
    resident = np.clip(np.floor(32768 / (a * b)), 1, 4)
    tiles = count * np.ceil(m / a) * np.ceil(n / b) * s
    steps = np.ceil(k / (64 * s))
    terms = 64 * steps
    waves = np.ceil(tiles / (units * resident))
    core = 2 * a * b * terms / rate
    if "unit_bandwidth" in law:
        core = overlapped(core, (a + b) * terms * bytes_ / law["unit_bandwidth"], law["exponent"])
    core = np.maximum(np.ceil(tiles / units) * core, waves * steps * law.get("step", 0))
    time = overlapped(core, memory, law["exponent"]) + waves * law.get("wave", 0) + (s > 1) * law.get("split", 0)
    quantising = law.get("quantisation", 0) + count * m[:, 0] * k[:, 0] * law.get("quantisation_element", 0)
    return law["ramp"] + time.min(1) + (quantising if quantises else 0)


def attention(device, law, heads, key_heads, queries, keys, size, causal, appends):
    """Time of fused attention; `heads` and `key_heads` are those of all sequences together."""
    bytes_ = device["result_bytes"] * size
    query_bytes, key_bytes = bytes_ * 2 * heads * queries, bytes_ * 2 * key_heads * keys
    rows = np.minimum(128, np.ceil(queries / 16) * 16)
    tiles_of_a_head = np.ceil(queries / rows)
    blocks = np.ceil(keys / 64)
    seen = np.where(causal, blocks * (tiles_of_a_head + 1) / (2 * tiles_of_a_head), blocks)
    tiles = heads * tiles_of_a_head
    rate = device["attention_peak"] * law["efficiency"] / device["units"]
    core = (np.maximum(np.ceil(tiles / device["units"]) * seen, blocks)
            * 64 * rows * (4 * size / rate + law["score"]))
    memory = (query_bytes + key_bytes * np.where(appends, 3, 1)) / (device["bandwidth"] * law["memory_share"])
    waves = np.ceil(tiles / (2 * device["units"]))
    return (law["ramp"] + core + memory + waves * law.get("wave", 0) + np.where(appends, law.get("append", 0), 0))


def decoding(device, law, heads, key_heads, keys, size):
    """Time of fused attention with one query a sequence."""
    bytes_ = device["result_bytes"] * size
    memory = ((bytes_ * 2 * heads + bytes_ * 2 * key_heads * keys)
              / (device["bandwidth"] * law["decoding_memory_share"]))
    least = np.full(len(heads), np.inf)
    for parts in (1, 2, 4, 8, 16, 32, 64):
        waves = np.ceil(key_heads * parts / (2 * device["units"]))
        core = waves * (np.ceil(keys / (128 * parts)) * (size / 128) * law["decoding_step"] + law["decoding_wave"])
        least = np.minimum(least, np.maximum(core, memory) + (law["decoding_split"] if parts > 1 else 0))
    return law["decoding_ramp"] + least
