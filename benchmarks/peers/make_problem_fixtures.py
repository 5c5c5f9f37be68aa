#!/usr/bin/env python3
"""Writes small problems in all formats, with energies of random states as dimod has them.

    python3 -m venv /tmp/problems && /tmp/problems/bin/pip install dimod==0.12.23 scipy==1.17.1
    /tmp/problems/bin/python benchmarks/peers/make_problem_fixtures.py

The binary and JSON models are dimod's own; the texts of rudy, qbsolv and Matrix Market are written
here, and dimod gets their objective term by term from the format's definition. `energies.csv` has one
line a state: file, kind, state, objective. Objectives of `penalty.qubo` are added up in fractions and
rounded once. A state is one character a variable in the order that the
file gives them (ascending for COO): + is spin +1 or x = 1.
"""

import base64
import gzip
import io
import json
import pathlib
import random
from fractions import Fraction

import dimod
import numpy
import scipy.io
import scipy.sparse

OUT = pathlib.Path(__file__).parents[2] / "Tests/IsingModelsTests/Fixtures/problems"
STATES = 6


def ordered(linear, pairs, offset, vartype):
    """A model whose variables are in the order of `linear`; dimod takes those of `pairs` first."""
    model = dimod.BQM(vartype)
    model.add_linear_from(linear)
    model.add_quadratic_from(pairs)
    model.offset = offset
    return model


def models():
    """Name, model."""
    rng = random.Random(4)
    h = {i: rng.randint(-3, 3) for i in range(7)}
    J = {(i, j): rng.randint(-4, 4) or 1 for i in range(7) for j in range(i) if rng.random() < 0.6}
    yield "spins", ordered(h, J, 3.0, "SPIN")
    names = ["b", "a", ("t", 1), 5, "é\"\\", ("t", ("u", -2), "x"), -7]
    linear = {v: rng.uniform(-1, 1) for v in names}
    pairs = {(names[i], names[j]): rng.uniform(-2, 2) for i in range(7) for j in range(i)}
    yield "names", ordered(linear, pairs, -0.75, "BINARY")
    single = dimod.BinaryQuadraticModel("SPIN", dtype="float32")
    for i in range(12):
        single.add_linear(i, rng.gauss(0, 1))
        single.add_quadratic(i, (i + 1) % 12, rng.gauss(0, 1))
        single.add_quadratic(i, (i + 5) % 12, 1.5)
    yield "single", single
    yield "gaps", dimod.BQM(
        {100: 0.5, 3: -1.0, 10: 0.0, 4_000_000_000_000: 2.25},
        {(3, 10): 1.5, (100, 3): -0.125, (10, 4_000_000_000_000): 7.0}, 0.0, "BINARY")
    yield "sizes", ordered(
        {0: 1e-7, 1: -1e-300, 2: 1e20, 3: 0.1, 4: 0.0}, {(0, 1): 1e-9, (1, 2): 123456789.123456789,
        (2, 3): -1e15, (3, 4): 5e-324, (0, 4): 1 / 3}, 0.0, "SPIN")


def plain(value):
    """A decimal without exponent that reads back as the same number."""
    from decimal import Decimal
    return format(Decimal(repr(float(value))), "f")


def coo(model, number):
    yield f"# vartype={model.vartype.name}"
    for v in model.variables:
        yield f"{v} {v} {number(model.linear[v])}"
    for (u, v), bias in model.quadratic.items():
        yield f"{u} {v} {number(bias)}"


