#!/usr/bin/env python3
"""Writes small problems in all formats, with energies of random states as dimod has them.

    python3 -m venv /tmp/problems && /tmp/problems/bin/pip install dimod==0.12.23
    /tmp/problems/bin/python benchmarks/peers/make_problem_fixtures.py

The binary and JSON models are dimod's own; the texts of rudy, qbsolv and Matrix Market are written
here, and dimod gets their objective term by term from the format's definition. `energies.csv` has one
line a state: file, kind, state, objective. A state is one character a variable in the order that the
file gives them (ascending for COO): + is spin +1 or x = 1.
"""

import json
import pathlib
import random

import dimod

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
    (OUT / "energies.csv").write_text("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
