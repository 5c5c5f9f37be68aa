"""Update attempts a nanosecond of other samplers at a fixed temperature, one thread.

usage: sampler_rates.py FOLDER [NAME ...]     folder and names of sampler_workloads.py

Prints a line `workload peer rate energy-a-spin` each. The rate is (attempts of a long run - attempts of a
short one) / (difference of their times), so that conversions and compilation do not count; the best
of three.
"""

import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import numpy as np

import sampler_workloads


class Peer:
    """One sampler on one workload: `run(sweeps)` returns the energy a spin, E = -sum J s s."""

    replicas = 1

    def __init__(self, name, count, bonds, beta, sides):
        self.count = count
        self.bonds = bonds
        self.beta = beta
        self.build(name, sides)


class Neal(Peer):
    rule = "Metropolis"

    def build(self, name, sides):
        import dimod
        from dwave.samplers import SimulatedAnnealingSampler

        self.sampler = SimulatedAnnealingSampler()
        self.bqm = dimod.BinaryQuadraticModel.from_ising(
            {i: 0.0 for i in range(self.count)}, {(i, j): -J for i, j, J in self.bonds}
        )

    def run(self, sweeps):
        found = self.sampler.sample(
            self.bqm, num_reads=1, seed=1, beta_schedule_type="custom", beta_schedule=[self.beta],
            num_sweeps_per_beta=sweeps, proposal_acceptance_criteria=self.rule,
        )
        return found.first.energy / self.count


class NealGibbs(Neal):
    rule = "Gibbs"


class OpenJij(Peer):
    def build(self, name, sides):
        import openjij

        self.sampler = openjij.SASampler()
        self.J = {(i, j): -J for i, j, J in self.bonds}
        self.h = {i: 0.0 for i in range(self.count)}

    def run(self, sweeps):
        found = self.sampler.sample_ising(
            self.h, self.J, num_reads=1, schedule=[[self.beta, sweeps]],
            sparse=len(self.J) < 0.25 * self.count**2,
        )
        return found.first.energy / self.count


class Ferrotherm(Peer):
    def build(self, name, sides):
        import ferrotherm

        model = ferrotherm.Model(self.count)
        model.couple_many([(i, j, J) for i, j, J in self.bonds])
        self.sim = model.build(beta=self.beta, seed=1)

    def run(self, sweeps):
        self.sim.sweep(sweeps, threads=1)
        spins = np.asarray(self.sim.spins)
        i, j, J = (np.array(column) for column in zip(*self.bonds))
        return -float(np.sum(J * spins[i] * spins[j])) / self.count


class Peapods(Peer):
    def build(self, name, sides):
        import peapods

        if sides is None:
            raise NotImplementedError("lattices only")
        couplings = np.ones(tuple(sides) + (len(sides),), dtype=np.float32)
        if name.startswith("glass"):
            couplings = np.array([J for _, _, J in self.bonds], dtype=np.float32).reshape(
                tuple(sides) + (len(sides),)
            )
        self.model = peapods.Ising(
            sides, couplings=couplings, temperatures=np.array([1 / self.beta])
        )

    def run(self, sweeps):
        self.model.sample(sweeps, sweep_mode="metropolis", warmup_ratio=0.0)
        return -abs(float(np.ravel(self.model.get_energies())[0]))


class Thrml(Peer):
    """Two blocks, a coloured lattice: graphs that need many blocks take minutes to compile."""

    replicas = 1

    def build(self, name, sides):
        import jax
        from thrml import Block, SamplingSchedule, SpinNode, sample_states
        from thrml.models.ising import IsingEBM, IsingSamplingProgram

        if sides is None or self.count > 70_000:
            raise NotImplementedError("lattices of up to 70 000 spins")
        nodes = [SpinNode() for _ in range(self.count)]
        colours = [[], []]
        for site in range(self.count):
            rest, parity = site, 0
            for side in reversed(sides):
                parity += rest % side
                rest //= side
            colours[parity % 2].append(nodes[site])
        ebm = IsingEBM(
            nodes, [(nodes[i], nodes[j]) for i, j, _ in self.bonds],
            jax.numpy.zeros(self.count), jax.numpy.array([J for _, _, J in self.bonds]),
            jax.numpy.array(self.beta),
        )
        blocks = [Block(colour) for colour in colours]
        program = IsingSamplingProgram(ebm, blocks, clamped_blocks=[])
        start = [jax.numpy.ones(len(colour), dtype=bool) for colour in colours]

        def sample(key, sweeps):
            schedule = SamplingSchedule(n_warmup=sweeps, n_samples=1, steps_per_sample=1)
            return jax.vmap(
                lambda k: sample_states(k, program, schedule, start, [], blocks)
            )(jax.random.split(key, self.replicas))

        self.sample = jax.jit(sample, static_argnums=1)
        self.key = jax.random.key(1)
        self.index = {
            id(node): place for place, node in enumerate(n for colour in colours for n in colour)
        }
        self.nodes = nodes
        self.compiled = set()

    def run(self, sweeps):
        import jax

        if sweeps not in self.compiled:
            jax.block_until_ready(self.sample(self.key, sweeps))
            self.compiled.add(sweeps)
            self.start = time.perf_counter()
        found = jax.block_until_ready(self.sample(self.key, sweeps))
        states = np.concatenate([np.asarray(f)[0, 0] for f in found]) * 2 - 1
        spins = states[[self.index[id(node)] for node in self.nodes]]
        i, j, J = (np.array(column) for column in zip(*self.bonds))
        return -float(np.sum(J * spins[i] * spins[j])) / self.count


class Thrml16(Thrml):
    replicas = 16


PEERS = {
    "dwave-samplers": Neal,
    "dwave-samplers-gibbs": NealGibbs,
    "openjij": OpenJij,
    "ferrotherm": Ferrotherm,
    "peapods": Peapods,
    "thrml": Thrml,
    "thrml-16-chains": Thrml16,
}


def timed(peer, sweeps):
    peer.start = time.perf_counter()
    energy = peer.run(sweeps)
    return time.perf_counter() - peer.start, energy


def rate(peer):
    """Attempts a nanosecond and the last energy."""
    per_sweep = peer.count * peer.replicas
    short = max(1, 1_000_000 // per_sweep)
    timed(peer, short)
    base, _ = timed(peer, short)
    # Long enough for three quarters of a second beside what each call costs anyway.
    long = 4 * short
    while timed(peer, long)[0] - base < 0.75:
        long *= 2
    best = 0.0
    for _ in range(3):
        low, _ = timed(peer, short)
        high, energy = timed(peer, long)
        if high > low:
            best = max(best, (long - short) * per_sweep / (high - low) * 1e-9)
    return best, energy


def main():
    folder = sys.argv[1]
    for name in sys.argv[2:] or sampler_workloads.WORKLOADS:
        beta, sides = sampler_workloads.WORKLOADS[name]
        count, bonds = sampler_workloads.read(f"{folder}/{name}.txt")
        for label, kind in PEERS.items():
            try:
                found, energy = rate(kind(name, count, bonds, beta, sides))
            except NotImplementedError as reason:
                print(name, label, "-", "-", f"# {reason}", flush=True)
                continue
            print(name, label, f"{found:.4f}", f"{energy:.3f}", flush=True)


if __name__ == "__main__":
    main()
