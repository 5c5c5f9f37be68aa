"""Random commands of every verb, with the files that they name: what `scripts/fuzz-commands` runs.

A command is drawn from a seed, so that each can be made again. Most of its values are usual ones; some are extreme:
nothing, signs, NaN, the ends of integer and floating-point ranges, words of other options.
"""

import math
import random
import re
import string

import small_model

EXTREMES = [
    "0", "-0", "1", "-1", "2", "nan", "-nan", "inf", "-inf", "1e308", "-1e308", "1e-320", "1e37", "1e19", "1e-9",
    "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615", "4294967296",
    "2147483648", "65535", "65536", "", " ", "true", "0x10", "1_000", "1e", ".5", "½", "é", "auto", "a=b", "a,b",
    "1:2:3", "0:1:1000", "1:0:5", "3x3", "0x0", "7,3", "--json", "\u202e", "x" * 300,
]
NUMERALS = [word for word in EXTREMES if word[:1] in set("-.0123456789ni") and "x" not in word and ":" not in word]
TEXTS = ["a b sea", "the sea.", "", "é1,", "a" * 400, "[MASK] [SEP]", "\u4e2d\u6587 \U0001f600", "b ##b [UNK] c"]
NUMBERS = [-1e30, -7, -1, -0.5, 0, 1e-30, 0.1, 0.5, 1, 2, 3, 1000, 1e6, 1e12, 1e30, 1e300, math.nan, math.inf]


class Draw(random.Random):
    """Draws of a seed."""

    def few(self, choices, most=4):
        return [self.choice(choices) for _ in range(self.randint(0, most))]

    def value(self, usual):
        """A usual value, or now and then an extreme one: more often a number for a number than a word for a word."""
        usual = str(self.choice(usual))
        share = self.random()
        if usual[:1].isdigit() and share < 0.08:
            return self.choice(NUMERALS)
        return self.choice(EXTREMES) if share > 0.99 else usual

    def options(self, table, share=0.25):
        """Some options of a table of names and usual values; `None` marks a flag."""
        words = []
        for name, usual in table.items():
            if self.random() < share:
                words += [f"--{name}"] if usual is None else [f"--{name}", self.value(usual)]
        return words

    def damaged(self, text):
        """A text with a few changes of its characters, or as it is."""
        if self.random() < 0.8:
            return text
        letters = list(text)
        for _ in range(self.randint(1, 4)):
            place = self.randrange(len(letters) + 1)
            kind = self.random()
            if kind < 0.4 and letters:
                letters[place - 1] = self.choice(string.printable + "é\0")
            elif kind < 0.7:
                letters[place:place] = self.choice(EXTREMES + ["\n", " ", "[", "{"])
            else:
                del letters[place:place + self.randint(1, 20)]
        return "".join(letters)


ROADS = {
    "samples": [1, 2, 16, 64, 256], "draws": ["independent", "systematic"],
    "fidelity": ["expectation", "sampled", "event"], "attention": ["race", "potts", "one-hot", "kawasaki"],
    "race-stop": ["count", "window"], "race-rate": ["scaled", "ramped"],
    "norm": ["two_passes", "feedback"], "position": ["learned", "elliptic", "hyperbolic:0.1", "parabolic:100"],
    "token-lattice": ["7,3", "5,4"],
}
# Options of an option: they are refused without it.
OF_ROADS = {"one-hot": {"one-hot-penalty": [0.5, 6, 16]}, "7,3": {"token-wires": ["euclidean", "hyperbolic"]},
            "event": {"die": [0, 3], "dies": [1, 3], "checkpoint": ["state"]}}
