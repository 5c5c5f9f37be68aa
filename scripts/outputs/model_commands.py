"""Commands on transformers: `run`, `validate`, `compile`, `simulate` of compiled programs, `diff`."""

import chips

# Short runs: everything that is drawn is drawn, in milliseconds.
SHORT = "--samples 8 --threads 1 --json"
TEXT = "--text 'the cat sat' 'rain falls.'"

# Every road, with what belongs to it.
ROADS = {
    "race": "--attention race --draws independent",
    "race-window": "--race-stop window",
    "race-ramped": "--race-rate ramped",
    "race-systematic": "--draws systematic",
    "potts": "--attention potts --draws independent",
    "potts-systematic": "--attention potts --draws systematic",
    "one-hot": "--attention one-hot --one-hot-penalty 2",
    "kawasaki": "--attention kawasaki",
}
FIDELITIES = ["expectation", "sampled", "event"]
THRESHOLDS = ["gaussian", "logistic", "unit-logistic", "zero-temperature"]
PLACES = ["learned", "elliptic", "elliptic:100", "hyperbolic", "hyperbolic:0.3", "parabolic",
          "parabolic:0.5"]
PRECISIONS = [
    "--weight-bits 2", "--weight-bits 12", "--activation-bits 4", "--activation-bits 12",
    "--attention-bits 4", "--attention-bits 12", "--outlier-channels 0", "--outlier-channels 64",
    "--weight-block 0", "--weight-block 8", "--weight-range maximum",
    "--weight-range least-squares", "--norm-gains periphery", "--norm-gains folded",
]


