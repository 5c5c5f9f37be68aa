"""Commands on agents that relax: `lattice`, and `simulate` of lattice programs."""

import chips

LATTICES = {
    "ring": "12", "square": "6", "triangular": "6", "honeycomb": "4", "kagome": "4", "king": "5",
    "cubic": "4", "hypercubic": "3 --dimension 4", "mobius-ladder": "12", "bethe": "3 --degree 3",
    "complete": "10", "bipartite": "4x6", "random-regular": "20 --degree 3",
    "erdos-renyi": "20 --probability 0.2", "hyperbolic": "3 --p 7 --q 3", "chimera": "2x2x3",
    "pegasus": "2", "zephyr": "2x2",
}
BOUNDARIES = ["open", "periodic", "helical", "antiperiodic", "mobius", "klein"]
ENGINES = ["reference", "sequential", "random-site", "chromatic", "bit-sliced", "lanes",
           "synchronous", "asynchronous", "event-queue", "rejection-free", "next-reaction", "wolff",
           "swendsen-wang", "kawasaki", "potts"]
ENGINE_OPTIONS = [
    *[f"--engine {engine} --rule metropolis" for engine in ENGINES],
    "--engine rejection-free --rule arrhenius", "--engine next-reaction --rule arrhenius",
    "--engine next-reaction --rates 1,2,3",
    *[f"--engine {engine} {options}" for engine in ["asynchronous", "event-queue"]
      for options in ["--rates 1,0.5", "--delay 0.3", "--delay 0.3 --delay-law exponential",
                      "--delay 0.3 --delay-law fixed --rates 2,1"]],
    "--engine synchronous --tick-probability 0.3",
    *[f"--engine potts --states {states} --start random" for states in [2, 4, 10]],
    "--engine kawasaki --up-fraction 0.25 --pairs all", "--engine kawasaki --pairs bonds",
    "--engine lanes --replicas 70", "--engine lanes --replicas 130 --coupling 0.37",
    "--engine lanes --replicas 5 --couplings gaussian --deviation 1",
    "--engine bit-sliced --couplings plus-minus --plus-probability 0.3",
    "--engine bit-sliced --size 64 --threads 2", "--engine bit-sliced --size 16 --coupling=-1",
]
SYSTEMS = [
    "--couplings uniform --coupling -1", "--couplings plus-minus --coupling 0.5",
    "--couplings plus-minus --plus-probability 0.8", "--couplings gaussian",
    "--couplings gaussian --coupling 0.2 --deviation 0.5", "--field 0.2", "--field -0.1",
    "--field-deviation 0.5", "--field 0.1 --field-deviation 0.3 --start up",
]
BUILT_IN = {
    "and-gate": "reads=300", "factoriser": "reads=200 --set p-bits=2", "associative-memory":
    "reads=200 --set spins=8 --set patterns=2 --set penalty=4", "coupled-attention":
    "reads=200 --set keys=5 --set coupling=0.5", "rbm":
    "reads=200 --set side=2 --set hidden=3 --set steps=20", "mobius-ladder":
    "reads=200 --set size=8", "mobius-ring": "reads=200 --set size=8 --set beta=0.8",
    "torus": "reads=50 --set size=8",
}
FIDELITIES = ["expectation", "sampled", "event"]

REFUSED = """--size 0|--size 1|--size x|--lattice sqare|--boundary periodc|--engine asynchronus
--rule metroplis|--lattice hyperbolic --p 4 --q 4 --size 3|--lattice mobius-ladder --size 7
--engine asynchronous --delay inf|--engine asynchronous --delay -1|--engine asynchronous --rates -1
--engine asynchronous --rates 1,x|--engine asynchronous --delay 1 --delay-law fixd|--delay 1
--delay-law fixed --engine asynchronous|--beta=-1|--beta nan|--beta 0.1:0.2|--temperature 0
--beta 0.4 --temperature 2|--sweeps 0|--replicas 0|--warm-up -1|--measure-every 99999
--couplings gausian|--couplings plus-minus --plus-probability 1.5|--coupling inf|--field nan
--size 8 8|--tempering|--engine wolff --tempering --beta 1 2|--engine potts --states 1
--engine potts --field 1|--engine kawasaki --up-fraction 2|--engine kawasaki --pairs some
--engine synchronous --tick-probability 0|--live|--series|--start dwn|--size 100000|--degree 3
--lattice bethe --size 3 --correlations|--engine potts --overlap
--sweeps 1000000000 --replicas 4096|--coupling 2 --coupling-file x.txt
--lattice square --coupling-file in/problems/and.couplings|--engine kawasaki --start up
--live --tempering --beta 1 2|--place-temperatures|--deviation 2|--seed -1|--threads 5000
--engine bit-sliced --lattice triangular|--engine bit-sliced --boundary open
--engine bit-sliced --size 8 --field 0.1|--engine bit-sliced --size 8 --couplings gaussian
--engine bit-sliced --rates 1,2"""