def texts():
    """File name, lines, kind, model."""
    rng = random.Random(5)
    n = 9
    edges = [(i, j, rng.choice([-2, -1, 1, 3])) for i in range(n) for j in range(i + 1, n)
             if rng.random() < 0.5]
    # A cut's objective is Σ w s s.
    cut = dimod.BQM({i: 0 for i in range(n)}, {(i, j): w for i, j, w in edges}, 0, "SPIN")
    rows = [f"{i + 1} {j + 1} {w}" for i, j, w in edges]
    yield "cut.rud", [f"{n} {len(edges)}"] + rows, "max-cut", cut
    lower = [f"{j + 1} {i + 1} {w}" for i, j, w in edges]
    size = f"{n} {n} {len(edges)}"
    head = "%%MatrixMarket matrix coordinate"
    yield "cut.mtx", [f"{head} integer symmetric", "% a graph", size] + lower, "max-cut", cut
    ones = dimod.BQM({i: 0 for i in range(n)}, {(i, j): 1 for i, j, _ in edges}, 0, "SPIN")
    yield "pattern.mtx", [f"{head} pattern symmetric", size] + [
        f"{j + 1} {i + 1}" for i, j, _ in edges], "max-cut", ones
    # A matrix that is not symmetric: xᵀAx, whatever the declaration.
    entries = [(i, j, round(rng.uniform(-3, 3), 3)) for i in range(n) for j in range(n)
               if rng.random() < 0.4]
    form = dimod.BQM("BINARY")
    form.add_variables_from({i: 0 for i in range(n)})
    for i, j, a in entries:
        form.add_linear(i, a) if i == j else form.add_quadratic(i, j, a)
    yield "form.mtx", [f"{head} real general", "%%ising-npu kind=qubo", f"{n} {n} {len(entries)}"] + [
        f"{i + 1} {j + 1} {a}" for i, j, a in entries], "qubo", form
    half = [(i, j, a) for i, j, a in entries if i >= j]
    form = dimod.BQM("BINARY")
    form.add_variables_from({i: 0 for i in range(n)})
    for i, j, a in half:
        form.add_linear(i, a) if i == j else form.add_quadratic(i, j, 2 * a)
    yield "half.mtx", [f"{head} real symmetric", "%%ising-npu kind=qubo", f"{n} {n} {len(half)}"] + [
        f"{i + 1} {j + 1} {a}" for i, j, a in half], "qubo", form
    # J and h: E = −Σ J s s − Σ h s.
    glass = dimod.BQM("SPIN")
    glass.add_variables_from({i: 0 for i in range(n)})
    for i, j, a in half:
        glass.add_linear(i, -a) if i == j else glass.add_quadratic(i, j, -a)
    yield "glass.mtx", [f"{head} real symmetric", "%%ising-npu kind=ising", f"{n} {n} {len(half)}"] + [
        f"{i + 1} {j + 1} {a}" for i, j, a in half], "ising", glass
    yield "glass.couplings", ["# E = -sum J s s - sum h s"] + [
        f"{i} {j} {a}" for i, j, a in half], "ising", glass
    # qbsolv: i < j, variables from 0; variable 8 is in no line.
    pairs = [(i, j, round(rng.uniform(-3, 3), 2)) for i in range(8) for j in range(i + 1, 8)
             if rng.random() < 0.5]
    nodes = [(i, rng.randint(-5, 5)) for i in range(0, 8, 2)]
    form = dimod.BQM({i: 0 for i in range(9)}, {}, 0, "BINARY")
    for i, a in nodes:
        form.add_linear(i, a)
    for i, j, a in pairs:
        form.add_quadratic(i, j, a)
    yield "form.qubo", ["c a quadratic form", f"p qubo 0 9 {len(nodes)} {len(pairs)}"] + [
        f"{i} {i} {a}" for i, a in nodes] + ["c couplers"] + [
        f"{i} {j} {a}" for i, j, a in pairs], "qubo", form


def scaled(model, scale, offset):
    """scale · (the model without its offset + offset)."""
    result = model.copy()
    result.offset = offset
    result.scale(scale)
    return result


def matrix_market(matrix, **options):
    """What SciPy writes."""
    target = io.BytesIO()
    scipy.io.mmwrite(target, matrix, **options)
    return target.getvalue()


def program(model, scale, offset):
    """A bqpjson document, with a solution and its evaluation."""
    order = list(model.variables)
    up = {v: v % 3 == 0 for v in order}
    low, name = (-1, "spin") if model.vartype is dimod.SPIN else (0, "boolean")
    values = {v: 1 if up[v] else low for v in order}
    return {
        "version": "1.0.0", "id": 7, "metadata": {"generated": "here", "offset": 99},
        "variable_ids": order, "variable_domain": name, "scale": scale, "offset": offset,
        "linear_terms": [{"id": v, "coeff": b} for v, b in model.linear.items() if b],
        "quadratic_terms": [{"id_tail": u, "id_head": v, "coeff": b}
                            for (u, v), b in model.quadratic.items()],
        "solutions": [{"id": 0, "assignment": [{"id": v, "value": values[v]} for v in order],
                       "evaluation": float(scaled(model, scale, offset).energy(values))}]}