PRECISION = {
    "weight-bits": range(2, 13), "activation-bits": range(4, 13), "attention-bits": range(4, 13),
    "outlier-channels": [0, 1, 4, 64], "weight-block": [0, 1, 2, 4, 128], "weight-range": ["maximum", "least-squares"],
    "norm-gains": ["folded", "periphery"],
    "gate-threshold": ["gaussian", "logistic", "unit-logistic", "zero-temperature"],
}
OUTPUT = {"seed": [0, 1, 18446744073709551615], "threads": [0, 1, 2], "html": ["page.html"], "out": ["out"], "csv": None}
BOUNDARIES = ["open", "periodic", "helical", "antiperiodic", "mobius", "klein"]
RULES = ["heat-bath", "metropolis"]
SIZES = [2, 3, 4, 6, 8, 16]
# Lattices with their sizes, and engines, with what belongs to each.
FAMILIES = {
    **{name: {"size": SIZES + ["4x6"], "boundary": BOUNDARIES} for name in
       ("square", "triangular", "honeycomb", "kagome", "king")},
    "ring": {"size": SIZES, "boundary": ["open", "periodic", "antiperiodic", "mobius"]},
    "cubic": {"size": [2, 3, 4, "2x3x4"], "boundary": BOUNDARIES},
    "hypercubic": {"size": [2, 3, "2x3x4"], "dimension": [1, 2, 3, 4], "boundary": ["open", "periodic"]},
    "mobius-ladder": {"size": [4, 8, 16]}, "bethe": {"size": [1, 2, 4], "degree": [2, 3, 5]},
    "complete": {"size": SIZES}, "bipartite": {"size": SIZES + ["4x6"]},
    "random-regular": {"size": [6, 8, 16], "degree": [2, 3, 4]},
    "erdos-renyi": {"size": SIZES, "probability": [0, 0.3, 1]},
    "hyperbolic": {"size": [1, 2, 3], "p": [3, 5, 7], "q": [3, 4, 7]}, "chimera": {"size": [1, 2, "2x3"]},
    "pegasus": {"size": [2, 3]}, "zephyr": {"size": [1, 2]},
}
ENGINES = {
    "auto": {}, "reference": {}, "sequential": {"rule": RULES}, "random-site": {"rule": RULES}, "chromatic": {"rule": RULES},
    "bit-sliced": {"rule": RULES}, "lanes": {"rule": RULES}, "synchronous": {"tick-probability": [0.1, 0.5, 1]},
    "asynchronous": {"rule": RULES, "rates": ["1", "1,2"], "delay": [0, 0.1, 2], "delay-law": ["fixed", "exponential"]},
    "event-queue": {"rule": RULES, "rates": ["0.5,3"], "delay": [0, 0.1, 2], "delay-law": ["fixed", "exponential"]},
    "rejection-free": {"rule": RULES}, "next-reaction": {"rule": RULES, "rates": ["1,2"]}, "wolff": {},
    "swendsen-wang": {}, "kawasaki": {"rule": RULES, "up-fraction": [0, 0.5, 1], "pairs": ["bonds", "all"]},
    "potts": {"rule": RULES, "states": [2, 3, 10]},
}
COUPLINGS = {"uniform": {}, "plus-minus": {"plus-probability": [0, 0.5, 1]}, "gaussian": {"deviation": [0, 1, 3]}}
LATTICES = {
    "coupling": [-1, 0, 0.5, 1, 1e6, 1e-100], "field": [0, 0.5, -2, 1e5], "field-deviation": [0, 1],
    "warm-up": [0, 5], "measure-every": [1, 3], "replicas": [1, 2, 5, 64], "start": ["up", "random"],
    "correlations": None, "overlap": None, "live": None,
}
SCHEDULES = {"schedule": ["automatic", "linear", "geometric"], "beta-start": [0.01, 0.1], "beta-end": [1, 10]}
BIFURCATION = {"time-step": [0.1, 0.5, 1.25], "strength": [0.1, 1], "heating": [0, 0.1]}
METHODS = {
    "restarts": SCHEDULES, "annealing": SCHEDULES, "one-hot": {},
    "tempering": {"beta-start": [0.01], "beta-end": [1, 10], "temperatures": [2, 8], "exchange-every": [1, 5]},
    "population": SCHEDULES | {"population": [2, 64], "sweeps-per-step": [1, 4]},
    "discrete-bifurcation": BIFURCATION, "ballistic-bifurcation": BIFURCATION,
    "oscillators": {"time-step": [0.1, 0.5], "locking": [0.5, 2], "noise": [0, 0.1]},
}
ANNEAL = {"sweeps": [1, 10, 100], "reads": [1, 7, 64], "target": [-5, 0, 10], "all-reads": None, "no-presolve": None}
FORMATS = ["rudy", "qubo", "coo", "bqm", "json", "bqpjson", "matrix-market", "mqlib-qubo", "biq-mac", "qubist", "couplings"]
KINDS = ["max-cut", "qubo", "ising"]
BUILT_IN = {
    "and-gate": ["beta", "reads"], "factoriser": ["product", "p-bits", "q-bits", "beta", "reads"],
    "associative-memory": ["spins", "patterns", "penalty", "beta", "reads"],
    "coupled-attention": ["keys", "coupling", "beta", "reads"], "rbm": ["side", "hidden", "steps", "beta", "reads"],
    "mobius-ladder": ["size", "beta", "reads"], "mobius-ring": ["size", "beta", "reads"],
    "torus": ["size", "beta", "reads"],
}
CONTROL = {"thermostat": ["calibrated", "printed", "off"], "trim": ["none", "once", "periodic"], "trim-bits": [1, 6, 12],
           "trim-draws": [2, 1024], "gain-error": [0, 0.4, 2], "age": [0, 3600], "calibration": ["texts.txt"]}
