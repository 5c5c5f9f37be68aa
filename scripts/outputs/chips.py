"""Chip descriptions that differ from `ceas-ising-5w` in one thing, and tables of devices."""

import os
import re

# Name of a chip -> keys of its section `devices`. Every device key is here, alone where it acts alone;
# couplings and converters vary only where columns are read by converters.
def read_out(bits, columns):
    figures = f'bits: {{value: {bits}, source: "an example"}}, ' + (
        f'columns_per_converter: {{value: {columns}, source: "an example"}}')
    return ("timing.read_out", "kind: converter, " + figures)


CONVERTER = read_out(6, 2)
DEVICES = {
    "retention": [("devices.retention", "value: 2, unit: ns")],
    "field-noise": [("devices.field_noise", "value: 0.2")],
    "offsets": [("devices.offset_variation", "value: 0.1")],
    "rates": [("devices.rate_variation", "value: 0.3")],
    "couplings": [CONVERTER, ("devices.coupling_variation", "value: 0.05")],
    "temperature": [("devices.temperature_error", "value: 0.1")],
    "gains": [("devices.gain_variation", "value: 0.3")],
    "slopes": [("devices.slope_variation", "value: 0.16")],
    "drift": [("devices.drift", "value: 9000, unit: 1/s")],
    "stuck": [("devices.stuck_fraction", "value: 0.1")],
    "converter-noise": [CONVERTER, ("devices.converter_noise", "value: 0.7")],
    "full-scale": [CONVERTER, ("devices.converter_full_scale", "value: 20")],
    "delay": [("devices.coupling_delay", "value: 0.3, unit: ns")],
    "delay-exponential": [
        ("devices.coupling_delay", "value: 0.3, unit: ns"),
        ("devices.delay_law", "value: exponential")],
    "field-bits": [("devices.field_bits", "value: 5")],
    "field-range": [("devices.field_bits", "value: 6"), ("devices.field_range", "value: 3")],
    "table": [("devices.table", "value: tables/probability.csv")],
    "table-gain": [
        ("devices.table", "value: tables/probability.csv"), ("devices.table_gain", "value: 0.7")],
    "table-retention": [("devices.table", "value: tables/retention.csv")],
    "table-aging": [("devices.table", "value: tables/aging.csv")],
    "every-device": [
        CONVERTER, ("devices.retention", "value: 1, unit: ns"),
        ("devices.field_noise", "value: 0.1"), ("devices.offset_variation", "value: 0.05"),
        ("devices.rate_variation", "value: 0.2"), ("devices.coupling_variation", "value: 0.02"),
        ("devices.temperature_error", "value: 0.05"), ("devices.drift", "value: -900, unit: 1/s"),
        ("devices.stuck_fraction", "value: 0.03"), ("devices.converter_noise", "value: 0.2"),
        ("devices.coupling_delay", "value: 100, unit: ps"), ("devices.field_bits", "value: 8"),
        ("devices.table", "value: tables/aging.csv")],
}