def dialects():
    """File name, content, kind, model, order of the variables: what other tools write."""
    rng = random.Random(8)
    def model(vartype, names):
        pairs = {(u, v): rng.randint(-9, 9) / 4 or 1.5
                 for k, u in enumerate(names) for v in names[:k] if rng.random() < 0.6}
        return ordered({v: rng.randint(-9, 9) / 4 for v in names}, pairs, 0.0, vartype)

    # dimod's classes, bytes and labels.
    names = [2.5, "a", (1, 0.5), 3, -0.25, 12.75]
    reals = model("SPIN", names)
    reals.offset = 1.25
    yield "reals.bqm", reals.to_file().read(), "ising", reals, list(reals.variables)
    document = reals.to_serializable()
    order = dimod.BQM.from_serializable(document).variables
    yield "reals.json", json.dumps(document).encode(), "ising", reals, order
    classes = dimod.DictBQM(model("BINARY", list(range(6))))
    classes.offset = -2.5
    yield "class.json", json.dumps(classes.to_serializable()).encode(), "qubo", classes, list(range(6))
    for name, wrap in ("base64.json", lambda b: base64.b64encode(b).decode()), ("bytes.json", list):
        single = dimod.BinaryQuadraticModel(reals.spin, dtype="float32")
        document = single.to_serializable(use_bytes=True, bytes_type=wrap)
        yield name, json.dumps(document).encode(), "ising", single, order
    plain_list = lambda v: [plain_list(part) for part in v] if isinstance(v, tuple) else v
    first = {"linear_terms": [{"bias": b, "label": plain_list(v)} for v, b in reals.linear.items()],
             "quadratic_terms": [{"bias": b, "label_head": plain_list(u), "label_tail": plain_list(v)}
                                 for (u, v), b in reals.quadratic.items()],
             "offset": 1.25, "variable_type": "SPIN", "info": {},
             "version": {"dimod": "0.6.0", "bqm_schema": "1.0.0"},
             "variable_labels": [plain_list(v) for v in reals.variables]}
    yield "schema1.json", json.dumps(first).encode(), "ising", reals, list(reals.variables)

    # Scale and offset in comments and in keys.
    ids = [0, 4, 7, 120, 121]
    for name, vartype in ("spin.bqpjson", "SPIN"), ("boolean.json", "BINARY"):
        terms = model(vartype, ids)
        yield (name, json.dumps(program(terms, 2.75, -1.5)).encode(),
               "ising" if vartype == "SPIN" else "qubo", scaled(terms, 2.75, -1.5), ids)
    form = model("BINARY", list(range(6)))
    nodes = [f"{v} {v} {b}" for v, b in form.linear.items()]
    pairs = [f"{u} {v} {b}" for (u, v), b in form.quadratic.items()]
    head = ["c id : 3", "c description : the scale of things", "c ", "c scale : 2.75", "c offset : 1.93",
            "c ", 'c some_key : ["one", 2]', f"p qubo 0 6 {len(nodes)} {len(pairs)}", "c linear terms"]
    text = "\n".join(head + nodes + ["c quadratic terms"] + pairs) + "\n"
    model_of = scaled(form, 2.75, 1.93)
    yield "scaled.qubo", text.encode(), "qubo", model_of, list(range(6))
    yield "scaled.qubo.gz", gzip.compress(text.encode(), mtime=0), "qubo", model_of, list(range(6))
    text = "\n".join(["# vartype=SPIN", "# offset 3.5"] + nodes + pairs) + "\n"
    spins = ordered(dict(form.linear), dict(form.quadratic), 3.5, "SPIN")
    yield "offset.coo", text.encode(), "ising", spins, list(range(6))

    # `n m` with a diagonal: xᵀQx of a symmetric Q, maximised or minimised, and Qubist's Hamiltonians.
    square = numpy.zeros((6, 6))
    lines = []
    for i in range(6):
        for j in range(i, 6):
            if i == j or rng.random() < 0.6:
                square[i, j] = square[j, i] = rng.randint(-9, 9) / 2
                lines.append(f"{i + 1} {j + 1} {square[i, j]}")
    for name, sign in ("mqlib-qubo.txt", -1), ("biq-mac.txt", 1):
        dense = dimod.BQM({i: sign * square[i, i] for i in range(6)},
                          {(i, j): 2 * sign * square[i, j] for i in range(6) for j in range(i)
                           if square[i, j]}, 0.0, "BINARY")
        yield (name, "\n".join(["# Q", f"6 {len(lines)}"] + lines).encode() + b"\n", "qubo", dense,
               list(range(6)))
    qubits = model("SPIN", [1, 2, 4, 9])
    lines = [f"{v} {v} {b}" for v, b in qubits.linear.items()] + [
        f"{u} {v} {b}" for (u, v), b in qubits.quadratic.items()]
    yield ("qubits.qh", "\n".join([f"10 {len(lines)}"] + lines).encode() + b"\n", "ising", qubits,
           [1, 2, 4, 9])

    # Matrix Market as SciPy and others write it.
    graph = numpy.zeros((7, 7))
    for i in range(7):
        for j in range(i):
            if rng.random() < 0.5:
                graph[i, j] = graph[j, i] = rng.randint(1, 9)
    cut = dimod.BQM({i: 0 for i in range(7)}, {(i, j): graph[i, j] for i in range(7) for j in range(i)
                                               if graph[i, j]}, 0, "SPIN")
    sparse = scipy.sparse.coo_array(graph)
    for name, content in (
            ("array.mtx", matrix_market(graph)),
            ("full-array.mtx", matrix_market(graph, symmetry="general")),
            ("unsigned.mtx", matrix_market(sparse.astype("uint64"))),
            ("full.mtx", matrix_market(sparse, symmetry="general")),
            ("one-percent.mtx", matrix_market(sparse).replace(b"%%M", b"%M", 1))):
        yield name, content, "max-cut", cut, list(range(7))


