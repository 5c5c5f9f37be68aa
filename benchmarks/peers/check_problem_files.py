#!/usr/bin/env python3
"""Converts and solves the problems of the fixtures with the program, and compares with dimod.

usage: check_problem_files.py PROGRAM [FOLDER]

PROGRAM is called as `PROGRAM convert IN OUT --to FORMAT`. Files in dimod's formats are read by dimod
itself; the others by the definitions of their formats, below. Random states must
have the same objective in both files, up to rounding. `PROGRAM anneal IN --out FOLDER` writes a sample
set, whose energies are compared with dimod's of the same samples.
"""

import base64
import gzip
import io
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import dimod
import scipy.io
import scipy.sparse
from dimod.serialization import coo
from dimod.variables import iter_deserialize_variables

FIXTURES = pathlib.Path(__file__).parents[2] / "Tests/IsingModelsTests/Fixtures/problems"
FORMATS = {"coo": "coo", "bqm": "bqm", "json": "json", "bqpjson": "bqpjson", "rudy": "rud",
           "qubo": "qubo", "matrix-market": "mtx", "mqlib-qubo": "mqlib", "biq-mac": "biq",
           "qubist": "qh"}
# Formats that a file of no known ending does not say.
NAMED = {"mqlib-qubo.txt": "mqlib-qubo", "biq-mac.txt": "biq-mac"}


def comment_number(lines, name, default):
    """What a comment sets: `ising-npu … offset=3.5`, `c offset : 1.93`, `# offset 3.5`."""
    for line in lines:
        if line[:1] in "c#%":
            found = re.search(rf"\b{name}\s*[:=]?\s*([-+0-9.e]+)", line)
            if found:
                return float(found[1])
    return default


def rows(lines, marks):
    """Lines with columns that are no comments."""
    return [line.split() for line in lines if line.strip() and line.strip()[0] not in marks]


def text_model(path):
    """The model of rudy, qbsolv, Matrix Market, COO, own couplings and lists of MQLib, Biq Mac, Qubist."""
    content = path.read_bytes()
    lines = (gzip.decompress(content) if path.suffix == ".gz" else content).decode().split("\n")
    offset = comment_number(lines, "offset", 0.0)
    kind = NAMED.get(path.name, {".mqlib": "mqlib-qubo", ".biq": "biq-mac"}.get(path.suffix))
    if kind or path.suffix == ".qh":
        head, *entries = rows(lines, "#")
        sign = -1 if kind == "mqlib-qubo" else 1
        model = dimod.BQM({i: 0 for i in range(int(head[0]))} if kind else {}, {}, sign * offset,
                          "BINARY" if kind else "SPIN")
        for i, j, q in entries:
            (i, j, q) = (int(i) - bool(kind), int(j) - bool(kind), sign * float(q))
            model.add_linear(i, q) if i == j else model.add_quadratic(i, j, 2 * q if kind else q)
        return model
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
    if path.suffix == ".qubo" or path.name.endswith(".qubo.gz"):
        head, *entries = rows(lines, "c#")
        model = dimod.BQM({i: 0 for i in range(int(head[3]))}, {}, offset, "BINARY")
        for i, j, q in entries:
            (i, j, q) = (int(i), int(j), float(q))
            model.add_linear(i, q) if i == j else model.add_quadratic(i, j, q)
        model.scale(comment_number(lines, "scale", 1.0))
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
    if " array " in lines[0] or "full" in path.name or lines[0][1] != "%":
        matrix = scipy.io.mmread(io.BytesIO(content.replace(b"%M", b"%%M", 1) if lines[0][1] != "%"
                                            else content))
        matrix = matrix.toarray() if scipy.sparse.issparse(matrix) else matrix
        size = matrix.shape[0]
        model = dimod.BQM({i: 0 for i in range(size)}, {}, offset, "SPIN")
        model.add_quadratic_from(
            {(i, j): matrix[i, j] for i in range(size) for j in range(i) if matrix[i, j]})
        return model
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


def program_model(document):
    """bqpjson: scale · (terms + offset)."""
    model = dimod.BQM("SPIN" if document["variable_domain"] == "spin" else "BINARY")
    model.add_variables_from({i: 0 for i in document["variable_ids"]})
    for term in document["linear_terms"]:
        model.add_linear(term["id"], term["coeff"])
    for term in document["quadratic_terms"]:
        model.add_quadratic(term["id_tail"], term["id_head"], term["coeff"])
    model.offset = document["offset"]
    model.scale(document["scale"])
    return model