def cases():
    """Names and command lines of all cases."""
    yield "run-reports", [
        f"run in/tiny --input in/texts.txt --threads 1 --fidelity {fidelity} --samples 16 "
        f"--out {fidelity}" for fidelity in FIDELITIES
    ] + [
        "run in/tiny --input in/texts.json --threads 1 --json",
        "run in/tiny --input in/long.txt --threads 1",
        "run in/tiny --input in/texts.txt --threads 2 --samples 16 --seed 5 --json",
        f"run in/tiny {TEXT} --reference a100-sxm h200-sxm --threads 1",
        f"run in/tiny {TEXT} --threads 1 --floor-cosine 0 --breakdown",
        "run in/tiny --input in/texts.txt --threads 2 --fidelity event --seed 5 --samples 16 --json",
        *[f"run in/tiny {TEXT} --threads 1 --hardware {chip} --json"
          for chip in ["digital-pbit-22nm", "crossbar-z1-prices", "extropic-z1",
                       "digital-pbit-four-dies"]],
    ]
    yield "run-pairs", [
        f"run in/tiny {TEXT} --pair {SHORT} --fidelity {fidelity} {options}"
        for fidelity in FIDELITIES
        for options in ["", "--truncate-dim 4", "--reference-weights int8", "--prompt-name query"]
    ] + [f"run in/tiny --text 'the cat' --pair {SHORT}", f"run in/tiny {TEXT} --prompt-name title",
         f"validate in/tiny {TEXT} --pair {SHORT}"]
    for model in ["tiny", "relu", "silu"]:
        yield f"run-roads-{model}", [
            f"run in/{model} {TEXT} {SHORT} --fidelity {fidelity} {options}"
            for options in ROADS.values() for fidelity in FIDELITIES]
    yield "run-norms", [
        f"run in/tiny {TEXT} {SHORT} --fidelity {fidelity} --norm {norm}"
        for norm in ["feedback", "two_passes"] for fidelity in FIDELITIES]
    yield "run-gates", [
        f"run in/{model} {TEXT} {SHORT} --fidelity {fidelity} --gate-threshold {threshold} {draws}"
        for model in ["tiny", "silu", "relu"] for threshold in THRESHOLDS
        for fidelity in FIDELITIES for draws in ["--draws independent", "--draws systematic"]]
    yield "run-places", [
        f"run in/tiny {TEXT} {SHORT} --fidelity {fidelity} --position {place}"
        for place in PLACES for fidelity in FIDELITIES]
    yield "run-token-lattices", [
        f"run in/tiny {TEXT} {SHORT} --fidelity {fidelity} --token-lattice 7,3 {options}"
        for fidelity in FIDELITIES
        for options in ["", "--token-wires euclidean", "--token-wires hyperbolic",
                        "--attention kawasaki", "--attention one-hot --one-hot-penalty 2"]]
    yield "run-precision", [
        f"run in/tiny {TEXT} {SHORT} --fidelity {fidelity} {options}"
        for options in PRECISIONS for fidelity in ["expectation", "sampled"]
    ] + [
        f"run in/tiny {TEXT} {SHORT} --fidelity event --hardware in/chips/small-tiles.yaml {options}"
        for options in PRECISIONS]
    for name in chips.DEVICES:
        yield f"run-device-{name}", [
            f"run in/tiny {TEXT} {SHORT} --fidelity event --hardware in/chips/{name}.yaml {options}"
            for options in [*ROADS.values(), "--die 3", "--gate-threshold zero-temperature",
                            "--gate-threshold logistic --draws systematic"]
        ] + [f"run in/silu {TEXT} {SHORT} --fidelity {fidelity} --hardware in/chips/{name}.yaml"
             for fidelity in FIDELITIES]
    yield "run-chips", [
        f"run in/tiny {TEXT} {SHORT} --fidelity {fidelity} --hardware in/chips/{name}.yaml {options}"
        for name in chips.OTHERS for fidelity in FIDELITIES
        for options in ["", "--attention potts"]]
    yield "run-loaded-roads", [
        f"run in/tiny {TEXT} {SHORT} --fidelity {fidelity} --hardware in/chips/loaded.yaml {options}"
        for options in ROADS.values() for fidelity in FIDELITIES]
    yield "run-dies", [
        f"run in/tiny {TEXT} --fidelity event --samples 8 --hardware in/chips/every-device.yaml "
        f"--threads 1 {options}"
        for options in ["--dies 4 --out four", "--dies 4 --yield-cosine 0.5 --json",
                        "--dies 3 --threads 2 --attention potts", "--die 2"]]
    yield "run-control", [
        f"run in/tiny --text 'the cat sat on the mat' --samples 16 --fidelity {fidelity} --threads 1 --json {options}"
        for fidelity in FIDELITIES
        for options in ["--gain-error 0.4 --dies 3", "--thermostat printed", "--trim once --trim-bits 3 --gain-error 0.2",
                        "--trim periodic --trim-draws 64 --age 3", "--thermostat off --trim none"]] + [
        "run in/tiny --text 'the cat sat' --thermostat calibrated --calibration in/texts.txt",
        "run in/tiny --text 'the cat sat' --trim-bits 3", "run in/tiny --text 'the cat sat' --gain-error 3",
        "validate in/tiny --text 'the cat sat' --gain-error 0.2 --json"]
    yield "run-checkpoint", checkpoint_steps("")
    yield "run-checkpoint-devices", checkpoint_steps("--hardware in/chips/table-retention.yaml")
    yield "compile", [
        "compile in/tiny", "compile in/tiny --json", "compile in/relu --out relu",
        *[f"compile in/tiny --hardware in/chips/{name}.yaml --out {name}"
          for name in ["small-tiles", "few-tiles", "shadow", "little-memory", "few-bits"]],
        *[f"compile in/silu {options} --gate-threshold logistic" for options in PRECISIONS],
        "compile in/tiny --hardware in/chips/no-room.yaml", "compile in/tiny --hardware extropic-z1",
    ]
    yield "estimate", [
        "estimate --config in/tiny", "estimate --config in/tiny --json --batch 4 --context 3",
        "estimate --config in/tiny --hardware in/chips/few-tiles.yaml --out streamed",
        "estimate --config in/tiny --hardware in/chips/no-room.yaml --csv", "estimate --config in/absent",
        "estimate --config in/tiny --context 100000", "estimate --config in/tiny --new-tokens 2",
    ]
    yield "simulate-compiled", compiled_steps()
    yield "validate", [
        f"validate in/tiny {TEXT} --threads 1 --samples 32 {options}"
        for options in [
            "--out valid", "--json", "--fidelity event", "--samples 2 --out invalid",
            "--target-cosine 0.99", "--floor-cosine 0.5 --latency-target 1e-9",
            "--hardware in/chips/loaded.yaml", "--hardware in/chips/few-tiles.yaml",
            "--hardware in/chips/no-room.yaml", "--hardware in/chips/delay.yaml",
            "--hardware in/chips/delay.yaml --delay-tolerance 0.5", "--hardware extropic-z1 --json",
            "--hardware in/chips/every-device.yaml --fidelity event", "--draws systematic",
            "--norm two_passes --position parabolic --token-lattice 7,3",
            *[road for name, road in ROADS.items() if name != "race"],
            *PRECISIONS[:3],
        ]
    ] + ["diff valid invalid", "diff valid invalid --exit-code", "diff valid valid --exit-code"]
    yield "diff", [
        f"run in/tiny {TEXT} --threads 1 --samples 8 --out a",
        f"run in/tiny {TEXT} --threads 1 --samples 9 --out b",
        "diff a b", "diff a b --json", "diff a a", "diff a b --exit-code", "diff a a --exit-code",
        "compile in/relu --out c", "diff a c", "diff a absent",
        "anneal in/problems/ladder.rud --threads 1 --out d", "diff d d --exit-code",
    ]


