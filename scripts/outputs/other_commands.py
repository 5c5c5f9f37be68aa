"""Help, `spec`, and command lines that are refused."""

import chips

VERBS = ["run", "simulate", "validate", "diff", "compile", "lattice", "anneal", "convert", "spec",
         "spec list", "spec show", "spec check", "spec new", "spec fit", "control", "control trace",
         "control laws", "control tables"]
SPECS = ["ceas-ising-5w", "crossbar-z1-prices", "digital-pbit-22nm", "extropic-z1",
         "digital-pbit-four-dies", "a100-sxm", "h100-sxm", "h200-sxm"]
CHANGES = """geometry.tile_rows=64|geometry.lattice_agents=10|timing.clock=2 GHz|timing.score_bits=6
dies.columns=2|dies.link_lanes=3|timing.shadow_load=true|timing.norm_method=two_passes|memory.on_chip=3 MB
memory.off_chip_bandwidth=3 GB/s|prices.agent_update=7.09 fJ|prices.coupling_write=2 pJ
devices.retention=2 ns|devices.field_noise=0.1|devices.offset_variation=0.1
devices.rate_variation=0.1|devices.coupling_variation=0.1|devices.temperature_error=0.1
devices.drift=5 1/s|devices.gain_variation=0.4|devices.slope_variation=0.1|control.thermostats=4|control.trim_bits=4|devices.stuck_fraction=0.1|devices.converter_noise=0.1
devices.converter_full_scale=100|devices.coupling_delay=1 ns|devices.delay_law=exponential
devices.field_bits=6|devices.field_range=4|devices.table=in/chips/tables/aging.csv
devices.table_gain=0.6""".replace("\n", "|").split("|")