def cases():
    """Names and command lines of all cases."""
    short = "--sweeps 60 --warm-up 20 --replicas 2 --threads 1 --seed 3 --json"
    yield "lattice-list", ["lattice --list", "lattice --list --json"]
    for name, size in LATTICES.items():
        yield f"lattice-{name}", [
            f"lattice --lattice {name} --size {size} --beta 0.3 {short} {options}"
            for options in ["", "--start random", "--couplings plus-minus",
                            *[f"--boundary {boundary}" for boundary in BOUNDARIES]]
        ] + [f"lattice --lattice {name} --size {size} --sweeps 20 --warm-up 5 --threads 1 --out out"]
    for engine in ENGINES:
        yield f"lattice-engine-{engine}", [
            f"lattice --engine {engine} {system} --beta 0.4 {short}" for system in [
                "--size 8", "--lattice cubic --size 4", "--lattice ring --size 9",
                "--lattice chimera --size 2", "--size 8 --start random", *SYSTEMS]]
    yield "lattice-engine-options", [
        f"lattice {'' if '--size' in options else '--size 8'} --beta 0.35 --sweeps 60 --warm-up 20 "
        f"--threads 1 --json {options}" for options in ENGINE_OPTIONS]
    yield "lattice-reports", [
        f"lattice --threads 1 --sweeps 300 --warm-up 50 {options}" for options in [
            "--size 8 --engine chromatic --series --correlations --overlap --out all",
            "--size 4 6 8 --beta 0.35:0.55:5 --engine swendsen-wang --out scan",
            "--size 4 8 --beta 0.3:0.5:3 --couplings plus-minus --overlap --out glass",
            "--size 6 --temperature 1.5:3:4 --tempering --place-temperatures --out tempered",
            "--size 6 --beta 0.2:0.6:4 --tempering --engine random-site --json",
            "--size 6 --beta 0.2:0.6:4 --tempering --engine chromatic --measure-every 3",
            "--size 6 --beta 0.2 0.4 --tempering --couplings gaussian --overlap --threads 2",
            "--size 64 --sweeps 50 --correlations", "--lattice cubic --size 16 --sweeps 20",
            "--engine potts --states 3 --size 6 --out potts", "--rule metropolis --lattice ring",
            "--rule metropolis --beta 0 --size 8", "--engine wolff --beta 0 --size 8",
            "--lattice hyperbolic --size 3 --out hyperbolic", "--lattice mobius-ladder --out ladder",
            "--size 8 --replicas 1 --warm-up 0 --threads 2",
            "--coupling-file in/problems/and.couplings --beta 1 --out file",
            "--coupling-file in/problems/and.couplings --beta 1 --field 0.3 --json",
            "--coupling-file in/problems/signs.rud --beta 0.4",
            "--coupling-file in/problems/spins.coo --beta 0.5 --json",
            "--coupling-file in/problems/small.qubo --beta 1", "--coupling-file in/problems/diagonal.txt",
            "--coupling-file in/problems/diagonal.txt --coupling-format qubist --beta 1",
            "--coupling-file in/problems/matrix.mtx --coupling-kind ising --beta 1",
            "--coupling-file in/problems/graph.couplings", "--coupling-kind ising",
            "--coupling-file in/problems/bad-line.couplings",
            "--coupling-file in/problems/bad-huge.couplings", "--coupling-file absent.txt",
            "--size 8 --out in/texts.txt"]]
    yield "lattice-refused", [
        f"lattice --sweeps 100 {options}" for options in REFUSED.replace("\n", "|").split("|")]
    yield "simulate-built-in", ["simulate --list"] + [
        f"simulate {name} --print" for name in BUILT_IN
    ] + [f"simulate {name} --set {options} --threads 1 --fidelity {fidelity} --out {name}-{fidelity}"
         for name, options in BUILT_IN.items() for fidelity in FIDELITIES]
    yield "simulate-programs", [
        f"simulate in/programs/{name}.lat --threads 1 {options}"
        for name in ["every", "triangle"] for options in [
            "--json", "--print", "--print --beta 2", "--fidelity sampled", "--fidelity expectation",
            "--replicas 3 --out replicas", "--replicas 3 --threads 2 --seed 9 --json",
            "--beta 0.7 --fidelity sampled", "--beta -1", "--hardware digital-pbit-22nm --die 3",
            "--hardware extropic-z1 --json", "--hardware crossbar-z1-prices"]]
    for name in chips.DEVICES:
        yield f"simulate-device-{name}", [
            f"simulate in/programs/{program}.lat --threads 1 --hardware in/chips/{name}.yaml "
            f"{options}" for program in ["every", "triangle"] for options in [
                "--out event", "--die 2 --seed 4 --json", "--fidelity sampled",
                "--fidelity expectation"]
        ] + [f"simulate torus --set size=6 --set reads=100 --threads 1 --json "
             f"--hardware in/chips/{name}.yaml"]
    yield "simulate-chips", [
        f"simulate in/programs/every.lat --threads 1 --hardware in/chips/{name}.yaml {options}"
        for name in chips.OTHERS for options in ["", "--fidelity sampled --json"]]
    for name in ["", *chips.DEVICES]:
        yield f"simulate-checkpoint-{name or 'ideal'}", checkpoint_steps(
            f"--hardware in/chips/{name}.yaml" if name else "")
    yield "simulate-refused", [f"simulate {options}" for options in [
        "torus --most-draws 10", "torus --most-draws=-1",
        "", "absent", "in/tiny", "and-gate --set reads=0", "and-gate --set reads", "rbm --set side=9",
        "and-gate --set size=2", "and-gate --set reads=2.5", "mobius-ladder --set size=7",
        "and-gate --replicas 0", "and-gate --beta nan", "and-gate --samples 8",
        "and-gate --draws systematic", "and-gate --model .", "and-gate --text a",
        "and-gate --tokens 1", "and-gate --die 2 --fidelity sampled", "and-gate --print --json",
        "and-gate --list --json", "and-gate --hardware abacus", "and-gate --threads 5000",
        "torus --set size=300 --fidelity expectation", "torus --set size=1000",
        "in/programs/every.lat --set reads=3", "in/bad-utf8.txt", "and-gate --out in/texts.txt",
        *[f"in/programs/{name}.lat" for name in
          ["first-line", "self", "twice", "unknown", "late", "no-reads", "time"]]]]


def checkpoint_steps(chip):
    """A run that is interrupted and goes on; a checkpoint that is taken up, refused, damaged."""
    run = f"simulate in/programs/every.lat --threads 1 {chip}"
    # Half a second to two, of which the first fifth is enough to be in the middle.
    long = f"simulate torus --set size=16 --set reads=10000 --threads 1 {chip} --json"
    steps = [
        f"{run} --checkpoint state --json", f"{run} --checkpoint state --json",
        f"!interrupt 0.2 {long} --checkpoint long", f"{long} --checkpoint long",
    ]
    if chip:
        return steps
    return steps + [
        long, f"{run} --seed 2 --checkpoint state", f"{run} --replicas 2 --checkpoint state",
        f"{run} --die 1 --checkpoint state", f"{run} --beta 2 --checkpoint state",
        f"{run} --hardware digital-pbit-22nm --checkpoint state",
        f"{run} --fidelity sampled --checkpoint sampled",
        f"{run} --fidelity expectation --checkpoint expectation",
        "simulate in/programs/triangle.lat --threads 1 --checkpoint state",
        "!damage state", f"{run} --checkpoint state",
        "!copy in/texts.txt state", f"{run} --checkpoint state",
    ]
