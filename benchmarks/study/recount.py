#!/usr/bin/env python3
"""Recounts a run of a compiled model from its listing to the last unit, transport included.

recount.py PROGRAM SPEC RUN [TOKENS]

PROGRAM is the program.txt that `ising-npu compile --out DIR` writes, SPEC what `ising-npu spec show CHIP --json`
prints, RUN what `ising-npu run --json` prints for one text on that chip with the same options. Every action of
every component is counted from the lines of the listing by the formulas of docs/machine.md, with a floor plan
of its own (docs/mapping.md), and compared. What depends on the values alone is taken from the run: rows of values
that were read, draws of races that collided, firings of gates, and steps of norms. Exits with 1 if anything
differs.
"""
import json
import re
import sys
from collections import Counter
from fractions import Fraction


def up(amount, unit):
    return -(-amount // unit)


def log2_up(number):
    return max(0, (number - 1).bit_length())


# The floor plan.


def sign(number):
    return (number > 0) - (number < 0)


def walk(start, along, across):
    """Cells of a rectangle in the order of the generalised Hilbert curve."""
    (x, y), (ax, ay), (bx, by) = start, along, across
    width, height = abs(ax + ay), abs(bx + by)
    dax, day, dbx, dby = sign(ax), sign(ay), sign(bx), sign(by)
    if height == 1:
        yield from ((x + i * dax, y + i * day) for i in range(width))
        return
    if width == 1:
        yield from ((x + i * dbx, y + i * dby) for i in range(height))
        return
    hx, hy, gx, gy = ax // 2, ay // 2, bx // 2, by // 2
    if 2 * width > 3 * height:
        if abs(hx + hy) % 2 and width > 2:
            hx, hy = hx + dax, hy + day
        yield from walk((x, y), (hx, hy), (bx, by))
        yield from walk((x + hx, y + hy), (ax - hx, ay - hy), (bx, by))
        return
    if abs(gx + gy) % 2 and height > 2:
        gx, gy = gx + dbx, gy + dby
    yield from walk((x, y), (gx, gy), (hx, hy))
    yield from walk((x + gx, y + gy), (ax, ay), (bx - gx, by - gy))
    yield from walk(
        (x + ax - dax + gx - dbx, y + ay - day + gy - dby), (-gx, -gy), (hx - ax, hy - ay))


class Chip:
    def __init__(self, spec):
        self.figures = {(f["section"], f["key"]): f for f in spec["figures"]}
        number = lambda key: int(self.figures["geometry", key]["value"])
        self.rows, self.columns = number("tile_rows"), number("tile_columns")
        self.feedback = self.text("timing", "norm_method", "feedback") == "feedback"
        self.converts = "converter" in self.text("timing", "read_out", "counter")
        self.off_chip = ("memory", "off_chip_bandwidth") in self.figures
        kinds = {
            "linear": number("linear_tiles"), "race": number("race_tiles"),
            "gate": up(number("gate_agents"), self.columns),
            "lane": up(number("digital_lanes"), self.columns), "norm": number("norm_units"),
        }
        first, order = 0, []
        for rank, (kind, count) in enumerate(kinds.items()):
            order += [(Fraction(2 * i + 1, count), rank, first + i) for i in range(count)]
            first += count
        self.memory, self.host = first, first + 1
        spread = [tile for _, _, tile in sorted(order)]
        # Dies take equal parts of the curve, along a snake through their grid; a port comes first on its die.
        self.die_columns = self.die_number("columns", 1)
        dies = self.die_number("rows", 1) * self.die_columns
        ports = [[] for _ in range(dies)]
        ports[self.die_number("memory_die", 0)].append(self.memory)
        ports[self.die_number("host_die", 0)].append(self.host)
        on_die = [ports[die] + spread[die * len(spread) // dies:(die + 1) * len(spread) // dies]
                  for die in range(dies)]
        side = 1
        while side * side < max(map(len, on_die)):
            side += 1
        self.side, self.place = side, {}
        for die, tiles in enumerate(on_die):
            row, column = divmod(die, self.die_columns)
            goes_back = row % 2 == 1
            if goes_back:
                column = self.die_columns - 1 - column
            for tile, (x, y) in zip(tiles, walk((0, 0), (side, 0), (0, side))):
                x = side - 1 - x if goes_back else x
                self.place[tile] = (column * side + x, row * side + y)
        assert len(self.place) == len(spread) + 2 == len(set(self.place.values()))

    def die_number(self, key, default):
        figure = self.figures.get(("dies", key))
        return int(figure["value"]) if figure else default

    def text(self, section, key, default):
        figure = self.figures.get((section, key))
        return figure["text"] if figure else default

    def links(self, stops):
        points = [self.place[stop] for stop in stops]
        return sum(abs(a - c) + abs(b - d) for (a, b), (c, d) in zip(points, points[1:]))

    def borders(self, stops):
        """Borders of dies that a bit crosses, row first and column then."""
        return self.cuts(0, stops) + self.cuts(1, stops)

    def cuts(self, axis, stops):
        dies = [self.place[stop][axis] // self.side for stop in stops]
        return sum(abs(a - b) for a, b in zip(dies, dies[1:]))


# The program.


def tile_numbers(text):
    numbers = []
    for part in text.split(","):
        ends = [int(end) for end in part.split("...")]
        numbers += range(ends[0], ends[-1] + 1)
    return numbers


class Program:
    def __init__(self, text):
        self.tables, self.arrays, self.widths, self.lines = {}, {}, {}, []
        self.pooled, section = set(), None
        for line in text.splitlines():
            line = line.strip()
            if line in ("setup:", "text:"):
                section = line
            elif m := re.match(
                    r"table (T\d+) .* (\d+)x(\d+) (\d+)b by (\w+) (on|off)-chip$", line):
                self.tables[m[1]] = (int(m[3]), int(m[4]), m[5], m[6] == "on")
            elif m := re.match(
                    r"array (A\d+) .* (\d+)x(\d+) (\d+)b block (\d+) tiles (\d+)x(\d+) at (\S+) ", line):
                numbers = [int(m[i]) for i in range(2, 8)]
                self.arrays[m[1]] = (*numbers, tile_numbers(m[8]))
            elif m := re.match(r"value (%\d+) (field|codes) (n|1)x(\d+)$", line):
                self.widths[m[1]] = int(m[4])
                if m[3] == "1":
                    self.pooled.add(m[1])
            elif section == "text:":
                self.lines.append(line.split(" ; ")[0])


class Recount:
    def __init__(self, program, chip, tokens, settings, measured):
        self.program, self.chip, self.tokens, self.settings = program, chip, tokens, settings
        self.measured = measured
        self.counts = Counter()
        self.clamps, self.array_of, self.race_rows, self.value_bits, self.gates = {}, {}, [], 0, 0
        self.moves_sums = self.brought()
        for index, line in enumerate(program.lines):
            self.line(index, line)
        self.values()

    def add(self, component, action, count):
        if count:
            self.counts[component, action] += count

    def brought(self):
        """Reads whose sums a later move takes down the row tiles of each column."""
        makers, found = {}, set()
        for line in self.program.lines:
            if m := re.match(r"(%\d+) <- read %\d+ (A\d+)", line):
                makers[m[1]] = m[2]
            elif m := re.match(r"move (%\d+) .* route (.*)", line):
                if m[1] not in makers:
                    continue
                *_, row_tiles, column_tiles, tiles = self.program.arrays[makers[m[1]]]
                routes = [self.paths(word)[0] for word in m[2].split()]
                if len(routes) == column_tiles and all(
                        route[:row_tiles] == tiles[i * row_tiles:(i + 1) * row_tiles]
                        for i, route in enumerate(routes)):
                    found.add(m[1])
        return found

    @staticmethod
    def paths(word):
        return [[int(stop) for stop in path.split(">")] for path in word.split("+")]

    def line(self, index, line):
        value, _, rest = line.rpartition(" <- ")
        words = rest.replace(",", "").split()
        n = 1 if words[1:] and words[1] in self.program.pooled else self.tokens
        getattr(self, "do_" + words[0])(value, words, n)

    def do_fetch(self, value, words, n):
        width = self.program.widths[value]
        for name in words[1:]:
            _, bits, index, on_chip = self.program.tables[name]
            rows = 1 if index == "constant" else n
            self.add("memory", "on_chip_memory_bit" if on_chip else "off_chip_memory_bit",
                     rows * width * bits)
        self.add("periphery", "digital_operation", 2 * len(words[1:]) * n * width)
        self.add("host link", "host_transfer_bit", 32 * n)
        way = [self.chip.host, self.chip.memory]
        self.add("network", "network_bit_hop", 32 * n * self.chip.links(way))
        self.add("network", "link_bit", 32 * n * self.chip.borders(way))

    def do_clamp(self, value, words, n):
        outliers = int(words[words.index("outliers") + 1]) if "outliers" in words else 0
        self.clamps[value] = (int(words[words.index("bits") + 1]), outliers)
        width = self.program.widths[value]
        self.add("periphery", "digital_operation", (5 if outliers else 4) * width * n)
        self.add("periphery", "dac_set", (2 if outliers else 1) * n)

    def do_move(self, value, words, n):
        source, block, bits = words[1], int(words[4]), int(words[6][:-1])
        width = self.program.widths[source]
        routes = [self.paths(word) for word in words[8:]]
        header = 32 + bits if bits < 32 else 0
        row_bits, block_header = 0, header
        if source in self.clamps:
            outliers = self.clamps[source][1]
            row_bits = outliers * (bits + log2_up(width)) + (2 if outliers else 1) * header
            block_header = 0
        for action, of_path in (("network_bit_hop", self.chip.links), ("link_bit", self.chip.borders)):
            hops = [sum(of_path(path) for path in paths) for paths in routes]
            moved = row_bits * up(sum(hops), len(hops))
            for i, links in enumerate(hops):
                moved += (min(block, width - i * block) * bits + block_header) * links
            self.add("network", action, moved * n)

    def do_read(self, value, words, n):
        outputs, inputs, bits, block, row_tiles, column_tiles, _ = self.program.arrays[words[2]]
        code_bits, outliers = self.clamps[words[1]]
        passes, pulsed, blocks = (2 if outliers else 1), inputs + outliers, up(inputs, block)
        add = lambda action, count: self.add("linear tiles", action, count * n)
        add("coupling_evaluation", pulsed * outputs * bits * code_bits)
        add("clamp_write", pulsed * code_bits * column_tiles)
        sums = outputs * (row_tiles + min(outliers, row_tiles)) * code_bits * bits
        add("counter_step", sums)
        if self.chip.converts:
            add("adc_conversion", sums)
        partial = outputs * (row_tiles - 1) * passes
        add("digital_operation", partial + 2 * outputs * (blocks - 1))
        if value not in self.moves_sums:
            self.add("network", "network_bit_hop", 32 * partial * n)
        self.add("periphery", "digital_operation", outputs * (7 if outliers else 5) * n)

    def do_race(self, value, words, n):
        heads, key_heads = (int(word) for word in words[5].split("/"))
        size, bits = int(words[7]), int(words[8][:-1])
        scores = heads * n * n
        operands = n * key_heads * size
        self.add("periphery", "digital_operation", 4 * n * heads * size + 7 * operands)
        # Values are written, and queries wait.
        self.add("memory", "on_chip_memory_bit", operands * bits + 2 * n * heads * size * bits)
        add = lambda action, count: self.add("race tiles", action, count)
        add("coupling_write", operands * bits)
        add("coupling_evaluation", scores * size * bits * bits)
        add("clamp_write", n * heads * size * bits * up(n, self.chip.columns))
        add("counter_step", scores * bits * bits)
        if self.chip.converts:
            add("adc_conversion", scores * bits * bits)
        # Scores 6; the scaling of rates 2.
        add("digital_operation", (6 + 2) * scores + n * heads * size)
        add("dac_set", scores)
        self.race_rows.append((n * heads, size, bits))

    def do_gate(self, value, words, n):
        width = self.program.widths[value]
        for action in ("dac_set", "digital_operation"):
            self.add("gate tiles", action, n * width)
        if self.settings["draws"] == "independent":
            self.add("gate tiles", "agent_update", n * width * self.settings["samples"])
        self.gates += 1

    def do_normalise(self, value, words, n):
        width = self.program.widths[value]
        self.norm_width = width
        self.add("norm units", "digital_operation",
                 (2 if self.chip.feedback else 4) * n * width)

    def do_accumulate(self, value, words, n):
        width = self.program.widths[value]
        self.add("periphery", "digital_operation",
                 n * width * (1 + ("gain" in words) + ("shift" in words)))
        self.add("memory", "on_chip_memory_bit", 2 * 32 * n * width)

    def do_rescale(self, value, words, n):
        self.add("periphery", "digital_operation",
                 n * self.program.widths[value] * (("gain" in words) + ("shift" in words)))

    def do_pool(self, value, words, n):
        self.add("periphery", "digital_operation", (self.tokens + 1) * self.program.widths[value])

    def do_unit(self, value, words, n):
        self.add("periphery", "digital_operation", 3 * n * self.program.widths[value])

    def do_send(self, value, words, n):
        self.add("host link", "host_transfer_bit", 32 * n * self.program.widths[words[1]])

    def do_barrier(self, value, words, n):
        pass

    def values(self):
        """What depends on the values: taken from the run, and what follows from it."""
        rows = sum(count for count, _, _ in self.race_rows)
        if rows:
            _, size, bits = self.race_rows[0]
            read = self.measured["race tiles", "agent_read"]
            self.add("race tiles", "agent_read", read)
            self.add("memory", "on_chip_memory_bit", read * size * bits)
            self.add("race tiles", "digital_operation", 2 * read * size)
            updates = self.measured["race tiles", "agent_update"]
            self.add("race tiles", "agent_update", updates)
            if self.settings["draws"] == "independent":
                assert updates >= rows * self.settings["samples"]
                firings = rows * self.settings["samples"]
            else:
                # Regular clocks: how many of the firings were no collisions.
                firings = (self.measured["race tiles", "counter_step"]
                           - self.counts["race tiles", "counter_step"])
                assert 0 < firings <= updates
            self.add("race tiles", "counter_step", firings)
        if self.gates:
            firings = self.measured["gate tiles", "counter_step"]
            self.add("gate tiles", "counter_step", firings)
            if self.settings["draws"] == "independent":
                assert 0 < firings < self.counts["gate tiles", "agent_update"]
            else:
                # A regular gate fires as often as it says yes.
                self.add("gate tiles", "agent_update", firings)
        settings = self.measured["norm units", "dac_set"]
        self.add("norm units", "dac_set", settings)
        if self.chip.feedback:
            assert settings % 2 == 0
            self.add("norm units", "digital_operation", 5 * self.norm_width * settings // 2)


def main():
    program = Program(open(sys.argv[1]).read())
    chip = Chip(json.load(open(sys.argv[2])))
    run = json.load(open(sys.argv[3]))
    settings = run["settings"]
    expected = {
        "draws": ("independent", "systematic"), "attention": "race", "race_stop": "count", "race_rate": "scaled",
        "position": "as-model", "token_lattice": "none",
    }
    for key, value in expected.items():
        if settings[key] not in (value if isinstance(value, tuple) else (value,)):
            sys.exit(f"{key}: found {settings[key]}, expected {value}")
    tokens = len(run["outputs"][0]["token_ids"])
    if len(run["outputs"]) != 1 or (len(sys.argv) > 4 and int(sys.argv[4]) != tokens):
        sys.exit(f"found {len(run['outputs'])} texts, the first of {tokens} tokens")
    measured = Counter()
    for component in run["npu"]["components"]:
        for action, count in component["actions"].items():
            measured[component["name"], action] = (
                count["count"] if isinstance(count, dict) else count)
    counts = Recount(program, chip, tokens, settings, measured).counts
    faults = 0
    for key in sorted(set(counts) | set(measured)):
        if counts[key] != measured[key]:
            faults += 1
            print(f"{key[0]}, {key[1]}: counted {counts[key]}, the run has {measured[key]}")
    bit_hops = counts["network", "network_bit_hop"]
    print(f"{tokens} tokens on {run['hardware']['name']}: {len(measured)} counts, {faults} differ; "
          f"{bit_hops} bit-hops, {counts['network', 'link_bit']} bits from die to die")
    sys.exit(1 if faults else 0)


main()
