"""The models on which samplers are timed, as rudy files `i j w` with w = -J.

usage: sampler_workloads.py FOLDER
"""

import pathlib
import random
import sys

# Name: inverse temperature and the sides of the lattice, where it is one.
WORKLOADS = {
    "square256": (0.4406868, (256, 256)),
    "square1024": (0.4406868, (1024, 1024)),
    "glass16": (0.9, (16, 16, 16)),
    "glass32": (0.9, (32, 32, 32)),
    "sparse800": (0.3, None),
    "sk1024": (1.0, None),
}


def lattice(sides, coupling):
    """Periodic hypercubic lattice, last axis fastest; the bond of axis a leads to the next site."""
    strides = [1] * len(sides)
    for axis in reversed(range(len(sides) - 1)):
        strides[axis] = strides[axis + 1] * sides[axis + 1]
    count = strides[0] * sides[0]
    for site in range(count):
        for side, stride in zip(sides, strides):
            forward = stride if site // stride % side < side - 1 else stride * (1 - side)
            yield site, site + forward, coupling()


def bonds(name):
    """The number of spins and (i, j, J)."""
    draw = random.Random(name)
    if name.startswith("square"):
        sides = WORKLOADS[name][1]
        return sides[0] * sides[1], list(lattice(sides, lambda: 1))
    if name.startswith("glass"):
        sides = WORKLOADS[name][1]
        return sides[0] ** 3, list(lattice(sides, lambda: draw.choice((-1, 1))))
    if name == "sparse800":
        pairs = set()
        while len(pairs) < 19176:
            i, j = draw.randrange(800), draw.randrange(800)
            if i != j:
                pairs.add((min(i, j), max(i, j)))
        return 800, [(i, j, -1) for i, j in sorted(pairs)]
    count = 1024
    scale = count**-0.5
    return count, [
        (i, j, draw.gauss(0, scale)) for i in range(count) for j in range(i + 1, count)
    ]


def read(path):
    """The number of spins and (i, j, J) of a rudy file."""
    with open(path) as file:
        count = int(file.readline().split()[0])
        rows = [line.split() for line in file]
    return count, [(int(i) - 1, int(j) - 1, -float(w)) for i, j, w in rows]


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    for name in WORKLOADS:
        count, rows = bonds(name)
        with open(folder / f"{name}.txt", "w") as file:
            file.write(f"{count} {len(rows)}\n")
            file.writelines(f"{i + 1} {j + 1} {-J!r}\n" for i, j, J in rows)
