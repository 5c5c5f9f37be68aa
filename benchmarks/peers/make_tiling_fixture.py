"""Writes the cells and neighbours of {p,q} tilings as hypertiling finds them.

The cells of hypertiling's layers touch at corners, ours at sides, so the steps across sides are counted
in its graph of neighbours and only whole layers of ours are written.

usage: make_tiling_fixture.py TABLE.csv
Measured with hypertiling 1.5.1.
"""

import sys
from collections import deque

from hypertiling import HyperbolicTiling, TilingKernels

# p, q, layers across sides.
TILINGS = [(7, 3, 3), (5, 4, 3), (4, 5, 3), (3, 7, 4), (8, 3, 2), (6, 4, 2), (5, 5, 2)]


def steps_from_centre(neighbours):
    steps = {0: 0}
    queue = deque([0])
    while queue:
        cell = queue.popleft()
        for other in neighbours[cell]:
            if other not in steps:
                steps[other] = steps[cell] + 1
                queue.append(other)
    return steps


def main(path):
    with open(path, "w", encoding="utf-8") as table:
        table.write("p,q,layers,cell,x,y,neighbours\n")
        for p, q, layers in TILINGS:
            tiling = HyperbolicTiling(
                p, q, layers + 2, kernel=TilingKernels.StaticRotationalSector
            )
            neighbours = [[int(other) for other in row] for row in tiling.get_nbrs_list()]
            steps = steps_from_centre(neighbours)
            kept = sorted(cell for cell, step in steps.items() if step <= layers)
            for cell in kept:
                assert steps[cell] == layers or len(neighbours[cell]) == p
                centre = complex(tiling.get_center(cell))
                inside = "|".join(str(o) for o in sorted(neighbours[cell]) if o in set(kept))
                table.write(
                    f"{p},{q},{layers},{cell},{centre.real:.17g},{centre.imag:.17g},{inside}\n"
                )


if __name__ == "__main__":
    main(sys.argv[1])
