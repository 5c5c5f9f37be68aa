"""The tables of docs that show results of long studies, made from `results/*.csv` (no package needed):

    python3 benchmarks/study/tables.py NAME

`scripts/docs-figures` compares them with the pages; the studies themselves write the files.
"""

import csv
import math
import pathlib
import sys

RESULTS = pathlib.Path(__file__).resolve().parent / "results"


def rows(name):
    with open(RESULTS / f"{name}.csv", newline="") as file:
        return list(csv.DictReader(file))


def table(header, lines):
    return "\n".join("| " + " | ".join(line) + " |" for line in [header]) + "\n" + "|---" * len(header) + "|\n" + "\n".join(
        "| " + " | ".join(line) + " |" for line in lines)


def power(value, error):
    """(2.26 ± 0.04)·10⁻²: two digits after the point, the error on the same power."""
    exponent = math.floor(math.log10(value))
    if round(value / 10.0**exponent, 2) >= 10:
        exponent += 1
    scale = 10.0**exponent
    return f"({value / scale:.2f} ± {error / scale:.2f})·10" + str(exponent).translate(
        str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def sampling_law():
    found = {(r["precision"], r["draws"], r["samples"]): r for r in rows("sampling_law")}
    columns = [(p, d) for p in ("w8 a8", "w12 a12") for d in ("independent", "systematic")]
    lines = []
    for samples in [4**i for i in range(1, 8)]:
        cells = [found.get((p, d, str(samples))) for p, d in columns]
        lines.append([str(samples)] + [
            power(float(c["loss"]), float(c["standard_error"])) if c else "" for c in cells])
    return table(["S"] + [f"{d}, {p}" for p, d in columns], lines)


def road_rows(gates):
    """{road: {samples: {fidelity: row}}} of the results, in their order."""
    found = {}
    for row in rows("roads"):
        if row["gates"] == gates:
            found.setdefault(row["road"], {}).setdefault(int(row["samples"]), {})[row["fidelity"]] = row
    return found


def roads():
    lines = []
    for road, counts in road_rows("gaussian").items():
        for samples, pair in sorted(counts.items()):
            def cell(fidelity, show):
                return show(pair[fidelity]) if fidelity in pair else "–"
            both = ("sampled", "event")
            lines.append(
                [road, str(samples)]
                + [cell(f, lambda r: f"{float(r['loss']):.5f} ± {float(r['standard_error']):.5f}") for f in both]
                + [cell(f, lambda r: f"{float(r['time_s']) * 1e6:.1f} µs") for f in both]
                + [cell(f, lambda r: f"{float(r['race_J']) * 1e6:.2f} µJ") for f in both]
                + [cell("event", lambda r: f"{float(r['updates_a_draw']):.4g}")])
    return table(["road", "S", "loss, `sampled`", "loss, `event`", "time a text, `sampled`", "`event`",
                  "race tiles a text, `sampled`", "`event`", "updates a draw, `event`"], lines)


def road_fits():
    """c of loss = c/S by road, weighted by the errors over all S of independent draws."""
    lines = []
    for road, counts in road_rows("gaussian").items():
        if "systematic" in road:
            continue
        cells = []
        for fidelity in ("sampled", "event"):
            points = [(s, float(p[fidelity]["loss"]), float(p[fidelity]["standard_error"]))
                      for s, p in counts.items() if fidelity in p]
            weights = [1 / (s * error) ** 2 for s, _, error in points]
            c = sum(w * s * loss for w, (s, loss, _) in zip(weights, points)) / sum(weights)
            alone = f" (S = {points[0][0]})" if len(points) == 1 else ""
            cells.append(f"{c:.3f} ± {1 / math.sqrt(sum(weights)):.3f}{alone}")
        lines.append([road, *cells])
    return table(["road", "c of loss = c/S, `sampled`", "c, `event`"], lines)


def attention_alone():
    lines = []
    for road, counts in road_rows("step").items():
        for samples, pair in counts.items():
            lines.append([road, str(samples)] + [
                f"{float(pair[f]['loss']) * samples:.4f} ± {float(pair[f]['standard_error']) * samples:.4f}"
                if f in pair else "–" for f in ("sampled", "event")])
    # A road whose agents are dear has few samples at `event`; its row is that one.
    dear = {line[0] for line in lines if line[3] != "–" and line[2] == "–"}
    return table(["road", "S", "attention alone: loss · S, `sampled`", "`event`"],
                 [line for line in lines if not (line[0] in dear and line[3] == "–")])


def precision_grid(variant):
    """Mean loss (largest) by bits."""
    found = [r for r in rows("precision_grid") if r["variant"] == variant]
    bits = {k: sorted({int(r[f"{k}_bits"]) for r in found}) for k in ("weight", "activation")}
    cells = {(int(r["weight_bits"]), int(r["activation_bits"])): r for r in found}
    return table(["weight bits"] + [f"a{a}" for a in bits["activation"]], [
        [f"w{w}"] + [f"{float(cells[w, a]['loss_mean']):.2g} ({float(cells[w, a]['loss_max']):.2g})"
                     for a in bits["activation"]] for w in bits["weight"]])


def study_rows():
    lines = [[r["section"], r["row"], f"{float(r['study']):.5f}",
              f"{float(r['machine']):.5f}" + (f" ± {float(r['standard_error']):.5f}" if r["standard_error"] else ""),
              f"{float(r['difference']):+.5f}", f"{float(r['sigmas']):+.1f}" if r["sigmas"] else "", r["verdict"],
              f"{float(r['machine_folded']):.5f}"] for r in rows("study_rows")]
    return table(["section", "row", "earlier study", "machine, gains in the periphery", "difference", "in σ",
                  "verdict", "machine, gains folded"], lines)


def devices():
    found = {}
    for row in rows("devices"):
        if row["imperfection"] != "ideal":
            found.setdefault(row["imperfection"], []).append(row)
    lines = []
    for key, points in found.items():
        cells = [f"{r['strength']}: {float(r['cost']):+.4f} ± {float(r['cost_error']):.4f}".replace("-", "−")
                 for r in points]
        lines.append([f"`{key}`", *cells, costs(points)])
    return table(["imperfection", "weak", "medium", "strong", "costs 0.01 at"], lines)


def costs(points):
    """Where a power law through the two neighbouring strengths costs 0.01; a number of bits is no strength."""
    if points[0]["imperfection"] == "read_out":
        return "–"
    unit = points[0]["strength"].partition(" ")[2]
    found = sorted((float(r["cost"]), float(r["strength"].split()[0])) for r in points)
    for (low, x), (high, y) in zip(found, found[1:]):
        if 0 < low < 0.01 <= high:
            at = math.exp(math.log(x) + math.log(y / x) * math.log(0.01 / low) / math.log(high / low))
            return f"{float(f'{at:.2g}'):g} {unit}".strip()
    return "–"


TABLES = {"precision": lambda: precision_grid("defaults"),
          "precision-128": lambda: precision_grid("blocks of 128"),
          "precision-32": lambda: precision_grid("blocks of 32, least squares"),
          "precision-no-outliers": lambda: precision_grid("no outliers"),
          "study-rows": study_rows,
          "sampling-law": sampling_law, "roads": roads, "road-fits": road_fits,
          "attention-alone": attention_alone, "devices": devices}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in TABLES:
        sys.exit(f"usage: tables.py {' | '.join(TABLES)}")
    print(TABLES[sys.argv[1]]())