def checkpoint_steps(options):
    """A checkpoint that is written, taken up, refused, damaged; and a run that is interrupted."""
    run = f"run in/tiny --input in/texts.txt --fidelity event --threads 1 {options}"
    slow = f"{run} --samples 40000 --json"
    return [
        f"{run} --samples 8 --json --checkpoint state", f"{run} --samples 8 --json --checkpoint state",
        f"{run} --samples 8 --seed 2 --checkpoint state",
        f"{run} --samples 9 --checkpoint state",
        f"{run} --samples 8 --attention potts --checkpoint state",
        f"{run} --samples 8 --hardware in/chips/drift.yaml --checkpoint state",
        "!damage state", f"{run} --samples 8 --checkpoint state",
        "!copy in/texts.txt state", f"{run} --samples 8 --checkpoint state",
        f"!interrupt 0.4 {slow} --checkpoint long", f"{slow} --checkpoint long", slow,
    ]


def compiled_steps():
    """`simulate` of program files."""
    inputs = "--tokens 2,6,7,9,3 2,8,3"
    program = "compiled/program.bin"
    roads = ["", "--draws systematic", "--samples 3"]
    return [
        "compile in/tiny --hardware in/chips/small-tiles.yaml --out compiled",
        *[f"simulate {program} {inputs} --threads 1 --hardware in/chips/small-tiles.yaml "
          f"--fidelity {fidelity} {options}"
          for fidelity in FIDELITIES for options in [*roads, "--samples 16 --json"]],
        f"simulate {program} --text 'the cat sat' --model in/tiny --threads 1 "
        "--hardware in/chips/small-tiles.yaml --out simulated",
        f"simulate {program} {inputs} --die 4 --threads 1 --hardware in/chips/small-tiles.yaml --json",
        *[f"simulate {program} {inputs} {options}" for options in [
            "--hardware in/chips/few-tiles.yaml", "--hardware extropic-z1", "--beta 1",
            "--replicas 2", "--set a=1", "--checkpoint x", "--print", "--fidelity sampled --die 1"]],
        f"simulate {program}", f"simulate {program} --tokens 1,x",
        f"simulate {program} --tokens 2,999,3 --hardware in/chips/small-tiles.yaml",
        f"simulate {program} --text a --hardware in/chips/small-tiles.yaml",
        "!damage compiled/program.bin",
        f"simulate {program} {inputs} --hardware in/chips/small-tiles.yaml",
        "simulate in/tiny/model.safetensors --tokens 1",
    ]


def real_model_cases():
    """A few runs of the real model."""
    model = "in/all-MiniLM-L6-v2"
    yield "minilm", [
        f"run {model} --text 'Energy is conserved.' 'A cat.' --samples 8 --threads 1 --json "
        f"--fidelity {fidelity}" for fidelity in FIDELITIES
    ] + [f"run {model} --text 'A cat.' --samples 4 --threads 1 --fidelity event --json {options}"
         for options in ["--attention potts", "--draws systematic"]
         ] + [f"compile {model} --out compiled"]