SIMULATE = {"fidelity": ["event", "event", "sampled"], "beta": [0.1, 1, 10], "replicas": [1, 2, 5], "die": [0, 7]}


def weights(draw):
    """A law of weights: usual ones, all scaled, or a few that are extreme."""
    scale = draw.choice([0, 1e-40, 1e-3, 1, 1, 1, 1, 10, 1e3, 1e10, 1e19, 1e30, 1e37, 3e38])
    share = draw.choice([0, 0, 0, 0.02, 0.3])
    extremes = draw.choice([[math.nan], [3e38, -3e38], [1e20, -1e20], [1e37, -1e37], [3.4e38], [1e-45], [0.0], [1e5, -1e5]])
    which = draw.choice(["", "LayerNorm", "query", "word_embeddings", "intermediate", "bias"])
    def law(name, numbers, count):
        values = small_model.usual(name, numbers, count)
        if which not in name:
            return values
        return [draw.choice(extremes) if draw.random() < share else value * scale for value in values]
    return law


def model(draw, folder):
    """A small model; its damage is of shapes and of weights."""
    configuration = {}
    if draw.random() < 0.06:
        key = draw.choice(["hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
                           "max_position_embeddings", "vocab_size", "layer_norm_eps", "hidden_act", "model_type"])
        configuration[key] = draw.choice([0, -1, 1, 3, 1e-30, 1e30, 2**31, 2**62, "gelu", "relu", None, [], 10**19])
    heads, size = draw.choice([(1, 4), (2, 4), (2, 8), (4, 8), (1, 3)])
    small_model.write(folder / "model", seed=draw.randrange(1000), heads=heads, hidden=size,
                      inner=draw.choice([1, 6, 16]), layers=draw.choice([1, 1, 2]), positions=draw.choice([4, 10, 32]),
                      weights=weights(draw), configuration=configuration)
    return "model"


def hardware(draw, folder, chips):
    """A chip: a shipped one, or one with other figures. `chips` are texts of `spec new`."""
    if draw.random() < 0.35:
        return draw.choice(["ceas-ising-5w", "digital-pbit-22nm", "digital-pbit-four-dies", "extropic-z1",
                            "crossbar-z1-prices"])
    lines = draw.choice(chips).splitlines()
    figure = re.compile(r"^(\s*)(?:# )?(\w+): \{value: ([^,}]+)(.*)$")
    places = [place for place, line in enumerate(lines) if figure.match(line)]
    for place in draw.sample(places, draw.randint(1, 6)):
        indent, key, value, rest = figure.match(lines[place]).groups()
        try:
            number = float(value)
            if draw.random() < 0.7:
                factor = draw.choice([0.1, 0.5, 0.9, 1.1, 2, 3, 10])
                new = round(number * factor) if number == int(number) else number * factor
            else:
                new = draw.choice([number * draw.choice([0, 1e-6, 0.01, 1e3, 1e9, 1e300, -1]), draw.choice(NUMBERS),
                                   draw.choice([1, 2, 3, 4, 7, 8, 16, 24, 64, 65535])])
            new = int(new) if math.isfinite(new) and new == int(new) and abs(new) < 1e18 else new
        except ValueError:
            new = draw.choice(["true", "false", "linear", "constants", "exponential", "hp", "serial", value, value, value])
        # A price keeps a band about its value.
        rest = re.sub(r"(low|high): [^,}]+", rf"\1: {new}", rest)
        lines[place] = f"{indent}{key}: {{value: {new}{rest}"
        # A section without a stated figure stands in comments, too.
        head = max(before for before in range(place) if re.match(r"^(# )?\w+:$", lines[before]))
        lines[head] = lines[head].removeprefix("# ")
    (folder / "chip.yaml").write_text(draw.damaged("\n".join(lines)) if draw.random() < 0.1 else "\n".join(lines))
    return "chip.yaml"