def cases():
    """Names and command lines of all cases."""
    yield "help", ["--help", "--version", "help", ""] + [
        f"{verb} --help" for verb in VERBS] + [f"help {verb}" for verb in VERBS]
    yield "spec", [
        "spec list", "spec list --json", *[f"spec show {name}" for name in SPECS],
        *[f"spec show {name} {form}" for name in SPECS for form in ["--json", "--yaml"]],
        "spec check " + " ".join(SPECS), "spec check --json " + " ".join(SPECS)]
    yield "spec-files", [
        f"spec {verb} in/chips/{name}.yaml" for name in [*chips.DEVICES, *chips.OTHERS]
        for verb in ["show", "check --json"]
    ] + [f"spec {verb} in/chips/{name}.yaml" for name in chips.BAD
         for verb in ["show", "check", "check --json"]
         ] + ["spec check ceas-ising-5w in/chips/bad-unit.yaml in/chips/bad-law.yaml"]
    yield "spec-fit", ["spec fit in/chips/tables/aging.csv", "spec fit absent.csv"] + [
        f"spec fit in/chips/tables/aging.csv {form}"
        for form in ["--json", "--csv", "--html fit.html", "--out fit"]]
    forms = ["", "--json", "--csv", "--html page.html", "--out folder"]
    yield "control-tables", [f"control tables {form}" for form in forms]
    yield "control-laws", [f"control laws {form}" for form in forms] + [
        "control laws --law laplace --n 128 --d 32 --variance 9 --rows 16 --gap 0.7 --samples 16 --seed 3",
        "control laws --gap 0", "control laws --n 1"]
    yield "control-trace", [f"control trace {form}" for form in forms] + [
        f"control trace --controller {name} --start 0.1 --steps 15"
        for name in ["printed", "beta-squared", "integral", "scheduled", "kalman"]] + [
        f"control trace --samples 32 --sensor {name} --steps 5 --heads 2 --rows 8"
        for name in ["firing-times", "window-times", "ramped-times", "scaled-rate", "regular-times",
                     "counts", "regular-counts"]] + [
        "control trace --law planted --n 32 --d 16 --variance 4 --preset 9k --filtered --gap 0.9",
        "control trace --model in/tiny --text 'the cat sat' --steps 6",
        "control trace --model in/tiny --input in/texts.txt --steps 3 --json",
        "control trace --aim own --gain-error 0.4 --band 0.2 --seed 2 --threads 2", "control --steps 0"]
    yield "spec-new", ["spec new mine"] + [
        f"spec new mine --from {name}" for name in [*SPECS[:5], "in/chips/every-device.yaml"]
    ] + [f"spec new mine --set '{change}' --out '{change.split('=')[0]}.yaml'" for change in CHANGES
         ] + ["spec show devices.table.yaml", "spec new mine --out devices.table.yaml",
              "spec new mine --from devices.retention.yaml --set devices.drift=3"]
    yield "spec-refused", [f"spec {options}" for options in [
        "", "show", "show abacus", "show absent.yaml", "show in/texts.txt", "check", "check in",
        "new", "new 'a b'", "new 1x", "new é", "new ceas-ising-5w", "new x --from abacus",
        "new x --from h100-sxm", "new x --set timing.clock", "new x --set timing.clok=2",
        "new x --set 'timing.clock=2 kg'", "new x --set timing.clock=1e400",
        "new x --set 'timing.clock=2 GHz' --set 'timing.clock=3 GHz'", "new x --out ''",
        "new x --out no/such/folder/x.yaml", "new x --set devices.stuck_fraction=3"]]
    for verb in ["run", "validate"]:
        yield f"{verb}-refused", [f"{verb} {options}" for options in [
            "", "in/tiny", "--text a", "absent --text a", "in/texts.txt --text a", "'' --text a",
            "in/cut-off --text a", "in/wordless --text a", "in/programs --text a",
            *[f"in/tiny --text a {options}" for options in MODEL_REFUSED.replace("\n", "|").split(
                "|")],
            "in/tiny --input absent.txt", "in/tiny --input in/bad-utf8.txt",
            "in/tiny --input in/bad.json", "in/tiny --input in",
            "in/tiny --text a --input in/texts.txt", "in/tiny --text ''"]]
    yield "other-refused", [
        "frobnicate", "--text a", "diff", "diff a", "diff absent absent", "diff in in",
        "convert", "compile absent", "compile in/tiny --hardware abacus",
        "compile in/tiny --weight-bits 1", "compile in/tiny --out in/texts.txt",
        "compile in/cut-off", "compile in/tiny --samples 3"]


MODEL_REFUSED = """--samples 0|--samples 65536|--weight-bits 1|--weight-bits 13|--activation-bits 13
--attention-bits 3|--outlier-channels=-1|--outlier-channels 65|--weight-block=-1|--threads 5000
--threads=-1|--draws loaded|--sample 3|--seed -1|--fidelity exact|--norm thrice|--norm-gains some
--weight-range all|--gate-threshold warm|--hardware abacus|--hardware h100-sxm
--hardware in/chips/bad-unit.yaml|--out in/texts.txt|--out ''
--attention one-hot --draws systematic|--attention kawasaki --draws systematic
--attention potts --race-stop window|--attention potts --race-rate ramped
--race-rate ramped --race-stop window|--race-rate ramped --draws systematic
--race-stop window --draws systematic|--one-hot-penalty 0.1|--attention one-hot --one-hot-penalty 0.1
--attention pots|--position hyperbolic:-1|--position spherical|--token-lattice 4,4
--token-lattice 7|--token-wires hyperbolic|--race-rate ramped --hardware in/chips/slow-agents.yaml
--reference abacus|--reference ceas-ising-5w|--checkpoint x|--checkpoint x --fidelity sampled
--checkpoint '' --fidelity event|--dies 4|--die 4|--dies 1 --fidelity event
--dies 4 --die 2 --fidelity event|--yield-cosine 0.9|--dies 4 --fidelity event --yield-cosine 2
--target-cosine 1.5|--floor-cosine 0|--latency-target 0|--delay-tolerance=-1
--fidelity expectation --floor-cosine 2"""
