"""MiniLM on one die and on four, with links of one, two and eight lanes: the table of docs/hardware.md.

    python3 benchmarks/study/dies.py            # with ising-npu on the path
"""

import json
import os
import pathlib
import subprocess
import tempfile

MODEL = os.environ.get("ISING_NPU_MODEL") or ".models/all-MiniLM-L6-v2"
TEXT = "Borrowing money is about to cost more after policymakers tightened credit again."
LANES = {1: "a lane a link", 2: "two lanes a link", 8: "eight lanes a link"}


def row(name, chip):
    done = subprocess.run(["ising-npu", "run", MODEL, "--text", TEXT, "--hardware", chip, "--reference", "h100-sxm", "--json"],
                          capture_output=True, text=True, check=True)
    npu = json.loads(done.stdout)["npu"]
    latency, crossing = npu["latency"], npu["actions"].get("link_bit", {"count": 0})["count"]
    return (f"| {name} | {npu['actions']['network_bit_hop']['count'] / 1e6:.0f} "
            f"| {f'{crossing / 1e3:.0f} kbit' if crossing else 0} | {latency['time_s'] * 1e6:.0f} µs "
            f"| {latency['energy_J']['nominal'] * 1e6:.0f} µJ | {npu['throughput']['texts_per_s'] / 1e3:.1f} k |")


def main():
    print("| chip | Mbit-hops | bits from die to die | time | energy | texts/s, overlapped |\n|---|---|---|---|---|---|")
    print(row("one die", "digital-pbit-22nm"))
    with tempfile.TemporaryDirectory() as folder:
        for lanes, words in LANES.items():
            chip = pathlib.Path(folder, f"lanes-{lanes}.yaml")
            subprocess.run(["ising-npu", "spec", "new", f"lanes-{lanes}", "--from", "digital-pbit-four-dies", "--set",
                            f"dies.link_lanes={lanes}", "--out", chip], check=True, capture_output=True)
            print(row(f"four dies, {words}", str(chip)))


if __name__ == "__main__":
    main()
