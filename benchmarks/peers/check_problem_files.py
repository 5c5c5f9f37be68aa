#!/usr/bin/env python3
"""Converts each problem of the fixtures with the program, and compares objectives with dimod.

usage: check_problem_files.py PROGRAM [FOLDER]

PROGRAM is called as `PROGRAM convert IN OUT --to FORMAT`. Files in dimod's formats are read by dimod
itself; rudy, qbsolv and Matrix Market by the definitions of their formats, below. Random states must
have the same objective in both files, up to rounding.
"""

import json
import pathlib
import random
import subprocess
import sys
import tempfile

import dimod
from dimod.serialization import coo
from dimod.variables import iter_deserialize_variables

FIXTURES = pathlib.Path(__file__).parents[2] / "Tests/IsingModelsTests/Fixtures/problems"
FORMATS = {"coo": "coo", "bqm": "bqm", "json": "json", "rudy": "rud", "qubo": "qubo",
           "matrix-market": "mtx"}


def comment_offset(lines):
    """The offset that a comment of ours carries: `ising-npu … offset=3.5`."""
    for line in lines:
        if "ising-npu" in line and "offset=" in line:
            return float(line.partition("offset=")[2].split()[0])
    return 0.0


def rows(lines, marks):
    """Lines with columns that are no comments."""
    return [line.split() for line in lines if line.strip() and line.strip()[0] not in marks]


def text_model(path):
    """The model of rudy, qbsolv, Matrix Market, COO and own couplings."""
    lines = path.read_text().split("\n")
    offset = comment_offset(lines)
    if path.suffix == ".coo":
        model = coo.loads("\n".join(lines))
        model.offset = offset
        return model
    if path.suffix == ".rud":
        head, *edges = rows(lines, "#%c")
        model = dimod.BQM({i: 0 for i in range(int(head[0]))}, {}, offset, "SPIN")
        for i, j, w in edges:
            model.add_quadratic(int(i) - 1, int(j) - 1, float(w))
        return model
    if path.suffix == ".qubo":
        head, *entries = rows(lines, "c#")
        model = dimod.BQM({i: 0 for i in range(int(head[3]))}, {}, offset, "BINARY")
        for i, j, q in entries:
            (i, j, q) = (int(i), int(j), float(q))
            model.add_linear(i, q) if i == j else model.add_quadratic(i, j, q)
        return model
    if path.suffix == ".couplings":
        entries = rows(lines, "#")
        count = 1 + max(max(int(row[0]), int(row[1])) for row in entries)
        model = dimod.BQM({i: 0 for i in range(count)}, {}, offset, "SPIN")
        for i, j, a in entries:
            (i, j, a) = (int(i), int(j), -float(a))
            model.add_linear(i, a) if i == j else model.add_quadratic(i, j, a)
        return model
    symmetric = "symmetric" in lines[0]
    kind = next((line.partition("kind=")[2].split()[0] for line in lines if "kind=" in line), "max-cut")
    size, *entries = rows(lines, "%")
    model = dimod.BQM({i: 0 for i in range(int(size[0]))}, {}, offset,
                      "BINARY" if kind == "qubo" else "SPIN")
    for i, j, *a in entries:
        (i, j, a) = (int(i) - 1, int(j) - 1, float(a[0]) if a else 1.0)
        if kind == "ising":
            a = -a
        if i == j:
            model.add_linear(i, a)
        else:
            model.add_quadratic(i, j, 2 * a if kind == "qubo" and symmetric else a)
    return model


def load(path):
    if path.suffix == ".bqm":
        return dimod.BQM.from_file(path.read_bytes())
    if path.suffix == ".json":
        document = json.loads(path.read_text())
        # dimod itself turns only the outermost lists into tuples.
        document["variable_labels"] = list(iter_deserialize_variables(document["variable_labels"]))
        return dimod.BQM.from_serializable(document)
    return text_model(path)


def source_model(path):
    """dimod's reader of COO skips numbers with exponents; here they count."""
    if path.name.endswith(".exponents.coo"):
        return load(path.with_name(path.name.replace(".exponents", "")))
    return load(path)


def compare(before, after, source, path, rng):
    """The largest difference over random states, and what rounding allows."""
    if path.suffix in (".coo", ".bqm", ".json") and set(after.variables) == set(before.variables):
        order = {v: v for v in before.variables}  # by name
    else:  # by place: where names are lost, variables are numbered in their order
        names = sorted(before.variables) if source.suffix == ".coo" else before.variables
        order = dict(zip(names, sorted(after.variables)))
    extra = set(after.variables) - set(order.values())
    # rudy cannot say the offset of spins.
    constant = float(before.spin.offset) if path.suffix == ".rud" else 0.0
    # A float32 model adds in float32.
    sizes = abs(before.offset) + sum(map(abs, before.linear.values())) + sum(
        map(abs, before.quadratic.values()))
    unit = 2.0 ** -24 if before.dtype.name == "float32" else 2.0 ** -53
    worst = 0.0
    for _ in range(20):
        up = {v: rng.random() < 0.5 for v in before.variables}
        turned = rng.random() < 0.5 if extra else False
        first = before.energy({v: 1 if up[v] else -1 if before.vartype is dimod.SPIN else 0 for v in up})
        state = {order[v]: up[v] != turned for v in up} | {v: not turned for v in extra}
        low = -1 if after.vartype is dimod.SPIN else 0
        second = after.energy({v: 1 if state[v] else low for v in state})
        worst = max(worst, abs(float(first) - float(second) - constant))
    return worst, 200 * sizes * unit


def main():
    program = sys.argv[1]
    folder = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else FIXTURES
    rng = random.Random(7)
    failures = 0
    count = 0
    with tempfile.TemporaryDirectory() as scratch:
        for source in sorted(folder.iterdir()):
            if source.suffix == ".csv":
                continue
            before = source_model(source)
            for name, suffix in FORMATS.items():
                target = pathlib.Path(scratch) / f"out.{suffix}"
                result = subprocess.run(
                    [program, "convert", str(source), str(target), "--to", name],
                    capture_output=True, text=True)
                count += 1
                if result.returncode != 0:
                    failures += 1
                    print(f"{source.name} to {name}: {result.stderr.strip()}")
                    continue
                worst, allowed = compare(before, load(target), source, target, rng)
                if not worst <= allowed:
                    failures += 1
                    print(f"{source.name} to {name}: objectives differ by {worst}, "
                          f"expected at most {allowed}")
    print(f"{count} conversions compared with dimod {dimod.__version__}, {failures} differ")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
