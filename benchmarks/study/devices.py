"""What each imperfection of devices costs MiniLM at fidelity event.

    python3 benchmarks/study/devices.py [--dies 5] [--cache FILE]

For every strength a chip is made by `spec new --from ceas-ising-5w --set devices.…`; eight sentences run
on each of its dies at S = 64, independent draws, 8 bits. Loss is 1 - cos to the dense reference; the cost
is the loss less that of the same chip with ideal devices. Writes results/devices.csv.
"""

import argparse
import csv
import json
import math
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CONVERTER = "kind: converter\n    bits: {value: BITS, source: \"study\"}\n" \
    "    columns_per_converter: {value: 1, source: \"study\"}"
# Key of the section devices, strengths, bits of the columns' converters or none.
STUDY = [
    ("offset_variation", ["0.05", "0.1", "0.2"], None),
    ("rate_variation", ["0.1", "0.3", "1"], None),
    ("field_noise", ["0.1", "0.3", "1"], None),
    ("temperature_error", ["0.03", "0.1", "0.3"], None),
    ("retention", ["0.1 ns", "1 ns", "5 ns"], None),
    ("stuck_fraction", ["0.0001", "0.001", "0.01"], None),
    ("drift", ["500 1/s", "2000 1/s", "8000 1/s"], None),
    ("read_out", ["7", "6", "5"], 0),
    ("coupling_variation", ["0.01", "0.03", "0.1"], 8),
    ("converter_noise", ["0.1", "0.15", "0.3"], 8),
]
# What is alike on all dies takes its repetitions from seeds of the draws.
ALIKE = {"field_noise", "retention", "drift", "read_out", "converter_noise"}
# Conversions with noise draw a Gaussian number each; they get two seeds.
SLOW = {"converter_noise"}

parser = argparse.ArgumentParser()
parser.add_argument("--command", default=".build/release/ising-npu")
parser.add_argument("--model", default=".models/all-MiniLM-L6-v2")
parser.add_argument("--threads", default="1")
parser.add_argument("--dies", type=int, default=5)
parser.add_argument("--first", type=int, default=4, help="number of the first sentence")
parser.add_argument("--texts", type=int, default=8)
parser.add_argument("--only", nargs="+")
parser.add_argument("--cache", help="file of runs that were made before; made if missing")
options = parser.parse_args()
everything = json.loads((HERE / "sentences.json").read_text())
sentences = everything[options.first:options.first + options.texts]
known = {}
if options.cache and Path(options.cache).exists():
    known = {tuple(json.loads(line)[0]): json.loads(line)[1] for line in open(options.cache)}


def chip(folder, key, strength, bits):
    """The file of a chip with one imperfection."""
    path = Path(folder) / "chip.yaml"
    path.unlink(missing_ok=True)
    command = [options.command, "spec", "new", "study", "--from", "ceas-ising-5w", "--out", str(path)]
    if key and key != "read_out":
        command += ["--set", f"devices.{key}={strength}"]
    subprocess.run(command, check=True, capture_output=True)
    if key == "read_out":
        bits = int(strength)
    if bits:
        text = path.read_text()
        assert "kind: counter" in text
        path.write_text(text.replace("kind: counter", CONVERTER.replace("BITS", str(bits))))
    return str(path)


def losses(key, strength, bits):
    """Mean loss of each die, or of each seed of the draws."""
    name = (str(key), strength, str(bits))
    if name in known:
        return known[name]
    with tempfile.TemporaryDirectory() as folder:
        base = [options.command, "run", options.model, "--hardware", chip(folder, key, strength, bits)]
        base += ["--fidelity", "event", "--samples", "64", "--draws", "independent", "--threads", options.threads, "--json"]

        def run(*more):
            result = subprocess.run([*base, *more, "--text", *sentences], capture_output=True, text=True)
            if result.returncode:
                raise SystemExit(result.stderr)
            return json.loads(result.stdout)

        if key is None or key in ALIKE:
            found = [1 - run("--seed", str(seed))["accuracy"]["cosine_mean"] for seed in range(min(2, options.dies) if key in SLOW else options.dies)]
        else:
            found = [1 - die["cosine_mean"] for die in run("--dies", str(options.dies))["dies"]["dies"]]
    if options.cache:
        with open(options.cache, "a") as file:
            file.write(json.dumps([name, found]) + "\n")
    return found


def mean_and_error(values):
    mean = sum(values) / len(values)
    return mean, math.sqrt(sum((x - mean) ** 2 for x in values) / (len(values) - 1) / len(values))


ideal = mean_and_error(losses(None, "", None))
print(f"ideal devices: loss {ideal[0]:.4f} ± {ideal[1]:.4f}\n")
print("| imperfection | strength | loss | largest | costs |")
print("|---|---|---|---|---|", flush=True)
points = {}
rows = [["ideal", "", "", *ideal, "", 0, ""]]
for key, strengths, bits in STUDY:
    if options.only and key not in options.only:
        continue
    for strength in strengths:
        found = losses(key, strength, bits)
        mean, error = mean_and_error(found)
        cost, cost_error = mean - ideal[0], math.hypot(error, ideal[1])
        rows.append([key, strength, bits or "", mean, error, max(found), cost, cost_error])
        points.setdefault(key, []).append((float(strength.split()[0]), cost, cost_error))
        print(
            f"| `{key}` | {strength} | {mean:.4f} ± {error:.4f} | {max(found):.4f} "
            f"| {cost:+.4f} ± {cost_error:.4f} |", flush=True)
# A power law through the two strengths whose costs lie on either side of 0.01.
print("\n| imperfection | costs 0.01 at |\n|---|---|")
for key, found in points.items():
    found.sort(key=lambda point: point[1])
    for (x, low, _), (y, high, _) in zip(found, found[1:]):
        if 0 < low < 0.01 <= high:
            at = math.exp(math.log(x) + math.log(y / x) * math.log(0.01 / low) / math.log(high / low))
            print(f"| `{key}` | {at:.2g} |")
header = ["imperfection", "strength", "converter_bits", "loss", "standard_error", "largest", "cost", "cost_error"]
path = HERE / "results/devices.csv"
if options.only:
    # The others keep their rows.
    measured = {(row[0], row[1]): row for row in rows}
    with open(path, newline="") as file:
        rows = [measured.get((row[0], row[1]), row) for row in list(csv.reader(file))[1:]]
with open(path, "w", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows([header] + rows)
