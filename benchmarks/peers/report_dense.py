"""Prints the least times of compare_dense.sh, their ratios, and how far the embeddings differ."""

import glob
import json
import math
import sys

MODES = ("loop", "batch")


def read(pattern):
    results = []
    for path in sorted(glob.glob(pattern)):
        with open(path, encoding="utf-8") as file:
            results.append(json.load(file))
    return results


def distance(a, b):
    """1 - cosine."""
    dot = math.fsum(x * y for x, y in zip(a, b))
    return 1 - dot / math.sqrt(math.fsum(x * x for x in a) * math.fsum(y * y for y in b))


def main(folder):
    ours, peers = read(f"{folder}/float32-*.json"), read(f"{folder}/peers-*.json")
    if ours[0]["tokens"] != peers[0]["tokens"]:
        sys.exit(f"tokens: ours {ours[0]['tokens']}, peers {peers[0]['tokens']}")
    programs = {"ising-npu": ours}
    formats = {}
    for weights in ("bf16", "int8"):
        results = read(f"{folder}/{weights}-*.json")
        if results:
            formats[weights] = programs[f"ising-npu, {weights}"] = results
    for name in ("pytorch", "onnxruntime", "onnxruntime_int8"):
        programs[f"{name} {peers[0][name]['version']}"] = [result[name] for result in peers]

    print(f"{ours[0]['texts']} texts, {ours[0]['tokens']} tokens, one thread, least of "
          f"{len(ours)} alternated rounds, milliseconds")
    best = {}
    for name, results in programs.items():
        least = {mode: min(result[mode]["min_s"] for result in results) for mode in MODES}
        best[name] = min(least.values())
        print(f"  {name:24} loop {1e3 * least['loop']:8.2f}  batch {1e3 * least['batch']:8.2f}")
    failed = False
    for weights, results in formats.items():
        name = f"ising-npu, {weights}"
        worst = max(map(distance, ours[0]["embeddings"], results[0]["embeddings"]))
        print(f"  {weights}: {best['ising-npu'] / best[name]:.2f} times as fast as float32, "
              f"embeddings within 1 - cos = {worst:.1e}")
        failed |= not worst <= 5e-3
    small = next(name for name in programs if name.startswith("onnxruntime_int8"))
    if "int8" in formats:
        print(f"  {small} / ising-npu, int8: {best[small] / best['ising-npu, int8']:.2f} times the time")
    for name, results in programs.items():
        if name.startswith("ising-npu") or name == small:
            continue
        worst = max(map(distance, ours[0]["embeddings"], results[0]["embeddings"]))
        failed |= not worst <= 1e-6
        print(f"  {name} / ising-npu: {best[name] / best['ising-npu']:.2f} times the time, "
              f"embeddings within 1 - cos = {worst:.1e}")
    print(f"  load {1e3 * min(r['load_s'] for r in ours):.1f}, prepare "
          f"{1e3 * min(r['prepare_s'] for r in ours):.1f}, tokenise "
          f"{1e3 * min(r['tokenise']['min_s'] for r in ours):.2f}")
    simulations = read(f"{folder}/simulation-*.json")
    torch = next(value for name, value in best.items() if name.startswith("pytorch"))
    print(f"  compile {1e3 * min(r['compile_s'] for r in simulations):.1f}, build the machine "
          f"{1e3 * min(r['build_machine_s'] for r in simulations):.1f}")
    for key, words in (("expectation", "expectation"), ("systematic_64", "systematic, S = 64"),
                       ("independent_256", "independent, S = 256")):
        least = min(result[key]["min_s"] for result in simulations)
        print(f"  simulation, {words:20} {1e3 * least:8.2f}: {least / torch:.2f} times PyTorch's")
    if failed:
        sys.exit("embeddings differ by more than 1 - cos = 1e-6, or 5e-3 of other weights")


if __name__ == "__main__":
    main(sys.argv[1])