# The same for all else that a description may say.
OTHERS = {
    "small-tiles": [
        ("geometry.tile_rows", "value: 16"), ("geometry.tile_columns", "value: 16"),
        ("geometry.linear_tiles", "value: 256"), ("geometry.race_tiles", "value: 3"),
        ("geometry.gate_agents", "value: 24"), ("geometry.norm_units", "value: 2"),
        ("geometry.digital_lanes", "value: 16")],
    "few-tiles": [
        ("geometry.tile_rows", "value: 16"), ("geometry.tile_columns", "value: 16"),
        ("geometry.linear_tiles", "value: 24"),
        ("memory.off_chip_bandwidth", "value: 2, unit: GB/s")],
    "shadow": [
        ("geometry.tile_rows", "value: 16"), ("geometry.tile_columns", "value: 16"),
        ("geometry.linear_tiles", "value: 24"), ("timing.shadow_load", "value: true"),
        ("memory.off_chip_bandwidth", "value: 2, unit: GB/s")],
    "little-memory": [("memory.on_chip", "value: 6, unit: kB"),
                      ("memory.off_chip_bandwidth", "value: 2, unit: GB/s")],
    "no-room": [("geometry.linear_tiles", "value: 2"), ("geometry.tile_rows", "value: 16"),
                ("geometry.tile_columns", "value: 16")],
    "few-bits": [("geometry.coupling_bits", "value: 4"), ("geometry.activation_bits", "value: 4")],
    "converter": [CONVERTER],
    "converter-8": [read_out(8, 1)],
    "clock": [("timing.clock", "value: 2.5, unit: GHz")],
    "planes": [("timing.plane_cycles", "value: 3")],
    "rows": [("timing.coupling_row_cycles", "value: 4")],
    "mesh": [("timing.hop_cycles", "value: 5"), ("timing.flit_bits", "value: 24"),
             ("timing.credit_flits", "value: 1")],
    "dies": [
        ("geometry.tile_rows", "value: 16"), ("geometry.tile_columns", "value: 16"),
        ("geometry.linear_tiles", "value: 64"), ("dies.rows", "value: 2"),
        ("dies.columns", "value: 2"), ("dies.memory_die", "value: 3"),
        ("dies.link", "value: ucie_advanced"), ("dies.link_lanes", "value: 2")],
    "beta-settling": [("timing.beta_settling", "value: 0.2, unit: us")],
    "scores": [("timing.score_bits", "value: 4"), ("timing.score_range", "value: 6, unit: nat")],
    "loaded": [("timing.race_load", "value: 0.3"), ("timing.arbitration", "value: 80, unit: ps"),
               ("timing.maximum_rate", "value: 50, unit: GHz")],
    "slow-agents": [("timing.maximum_rate", "value: 0.05, unit: GHz"),
                    ("timing.gate_rate", "value: 0.2, unit: GHz"),
                    ("timing.lattice_rate", "value: 0.1, unit: GHz")],
    "two-passes": [("timing.norm_method", "value: two_passes")],
    "norm": [("timing.norm_gain", "value: 0.5"), ("timing.norm_tolerance", "value: 0.05")],
    "synchroniser": [("timing.synchroniser_cycles", "value: 7")],
    "slow-host": [("memory.host_bandwidth", "value: 0.1, unit: GB/s")],
    "few-agents": [("geometry.lattice_agents", "value: 8")],
    "no-lattice": [("geometry.lattice_agents", None)],
    "unpriced": [("prices.coupling_evaluation", None)],
    "unclaimed": [("claimed_power", None)],
}

# Descriptions that are refused.
BAD = {
    "bad-unit": [("timing.clock", "value: 2, unit: kg")],
    "bad-range": [("devices.stuck_fraction", "value: 2"), ("devices.field_bits", "value: 30"),
                  ("timing.race_load", "value: 0"), ("geometry.tile_rows", "value: -3")],
    "bad-key": [("devices.retentoin", "value: 2, unit: ns"), ("surprise", "value: 1")],
    "bad-law": [("devices.delay_law", "value: gaussian")],
    "bad-table": [("devices.table", "value: tables/bad.csv")],
    "no-table": [("devices.table", "value: tables/absent.csv")],
}

TABLES = {
    "probability": """field,probability,probability_error
-4,0.004,0.0002
-2,0.022,0.0005
-1,0.13,0.001
0,0.47,0.002
1,0.86,0.001
2,0.975,0.0005
4,0.996,0.0002
""",
    "retention": """field,probability
-4,0.0004
-2,0.018
0,0.5
2,0.982
4,0.9996

field,retention_s
-3,1e-10
0,2e-9
3,1e-10
""",
    "aging": """# drifts upwards
field,probability
-3,0.01
0,0.5
3,0.99

time_s,offset
0,0
1e-7,0.05
1e-6,0.2
""",
    "bad": "field,probability\n-1,0.4\n1,0.3\n2,1.2\n",
}


def changed(text, name, changes):
    """The description under another name, with figures replaced, added, or left out where `None`."""
    lines = text.replace("\nname: ceas-ising-5w\n", f"\nname: {name}\n").splitlines()
    for path, figure in changes:
        section, _, key = path.rpartition(".")
        entry = f"{'  ' if section else ''}{key}: "
        new = None
        if figure is not None:
            source = "" if figure.startswith("kind:") else ', source: "an example"'
            new = f"{entry}{{{figure}{source}}}"
        start = lines.index(f"{section}:") + 1 if f"{section}:" in lines else len(lines)
        if section and start == len(lines):
            lines += ["", f"{section}:"]
            start = len(lines)
        end = start
        while section and end < len(lines) and re.match(r"  \S|\s*#|$", lines[end]):
            end += 1
        span = range(start, end) if section else range(len(lines))
        old = [index for index in span if lines[index].startswith(entry)]
        if old:
            lines[old[0]:old[0] + 1] = [new] if new else []
        elif new:
            lines.insert(start, new)
    return "\n".join(lines) + "\n"


def write(folder, base):
    """Writes all chips and their tables."""
    os.makedirs(os.path.join(folder, "tables"))
    for name, text in TABLES.items():
        with open(os.path.join(folder, "tables", f"{name}.csv"), "w") as file:
            file.write(text)
    for name, changes in {**DEVICES, **OTHERS, **BAD}.items():
        with open(os.path.join(folder, f"{name}.yaml"), "w") as file:
            file.write(changed(base, name, changes))
