"""All files that the commands read, written into one folder."""

import json
import os
import shutil

import chips
import tiny_model

TEXTS = ["the cat sat on the mat.", "the dog sat!", "rain falls and the wind turns cold",
         "bread needs salt and time.", "a machine counts its weights"]

# A lattice program with every instruction: ramps, clamps, reads of some agents, reads while it cools.
PROGRAM = """# Every instruction and every observable.
lattice-program every
agents 6 columns 3 names a b c d e f
couple a b 1  b c 0.5  d e -1  e f 0.25
couple a d 0.75
couple b e 0.5  c f -0.5
field a 0.25  c -0.5
share alike a b = ++ --
overlap pattern a b c d = +-+-
product parity a b e
beta 0.2 to 1 over 40 sweeps
clamp c +1 f -1
relax 20 sweeps
read every 2 sweeps times 200
release c
barrier
relax 10 ns
read every 1 sweeps times 200 agents a c e
release
beta 0.5
relax 5 sweeps
read every 3 sweeps times 200
"""

PROGRAMS = {
    "every": PROGRAM,
    "triangle": """lattice-program triangle
agents 3
couple 0 1 -1  0 2 -1  1 2 -1
share all-alike 0 1 2 = +++ ---
relax 100 sweeps
read every 2 sweeps times 400
""",
    "first-line": "agents 3\n",
    "self": "lattice-program x\nagents 2\ncouple 0 0 1\n",
    "twice": "lattice-program x\nagents 3\ncouple 0 1 1  1 0 1\n",
    "unknown": "lattice-program x\nagents 2\nfrobnicate 3\n",
    "late": "lattice-program x\nagents 2\nbeta 1\ncouple 0 1 1\n",
    "no-reads": "lattice-program x\nagents 2\ncouple 0 1 1\nrelax 5 sweeps\n",
    "time": "lattice-program x\nagents 2\ncouple 0 1 1\nrelax 5 parsecs\n",
}


def graph(vertices, degree, weight, seed):
    """A maximum cut: lines `i j w`."""
    numbers = tiny_model.Numbers(seed)
    chance = 2 * degree / (vertices - 1) - 1
    edges = [(i, j, weight(numbers)) for i in range(vertices) for j in range(i)
             if numbers.next() < chance]
    lines = [f"{j + 1} {i + 1} {w}" for i, j, w in edges if w != 0]
    return "\n".join([f"{vertices} {len(lines)}"] + lines) + "\n"


def whole(largest):
    return lambda numbers: int((numbers.next() + 1) / 2 * (2 * largest + 1)) - largest


def sign(numbers):
    return 1 if numbers.next() < 0 else -1


def problems():
    """Problem files by name; more come from the tests' fixtures."""
    ladder = [(i, i % 16 + 1) for i in range(1, 17)] + [(i, i + 8) for i in range(1, 9)]
    return {
        "ladder.rud": "16 24\n" + "".join(f"{i} {j} 1\n" for i, j in ladder),
        "sparse.rud": graph(60, 4, whole(9), 3),
        "signs.rud": graph(80, 5, sign, 5),
        "dense.rud": graph(48, 47, sign, 7),
        "real.rud": graph(40, 6, lambda numbers: round(numbers.next(), 6), 9),
        "large.rud": graph(400, 3, sign, 11),
        "tree.rud": "4 3\n1 2 1\n2 3 -1\n2 4 2\n",
        "small.qubo": "p qubo 0 3 3 1\n0 0 -1\n1 1 -1\n2 2 -2\n0 1 3\n",
        "and.couplings": "# AND gate\n0 1 -1\n0 2 2\n1 2 2\n0 1\n1 1\n2 -2\n",
        "spins.coo": "# vartype=SPIN\n0 1 1\n0 0 1\n1 2 -0.5\n",
        "matrix.mtx": "%%MatrixMarket matrix coordinate real symmetric\n3 3 2\n2 1 1.5\n3 2 -1\n",
        "rounding.rud": "3 3\n1 2 1e17\n2 3 1\n1 3 0.1\n",
        "twice.rud": "4 5\n1 2 1\n2 1 2\n3 3 4\n3 4 1\n1 4 2\n",
        "empty.rud": "",
        "diagonal.txt": "3 5\n1 1 4\n2 2 3\n3 3 2\n1 2 -5\n2 3 -2\n",
        "diagonal.mtx": "%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n1 1 3\n2 1 1\n",
        "graph.couplings": "3 2\n1 2 1\n2 3 1\n",
        "offset.rud": "# offset 3\n2 1\n1 2 1\n",
        "no-variables.json": '{"version": "1.0.0", "variable_ids": [], "variable_domain": "spin", "scale": 1, '
                             '"offset": 2, "linear_terms": [], "quadratic_terms": []}',
        "bad-vertex.rud": "3 1\n1 4 1\n",
        "bad-number.rud": "3 1\n1 2 x\n",
        "bad-nan.rud": "3 1\n1 2 nan\n",
        "bad-sum.rud": "3 2\n1 2 1e308\n2 3 1e308\n",
        "bad-size.rud": "3 1\n1 2 1e-310\n",
        "bad-line.couplings": "0 1 -1\n0 x 2\n",
        "bad-huge.couplings": "0 1 1e308\n",
    }


def write(folder, root, model):
    """Writes the inputs; `root` is the repository, `model` the folder of MiniLM or `None`."""
    def text(path, content):
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(content)

    with open(os.path.join(root, "hardware-specs", "chips", "ceas-ising-5w.yaml")) as file:
        chips.write(os.path.join(folder, "chips"), file.read())
    tiny_model.write(os.path.join(folder, "tiny"))
    for activation, seed in [("relu", 2), ("silu", 3)]:
        tiny_model.write(
            os.path.join(folder, activation), hidden=12, heads=3, layers=1, inner=20, positions=16,
            activation=activation, seed=seed)
    # A folder whose weights are cut off, and one without a vocabulary.
    for name in ["cut-off", "wordless"]:
        shutil.copytree(os.path.join(folder, "relu"), os.path.join(folder, name))
    os.truncate(os.path.join(folder, "cut-off", "model.safetensors"), 4000)
    os.remove(os.path.join(folder, "wordless", "vocab.txt"))
    text("texts.txt", "\n".join(TEXTS) + "\n")
    text("texts.json", json.dumps(TEXTS[:2] + [""]))
    text("long.txt", "the cat and the dog " * 20 + "\n")
    text("bad.json", '["a", 3]')
    with open(os.path.join(folder, "bad-utf8.txt"), "wb") as file:
        file.write(b"a\n\xffb")
    for name, program in PROGRAMS.items():
        text(f"programs/{name}.lat", program)
    for name, problem in problems().items():
        text(f"problems/{name}", problem)
    fixtures = os.path.join(root, "Tests", "IsingModelsTests", "Fixtures", "problems")
    shutil.copytree(fixtures, os.path.join(folder, "fixtures"))
    if model:
        os.symlink(model, os.path.join(folder, "all-MiniLM-L6-v2"))