def problem(draw, folder):
    """A problem file of some format, damaged at times."""
    spins = draw.choice([1, 2, 3, 5, 10, 30])
    weight = lambda: draw.choice(["1", "-1", "2", "0.5", "1e-3"] if draw.random() < 0.997 else
                                 ["1e300", "1e-300", "nan", "1e18", "-1e12", "0", "1e308"])
    pairs = [(i, j, weight()) for i in range(spins) for j in range(i + 1, spins) if draw.random() < 0.5]
    form = draw.choice(["rud", "qubo", "coo", "mtx", "couplings", "json", "qh", "txt"])
    one = "\n".join(f"{i + 1} {j + 1} {w}" for i, j, w in pairs)
    zero = "\n".join(f"{i} {j} {w}" for i, j, w in pairs)
    text = {
        "rud": f"{spins} {len(pairs)}\n{one}\n", "txt": f"{spins} {len(pairs)}\n{one}\n",
        "qubo": f"p qubo 0 {spins} {spins} {len(pairs)}\n"
                + "".join(f"{i} {i} {weight()}\n" for i in range(spins)) + zero + "\n",
        "coo": "# vartype=SPIN\n" + zero + "\n", "couplings": zero + f"\n0 {weight()}\n",
        "mtx": f"%%MatrixMarket matrix coordinate real symmetric\n{spins} {spins} {len(pairs)}\n"
               + "\n".join(f"{j + 1} {i + 1} {w}" for i, j, w in pairs) + "\n",
        "qh": f"{spins} {len(pairs)}\n{zero}\n",
        "json": '{"type": "BinaryQuadraticModel", "version": {"bqm_schema": "3.0.0"}, "use_bytes": false, '
                '"index_type": "int32", "bias_type": "float64", "num_variables": %d, "num_interactions": %d, '
                '"variable_labels": %s, "variable_type": "SPIN", "offset": 0.0, "info": {}, "linear_biases": %s, '
                '"quadratic_biases": [%s], "quadratic_head": %s, "quadratic_tail": %s}' % (
                    spins, len(pairs), list(range(spins)), [0.5] * spins, ", ".join(w for _, _, w in pairs),
                    [i for i, _, _ in pairs], [j for _, j, _ in pairs]),
    }[form]
    (folder / f"problem.{form}").write_text(draw.damaged(text))
    return f"problem.{form}"


def program(draw, folder):
    """A program of agents as text, damaged at times."""
    agents = draw.choice([1, 2, 4, 9, 40])
    number = lambda usual: draw.choice(usual) if draw.random() < 0.98 else draw.choice(["1e30", "-1", "1e-30", "nan", "0"])
    lines = ["lattice-program p", f"agents {agents}"]
    lines += [f"couple {i} {i + 1} {number(['1', '-0.5', '0.1', '3'])}" for i in range(agents - 1)
              if draw.random() < 0.7]
    lines += [f"field {i} {number(['0.5', '-1', '2'])}" for i in range(agents) if draw.random() < 0.3]
    for _ in range(draw.randint(1, 8)):
        agent, times = draw.randrange(agents), number(["1", "10", "500"])
        time = number(["1", "2", "0.5"]) + draw.choice([" sweeps", " sweeps", " ns", " s", " us"])
        lines.append(draw.choice([
            f"beta {number(['0.1', '1', '4'])}", f"beta 0.1 to {number(['1', '3'])} over {time}",
            f"clamp {agent} {draw.choice(['+1', '-1', '0'])}", f"release {agent}", f"relax {time}", "barrier",
            f"read every {time} times {times}", f"read every {time} times {times} agents {agent}"]))
    if draw.random() < 0.8:
        lines.append("read every 1 sweeps times 20")
    (folder / "program.lat").write_text(draw.damaged("\n".join(lines) + "\n"))
    return "program.lat"


