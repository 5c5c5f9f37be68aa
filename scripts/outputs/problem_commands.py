"""Commands on problems: `anneal` and `convert`."""

METHODS = {
    "restarts": ["", "--schedule linear", "--beta-start 0.2 --beta-end 2"],
    "annealing": ["", "--schedule linear", "--schedule geometric --beta-start 0.1 --beta-end 3",
                  "--beta-end 2", "--schedule automatic"],
    "tempering": ["", "--temperatures 6 --exchange-every 3", "--beta-start 0.1 --beta-end 2"],
    "population": ["", "--population 20 --sweeps-per-step 2", "--schedule geometric"],
    "discrete-bifurcation": ["", "--time-step 0.7 --strength 0.2 --heating 0.03"],
    "ballistic-bifurcation": ["", "--time-step 0.7 --strength 0.2"],
    "oscillators": ["", "--time-step 0.05 --locking 2 --noise 0.3"],
}
PROBLEMS = ["problems/sparse.rud", "problems/signs.rud", "problems/dense.rud", "problems/real.rud",
            "problems/large.rud", "problems/ladder.rud", "fixtures/form.qubo",
            "fixtures/glass.couplings"]
ENDINGS = ["rud", "qubo", "coo", "bqm", "json", "bqpjson", "mtx", "qh", "couplings"]
FORMATS = ["rudy", "qubo", "coo", "bqm", "json", "bqpjson", "matrix-market", "mqlib-qubo", "biq-mac",
           "qubist", "couplings"]
FIXTURES = """array.mtx base64.json boolean.json bytes.json class.json cut.mtx cut.rud form.mtx form.qubo
full.mtx full-array.mtx gaps.bqm gaps.coo gaps.json gaps.v1.bqm offset.coo one-percent.mtx penalty.qubo
qubits.qh reals.bqm reals.json scaled.qubo scaled.qubo.gz schema1.json spin.bqpjson unsigned.mtx
glass.couplings glass.mtx half.mtx names.bqm names.json names.v1.bqm pattern.mtx single.bqm
single.coo single.json single.v1.bqm sizes.bqm sizes.coo sizes.exponents.coo sizes.json sizes.v1.bqm
spins.bqm spins.coo spins.json spins.v1.bqm""".split()

REFUSED = """--method anealing|--format rudi|--sweeps 0|--reads 0|--reads=-3|--reads x|--sweeps 1e3
--seconds 0|--seconds nan|--seconds inf|--seconds=-1|--target nan|--target inf|--beta-start -1
--beta-end nan|--beta-start 2 --beta-end 1|--temperatures 8|--method tempering --temperatures 1
--method tempering --schedule linear|--schedule liner|--schedule automatic --beta-end 3
--schedule geometric --beta-start 0|--method oscillators --noise nan
--method discrete-bifurcation --time-step=-1|--method population --population 0|--all-reads
--threads 5000|--method one-hot|--format qubo|--kind maxcut|--kind qubo|--out in/texts.txt"""


def cases():
    """Names and command lines of all cases."""
    yield "anneal-list", ["anneal --list", "anneal --list --json"]
    for method, choices in METHODS.items():
        yield f"anneal-{method}", [
            f"anneal in/{problem} --method {method} --sweeps 20 --reads 10 --threads 1 --seed 2 "
            f"--json {options} {presolve}"
            for problem in PROBLEMS for options in choices
            for presolve in ["--no-presolve"] + ([] if options else [""])
        # Two threads change when a value is first seen, which only the document says.
        ] + [f"anneal in/problems/sparse.rud --method {method} --sweeps 16 --reads 70 --threads 2 "
             "--no-presolve"]
    yield "anneal-reports", [
        f"anneal in/{problem} --sweeps 50 --threads 1 --out out{index}"
        for index, problem in enumerate(
            [*PROBLEMS, "problems/tree.rud", "problems/rounding.rud", "problems/twice.rud"])
    ] + [f"anneal in/problems/{options} --threads 1" for options in [
        "sparse.rud", "sparse.rud --target 30 --json", "signs.rud --target 1000 --sweeps 10",
        "ladder.rud --target 22.5 --sweeps 10", "ladder.rud --no-presolve --reads 5 --sweeps 4",
        "signs.rud --target 60 --all-reads --reads 128 --sweeps 20 --json",
        "sparse.rud --target 30 --seconds 60", "matrix.mtx --kind ising --json",
        "matrix.mtx --kind qubo --json", "matrix.mtx --kind max-cut --json", "small.qubo --json",
        "spins.coo --json", "and.couplings --json", "and.couplings --format couplings",
        "diagonal.txt --format mqlib-qubo --json", "diagonal.txt --format mqlib-qubo",
        "diagonal.txt --format biq-mac", "diagonal.txt --format qubist", "diagonal.txt --kind qubo",
        "diagonal.txt --kind ising", "diagonal.txt --kind max-cut"]]
    yield "anneal-files", [
        f"anneal in/fixtures/{name} --sweeps 30 --reads 8 --threads 1 --json" for name in FIXTURES]
    yield "anneal-refused", [
        f"anneal in/problems/sparse.rud {options}" for options in
        REFUSED.replace("\n", "|").split("|")
    ] + [f"anneal {options}" for options in [
        "", "absent.rud", "in", "in/problems/empty.rud", "in/problems/bad-vertex.rud",
        "in/problems/bad-number.rud", "in/problems/bad-nan.rud", "in/problems/bad-sum.rud",
        "in/problems/bad-size.rud", "in/problems/bad-line.couplings", "in/problems/diagonal.txt",
        "in/problems/diagonal.mtx", "in/problems/graph.couplings", "in/problems/offset.rud",
        "in/problems/no-variables.json", "in/texts.txt", "in/bad-utf8.txt",
        "in/fixtures/energies.csv"]]
    for source in ["problems/real.rud", "fixtures/form.qubo", "fixtures/glass.couplings",
                   "fixtures/names.bqm"]:
        name = source.split("/")[1]
        yield f"convert-{name}", [
            f"convert in/{source} one.{ending}" for ending in ENDINGS
        ] + [f"convert one.{first} {first}.{second}" for first in ENDINGS for second in ENDINGS]
    yield "convert-fixtures", [
        f"convert in/fixtures/{name} {name}.{ending}" for name in FIXTURES
        for ending in ["json", "rud"]]
    yield "convert-options", [
        *[f"convert in/problems/sparse.rud {name}.txt --to {name}" for name in FORMATS],
        *[f"convert {name}.txt again-{name}.qubo --from {name}" for name in FORMATS],
        *[f"convert in/problems/matrix.mtx {kind}.json --kind {kind}"
          for kind in ["max-cut", "qubo", "ising"]],
        *[f"convert {options}" for options in [
            "in/problems/ladder.rud", "in/problems/ladder.rud x.xyz",
            "in/problems/ladder.rud x.txt --to qbo",
            "in/problems/ladder.rud x.txt --to qubo --from rudi", "absent.qubo x.coo",
            "in/problems/ladder.rud x.coo --from bqm", "in/problems/ladder.rud no/such/x.coo",
            "in/problems/bad-sum.rud x.json"]],
    ]