def penalty():
    """One of four in each of three groups, with a penalty of 10¹²; costs of hundredths."""
    rng = random.Random(9)
    size, hold = 12, 10 ** 12
    linear = {i: Fraction(-hold) for i in range(size)}
    pairs = {(i, j): Fraction(2 * hold) if i // 4 == j // 4 else Fraction(rng.randint(-99, 99) / 100)
             for i in range(size) for j in range(i + 1, size)}
    lines = [f"c offset : {3 * hold}", f"p qubo 0 {size} {size} {len(pairs)}"]
    lines += [f"{i} {i} {float(q)!r}" for i, q in linear.items()]
    lines += [f"{i} {j} {float(q)!r}" for (i, j), q in pairs.items()]
    states = []
    for _ in range(STATES):
        chosen = {4 * group + rng.randrange(4) for group in range(3)}
        value = (3 * hold + sum(linear[i] for i in chosen)
                 + sum(q for (i, j), q in pairs.items() if i in chosen and j in chosen))
        states.append(("".join("+" if i in chosen else "-" for i in range(size)), float(value)))
    return ("\n".join(lines) + "\n").encode(), states


def main():
    rng = random.Random(6)
    OUT.mkdir(exist_ok=True)
    table = [f"# dimod {dimod.__version__}", "file,kind,state,objective"]

    def add(name, content, kind, model, order):
        (OUT / name).write_bytes(content)
        for _ in range(STATES):
            up = {v: rng.random() < 0.5 for v in order}
            low = -1 if model.vartype is dimod.SPIN else 0
            energy = model.energy({v: 1 if up[v] else low for v in order})
            table.append(f"{name},{kind},{''.join('+' if up[v] else '-' for v in order)},"
                         f"{float(energy)!r}")

    for name, model in models():
        kind = "ising" if model.vartype is dimod.SPIN else "qubo"
        add(f"{name}.bqm", model.to_file().read(), kind, model, model.variables)
        add(f"{name}.v1.bqm", model.to_file(version=1).read(), kind, model, model.variables)
        document = model.to_serializable()
        order = dimod.BQM.from_serializable(document).variables
        add(f"{name}.json", json.dumps(document).encode(), kind, model, order)
        if all(isinstance(v, int) and v >= 0 for v in model.variables):
            bare = model.copy()
            bare.offset = 0
            for suffix, number in ("", plain), (".exponents", lambda b: repr(float(b))):
                text = "\n".join(coo(bare, number)) + "\n"
                if not suffix or "e" in text.partition("\n")[2]:
                    add(f"{name}{suffix}.coo", text.encode(), kind, bare, sorted(model.variables))
    for name, lines, kind, model in texts():
        add(name, ("\n".join(lines) + "\n").encode(), kind, model, sorted(model.variables))
    for name, content, kind, model, order in dialects():
        add(name, content, kind, model, order)
    content, states = penalty()
    (OUT / "penalty.qubo").write_bytes(content)
    table += [f"penalty.qubo,qubo,{state},{value!r}" for state, value in states]
    (OUT / "energies.csv").write_text("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