SWEEP = """format: ising-npu-sweep/1
name: bits
chip: digital-pbit-22nm
command: spec show {{chip}}
points: {}
parameters:
  - {{name: bits, key: geometry.coupling_bits, values: [4, 8]}}
  - {{name: clock, key: timing.clock, unit: MHz, from: 100, to: 400, steps: 2, scale: logarithmic}}
outputs:
  - {{name: area, unit: mm2, value: "result.derived[name=area].value", goal: smallest}}
  - {{name: static power, unit: W, value: "result.derived[name=static_power].value", goal: smallest}}
"""

RESULT = """format: ising-npu-result/1
name: pair
title: a pair
source: "a closed form"
kind: exact
licence: none
note: a test
commands:
  - {name: pair, command: lattice --lattice ring --size 2 --boundary open --beta 1 --engine sequential --sweeps 100}
figures:
  - {name: u, published: "-tanh(1) / 2", error: 1e-9, ours: "pair.points[0].observables.energy_per_spin.value",
     our_error: "pair.points[0].observables.energy_per_spin.error"}
"""


def command(seed, folder, chips):
    """A command of a seed, whose files are written to an empty folder.

    Returns the verb and the words after it.
    """
    draw = Draw(seed)
    verb = draw.choice(["run", "run", "run", "validate", "compile", "estimate", "simulate", "simulate", "lattice", "lattice",
                        "anneal", "anneal", "convert", "spec", "diff", "sweep", "reproduce"])
    words = []
    if verb in ("run", "validate", "compile"):
        words = [model(draw, folder)] + draw.options(PRECISION, 0.1)
        if draw.random() < 0.6:
            words += ["--hardware", hardware(draw, folder, chips)]
        if verb != "compile":
            texts = [text for text in draw.few(TEXTS, 3)] or ["a b sea"]
            if draw.random() < 0.3:
                (folder / "texts.txt").write_text(draw.damaged("\n".join(texts)))
                words += ["--input", "texts.txt"]
            else:
                words += ["--text"] + texts
            words += draw.options({"pair": None, "truncate-dim": [1, 2, 100], "prompt-name": ["query", "title"],
                                   "reference-weights": ["float32", "bf16", "int8"]}, 0.08)
            roads = draw.options(ROADS, 0.15)
            for word in roads[1::2]:
                further = OF_ROADS.get(word, {})
                roads += draw.options(further, 0.3) if verb == "run" or "die" not in further else []
            words += roads
        if verb in ("run", "validate"):
            words += draw.options(CONTROL, 0.08)
        if verb == "run":
            words += draw.options({"floor-cosine": [0, 0.5], "breakdown": None, "reference": ["l4", "cloud-ai-100"]}, 0.1)
        if verb == "validate":
            words += draw.options({"floor-cosine": [0, 0.9], "target-cosine": [0.5, 1], "latency-target": [1e-6, 1],
                                   "delay-tolerance": [0, 0.1]}, 0.2)
    elif verb == "estimate":
        words = ["--config", model(draw, folder)] + draw.options(PRECISION, 0.1) + draw.options(ROADS, 0.1)
        if draw.random() < 0.6:
            words += ["--hardware", hardware(draw, folder, chips)]
        words += draw.options({"batch": [1, 4, 1000], "context": [1, 3, 8], "new-tokens": [0, 1, 4], "off-chip": [1, 51.2],
                               "reference": ["l4", "h100-sxm"]}, 0.3)
    elif verb == "simulate":
        if draw.random() < 0.5:
            name = draw.choice(list(BUILT_IN))
            words = [name]
            for key in BUILT_IN[name]:
                if key == "reads" or draw.random() < 0.3:
                    words += ["--set", f"{key}={draw.value([1, 2, 3, 4, 6, 50])}"]
        else:
            words = [program(draw, folder)]
        if draw.random() < 0.4:
            words += ["--hardware", hardware(draw, folder, chips)]
        words += draw.options(SIMULATE, 0.15)
    elif verb == "lattice":
        words = draw.options(LATTICES, 0.1) + ["--sweeps", draw.value([1, 10, 50])]
        words += draw.options(draw.choice([{"beta": ["0.44", "0.1:1:4", "0", "5"]}, {"temperature": ["2.27", "1:3:3"]}]), 0.7)
        if draw.random() < 0.15:
            words += ["--coupling-file", problem(draw, folder)]
        else:
            for option, table in (("lattice", FAMILIES), ("couplings", COUPLINGS)):
                if draw.random() < 0.7:
                    name = draw.choice(list(table))
                    words += [f"--{option}", name] + draw.options(table[name], 0.6)
        if draw.random() < 0.7:
            name = draw.choice(list(ENGINES))
            words += ["--engine", name] + draw.options(ENGINES[name], 0.4)
        if draw.random() < 0.1:
            words += ["--tempering"] + draw.options({"place-temperatures": None}, 0.4)
    elif verb == "anneal":
        words = [problem(draw, folder)] + draw.options(ANNEAL, 0.15)
        if draw.random() < 0.7:
            name = draw.choice(list(METHODS))
            words += ["--method", name] + draw.options(METHODS[name], 0.3)
        words += ["--seconds", draw.value([0.05, 0.3])] if draw.random() < 0.7 else []
        words += draw.options({"format": FORMATS, "kind": KINDS}, 0.04)
    elif verb == "convert":
        words = [problem(draw, folder), draw.choice(["o.rud", "o.qubo", "o.coo", "o.json", "o.bqm", "o.mtx", "o"])]
        words += draw.options({"from": FORMATS, "to": FORMATS, "kind": KINDS}, 0.1)
    elif verb == "spec":
        kind = draw.choice(["show", "check", "new"])
        words = [kind] + ([] if kind == "new" else [hardware(draw, folder, chips)])
        if kind == "new":
            words += ["mine", "--from", draw.choice(["ceas-ising-5w", "digital-pbit-22nm"])]
            figures = re.findall(r"^(?:# )?(\w+):$|^  (?:# )?(\w+): \{value: ([^,}]+)(?:, unit: (\S+),)?", chips[0], re.M)
            section, known = "", []
            for head, key, value, unit in figures:
                section = head or section
                known += [(f"{section}.{key}", f"{value} {unit}".strip())] if key else []
            for key, value in draw.few(known):
                words += ["--set", f"{key}={draw.value([value])}"]
    elif verb == "sweep":
        (folder / "s.yaml").write_text(draw.damaged(SWEEP.format(
            draw.choice(["grid", "latin-hypercube\ncount: 3", "sobol\ncount: 2"]))))
        words = ["s.yaml"] + draw.options({"checkpoint": ["s.jsonl"], "threads": [0, 2]}, 0.3)
    elif verb == "reproduce":
        (folder / "r.yaml").write_text(draw.damaged(RESULT))
        words = [draw.choice(["list", "r.yaml", "r.yaml", "mesh-32nm", "kv260"])] + draw.options(
            {"data": [".", "nowhere"], "exit-code": None, "threads": [0, 2]}, 0.2)
    else:
        for side in ("left", "right"):
            (folder / side).mkdir()
            text = ('{"schema": "ising-npu-lattice/1", "provenance": {}, "points": [{"size": "4", "beta": %s, "energy": '
                    '{"value": %s, "error": 0.1}}], "v": [1, %s]}' % tuple(draw.choice(
                        ["1", "-2.5", "1e300", "1e-320", "18446744073709551615", "null"]) for _ in range(3)))
            (folder / side / "summary.json").write_text(draw.damaged(text))
        words = ["left", "right"] + draw.options({"exit-code": None, "times": None}, 0.4)
    if verb not in ("convert",) and words[:1] not in (["check"], ["new"]):
        words += draw.options(OUTPUT if verb != "spec" else {"out": ["out"], "html": ["page.html"]}, 0.1)
        if verb in ("compile", "estimate", "spec", "diff", "sweep", "reproduce"):
            words = [word for place, word in enumerate(words) if not (
                word in ("--seed", "--threads") or words[place - 1:place] in (["--seed"], ["--threads"]))]
    if verb != "convert" and words[:1] != ["new"] and "--csv" not in words and draw.random() < 0.7:
        words.append("--json")
    # Now and then something that no verb asked for.
    if draw.random() < 0.03:
        words.insert(draw.randrange(len(words) + 1), draw.choice(EXTREMES))
    words = [word.replace("\0", "0") for word in words]
    return verb, words