def first_schema(document):
    """dimod's JSON of schema 1, which it no longer reads."""
    name = lambda v: tuple(map(name, v)) if isinstance(v, list) else v
    model = dimod.BQM(document["variable_type"])
    model.add_variables_from({name(v): 0 for v in document["variable_labels"]})
    for term in document["linear_terms"]:
        model.add_linear(name(term["label"]), term["bias"])
    for term in document["quadratic_terms"]:
        model.add_quadratic(name(term["label_head"]), name(term["label_tail"]), term["bias"])
    model.offset = document["offset"]
    return model


def load(path):
    if path.suffix == ".bqm":
        return dimod.BQM.from_file(path.read_bytes())
    if path.suffix not in (".json", ".bqpjson"):
        return text_model(path)
    document = json.loads(path.read_text())
    if "variable_domain" in document:
        return program_model(document)
    if "linear_terms" in document:
        return first_schema(document)
    for key in "linear_biases", "quadratic_biases", "quadratic_head", "quadratic_tail":
        if document["use_bytes"]:
            value = document[key]
            document[key] = base64.b64decode(value) if isinstance(value, str) else bytes(value)
    # dimod itself turns only the outermost lists into tuples.
    document["variable_labels"] = list(iter_deserialize_variables(document["variable_labels"]))
    return dimod.BQM.from_serializable(document)


def source_model(path):
    """dimod's reader of COO skips numbers with exponents; here they count."""
    if path.name.endswith(".exponents.coo"):
        return load(path.with_name(path.name.replace(".exponents", "")))
    return load(path)


def compare(before, after, source, path, rng):
    """The largest difference over random states, and what rounding allows."""
    if path.suffix in (".coo", ".bqm", ".json", ".bqpjson") and set(after.variables) == set(before.variables):
        order = {v: v for v in before.variables}  # by name
    else:  # by place: where names are lost, variables are numbered in their order
        names = sorted(before.variables) if source.suffix in (".coo", ".qh") else before.variables
        order = dict(zip(names, sorted(after.variables)))
    extra = set(after.variables) - set(order.values())
    # rudy and Qubist cannot say the offset of spins.
    constant = float(before.spin.offset) if path.suffix in (".rud", ".qh") else 0.0
    worst = 0.0
    for _ in range(20):
        up = {v: rng.random() < 0.5 for v in before.variables}
        turned = rng.random() < 0.5 if extra else False
        first = before.energy({v: 1 if up[v] else -1 if before.vartype is dimod.SPIN else 0 for v in up})
        state = {order[v]: up[v] != turned for v in up} | {v: not turned for v in extra}
        low = -1 if after.vartype is dimod.SPIN else 0
        second = after.energy({v: 1 if state[v] else low for v in state})
        worst = max(worst, abs(float(first) - float(second) - constant))
    return worst, allowance(before)


def named(path, option):
    """The option that names the format of a file that does not say it."""
    return [f"--{option}", NAMED[path.name]] if path.name in NAMED else []


def compare_samples(program, model, source, folder):
    """What is wrong with the sample set of a short run; nothing where all is well."""
    result = subprocess.run(
        [program, "anneal", str(source), "--sweeps", "20", "--reads", "8", "--out", str(folder),
         *named(source, "format")],
        capture_output=True, text=True)
    if result.returncode != 0:
        return result.stderr.strip()
    document = json.loads((pathlib.Path(folder) / "sampleset.json").read_text())
    samples = dimod.SampleSet.from_serializable(document)
    # dimod orders the names of samples where it can.
    if set(samples.variables) != set(model.variables) or samples.vartype is not model.vartype:
        return f"variables {samples.variables} of {samples.vartype}, expected {model.variables}"
    theirs = model.energies((samples.record.sample, samples.variables))
    worst = max(abs(samples.record.energy - theirs))
    allowed = allowance(model)
    return None if worst <= allowed else f"energies differ by {worst}, expected {allowed}"


def allowance(model):
    """What 200 roundings of sums may amount to; a float32 model adds in float32."""
    sizes = abs(model.offset) + sum(map(abs, model.linear.values())) + sum(
        map(abs, model.quadratic.values()))
    return 200 * float(sizes) * (2.0 ** -24 if model.dtype.name == "float32" else 2.0 ** -53)


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
            count += 1
            if complaint := compare_samples(program, before, source, scratch):
                failures += 1
                print(f"{source.name} solved: {complaint}")
            for name, suffix in FORMATS.items():
                target = pathlib.Path(scratch) / f"out.{suffix}"
                result = subprocess.run(
                    [program, "convert", str(source), str(target), "--to", name, *named(source, "from")],
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
    print(f"{count} conversions and sample sets compared with dimod {dimod.__version__}, {failures} differ")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
