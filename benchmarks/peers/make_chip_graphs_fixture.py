#!/usr/bin/env python3
"""Writes the edges of Chimera, Pegasus and Zephyr as D-Wave's own package numbers them.

    python3 -m venv /tmp/graphs && /tmp/graphs/bin/pip install dwave-graphs==1.2.0
    /tmp/graphs/bin/python benchmarks/peers/make_chip_graphs_fixture.py

One line a graph: family, sizes, nodes, edges, FNV-1a hash (64 bits) of the sorted edges as text
"u v\\n" with u < v, and for small graphs the edges themselves as u-v.
"""

import pathlib
from importlib.metadata import version

import dwave.graphs as graphs

OUT = pathlib.Path(__file__).parents[2] / "Tests/IsingModelsTests/Fixtures/chip_graphs.csv"
LISTED = 200  # edges

CASES = [
    ("chimera", (1, 1, 4)), ("chimera", (2, 3, 2)), ("chimera", (2, 2, 4)), ("chimera", (16, 16, 4)),
    ("chimera", (3, 5, 6)),
    ("pegasus", (2,)), ("pegasus", (3,)), ("pegasus", (6,)), ("pegasus", (16,)),
    ("zephyr", (1, 1)), ("zephyr", (1, 4)), ("zephyr", (2, 1)), ("zephyr", (2, 3)),
    ("zephyr", (3, 4)), ("zephyr", (12, 4)),
]


def fnv(text):
    value = 0xcbf29ce484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001b3 & 0xffffffffffffffff
    return f"{value:016x}"


def main():
    lines = [f"# dwave-graphs {version('dwave-graphs')}", "family,sizes,nodes,edges,hash,list"]
    for family, sizes in CASES:
        graph = getattr(graphs, f"{family}_graph")(*sizes)
        edges = sorted(tuple(sorted(edge)) for edge in graph.edges)
        text = "".join(f"{u} {v}\n" for u, v in edges)
        listed = " ".join(f"{u}-{v}" for u, v in edges) if len(edges) <= LISTED else ""
        lines.append(",".join([
            family, "x".join(map(str, sizes)), str(graph.number_of_nodes()), str(len(edges)),
            fnv(text), listed]))
    OUT.write_text("\n".join(lines) + "\n")


main()
