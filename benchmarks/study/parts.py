"""Which part of the machine costs how much accuracy: a float64 model whose parts can be switched.

    python3 benchmarks/study/parts.py public|others|jitter|races

An independent numpy rewriting of what the virtual NPU computes for BERT-like encoders, after the
formulas of its documentation; it shares no code with it. Each part (weights, codes of each layer's
input, operands of attention, score DAC, collisions, feedback norms, draws) can be left exact.
"""

import dataclasses
import json
import pathlib
import sys

import numpy as np
from scipy.special import ndtr

import machine

MODEL = machine.ROOT / ".models/all-MiniLM-L6-v2"
LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12
LINEARS = ("qkv", "att_out", "ffn1", "ffn2")


@dataclasses.dataclass(frozen=True)
class Parts:
    """What is not exact. Defaults: everything as in the machine at its defaults, in expectation."""

    weights: tuple = LINEARS
    codes: tuple = LINEARS
    weight_bits: int = 8
    activation_bits: int = 8
    outliers: int = 4
    attention: tuple = ("query", "key", "value")
    attention_bits: int = 8
    folded: bool = True
    dac: bool = True
    collisions: bool = True
    feedback: bool = True
    embeddings: bool = True
    # 0 is expectation.
    attention_samples: int = 0
    gate_samples: int = 0
    systematic: bool = False
    # Phases of a race's agents drawn one by one, as the machine does, or one phase carried on from
    # agent to agent, so that a row fires S or S ± 1 times in all.
    carried: bool = False
    # Relative noise on the embeddings: shows how far roundings amplify what should not matter.
    jitter: float = 0.0


def exact(**changes):
    nothing = dict(weights=(), codes=(), attention=(), dac=False, collisions=False, feedback=False,
                   embeddings=False)
    return Parts(**{**nothing, **changes})


def tensors():
    raw = (MODEL / "model.safetensors").read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8:8 + length])
    found = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, stop = (8 + length + o for o in entry["data_offsets"])
            found[name] = np.frombuffer(raw[start:stop], "<f4").reshape(entry["shape"]).astype(float)
    return found


def symmetric(x, bits):
    """Signed codes, one scale for the last axis."""
    limit = 2 ** (bits - 1) - 1
    scale = np.abs(x).max(-1, keepdims=True) / limit
    scale = np.where(scale > 1e-30, scale, 1)
    return np.round(x / scale) * scale


def affine(x, bits):
    """Unsigned codes with an exact zero, one scale for the last axis."""
    limit = 2**bits - 1
    low, high = np.minimum(x.min(-1, keepdims=True), 0), np.maximum(x.max(-1, keepdims=True), 0)
    scale = (high - low) / limit
    scale = np.where(scale > 1e-30, scale, 1)
    zero = np.floor(-low / scale + 0.5)
    return (np.clip(np.round(x / scale) + zero, 0, limit) - zero) * scale


def coded(x, bits, outliers):
    """Codes of rows; the largest magnitudes of each row get a range of their own."""
    if outliers == 0:
        return affine(x, bits)
    apart = np.argsort(-np.abs(x), axis=-1, kind="stable")[:, :outliers]
    rest = x.copy()
    np.put_along_axis(rest, apart, 0, -1)
    result = affine(rest, bits)
    values = affine(np.take_along_axis(x, apart, -1), bits)
    np.put_along_axis(result, apart, values, -1)
    return result


def settle(mean, variance, gain=0.2, tolerance=2.0**-8):
    """The feedback norm's potentials of many rows."""
    mu, z = np.zeros_like(mean), np.ones_like(mean)
    for _ in range(10_000):
        offset = (mean - mu) / z
        square = variance / z**2 + offset**2
        active = (np.abs(offset) > tolerance) | (np.abs(square - 1) > tolerance)
        if not active.any():
            break
        mu = np.where(active, mu + gain * z * offset, mu)
        z = np.where(active, z + 0.5 * gain * z * (square - 1), z)
    return mu, z


class Model:
    def __init__(self, weights, parts):
        self.parts, self.t, self.quantised = parts, weights, {}

    def normalise(self, x):
        mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True) + EPSILON
        mu, z = settle(mean, variance) if self.parts.feedback else (mean, np.sqrt(variance))
        return (x - mu) / z

    def linear(self, names, kind, x, norm=None):
        """W (γ ⊙ x + δ) + b, the gain folded into W or applied before the code."""
        p = self.parts
        gain, shift = (1.0, 0.0) if norm is None else (self.t[f"{norm}.weight"], self.t[f"{norm}.bias"])
        if names not in self.quantised:
            w = np.concatenate([self.t[f"{n}.weight"] for n in names])
            b = np.concatenate([self.t[f"{n}.bias"] for n in names])
            if p.folded and norm is not None:
                b, w = b + w @ shift, w * gain
            if kind in p.weights:
                w = symmetric(w, p.weight_bits)
            self.quantised[names] = w, b
        w, b = self.quantised[names]
        if not p.folded:
            x = gain * x + shift
        if kind in p.codes:
            x = coded(x, p.activation_bits, p.outliers)
        return x @ w.T + b

    def shares(self, scores):
        """Shares of the agents of races, as the score DAC and collisions shape them."""
        below = scores.max(-1, keepdims=True) - scores
        if self.parts.dac:
            level = np.floor(below * 255 / 16 + 0.5)
            share = np.exp(level * (-16 / 255)) * (level <= 255)
        else:
            share = np.exp(-below)
        share = share / share.sum(-1, keepdims=True)
        if self.parts.collisions:
            share = share * np.exp(0.01 * share)
        return share / share.sum(-1, keepdims=True)

    def draw(self, shares, random):
        samples = self.parts.attention_samples
        if samples == 0:
            return shares
        if self.parts.systematic:
            if self.parts.carried:
                sums = np.cumsum(shares * samples, -1) + random.random(shares.shape[:-1] + (1,))
                counts = np.diff(np.floor(sums), axis=-1, prepend=0)
            else:
                counts = np.floor(shares * samples + random.random(shares.shape))
            # A row without a firing is drawn again; too rare to matter beyond the first time.
            empty = counts.sum(-1, keepdims=True) == 0
            counts = np.where(empty, shares, counts)
        else:
            counts = random.multinomial(samples, shares).astype(float)
        return counts / counts.sum(-1, keepdims=True)

    def gate(self, x, random):
        p, samples = ndtr(x), self.parts.gate_samples
        if samples == 0:
            return x * p
        if self.parts.systematic:
            return x * np.minimum(np.floor(p * samples + random.random(p.shape)), samples) / samples
        return x * random.binomial(samples, p) / samples

    def embed(self, ids, random):
        p, t = self.parts, self.t
        rows = [t["embeddings.word_embeddings.weight"][ids],
                t["embeddings.position_embeddings.weight"][:len(ids)],
                t["embeddings.token_type_embeddings.weight"][[0] * len(ids)]]
        x = self.normalise(sum(symmetric(r, 16) if p.embeddings else r for r in rows))
        if p.jitter > 0:
            x = x * (1 + p.jitter * random.standard_normal(x.shape))
        norm = "embeddings.LayerNorm"
        split = lambda v: v.reshape(len(ids), HEADS, WIDTH // HEADS).transpose(1, 0, 2)
        for layer in range(LAYERS):
            at = f"encoder.layer.{layer}."
            q, k, v = (
                split(self.linear((f"{at}attention.self.{n}",), "qkv", x, norm))
                for n in ("query", "key", "value"))
            q = affine(q, p.attention_bits) if "query" in p.attention else q
            k = symmetric(k, p.attention_bits) if "key" in p.attention else k
            v = symmetric(v, p.attention_bits) if "value" in p.attention else v
            shares = self.shares(q @ k.transpose(0, 2, 1) / np.sqrt(WIDTH // HEADS))
            context = (self.draw(shares, random) @ v).transpose(1, 0, 2).reshape(len(ids), WIDTH)
            h = self.rescale(x, norm) + self.linear((f"{at}attention.output.dense",), "att_out", context)
            x, norm = self.normalise(h), f"{at}attention.output.LayerNorm"
            y = self.linear((f"{at}intermediate.dense",), "ffn1", x, norm)
            h = self.rescale(x, norm) + self.linear((f"{at}output.dense",), "ffn2", self.gate(y, random))
            x, norm = self.normalise(h), f"{at}output.LayerNorm"
        pooled = self.rescale(x, norm).mean(0)
        return pooled / np.linalg.norm(pooled)

    def rescale(self, x, norm):
        return self.t[f"{norm}.weight"] * x + self.t[f"{norm}.bias"]


def embed(weights, tokens, parts, seed=0):
    model = Model(weights, parts)
    return np.array([
        model.embed(ids, np.random.default_rng([seed, index])) for index, ids in enumerate(tokens)])


def cosines(a, b):
    return np.einsum("ij,ij->i", a, b) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)


def table(title, rows):
    print(f"\n{title}\n\n| part | mean 1 − cos | largest | of text |\n|---|---|---|---|")
    for name, losses in rows:
        # Rows are seeds, columns texts.
        means = losses.mean(axis=1)
        mean, error = machine.mean_and_error(means)
        spread = f" ± {error:.1e}" if len(losses) > 1 else ""
        print(f"| {name} | {mean:.2e}{spread} | {losses.max():.2e} | {losses.max(0).argmax()} |", flush=True)


def jitter():
    """Means of deterministic settings under a relative noise of 10⁻³ on the embeddings."""
    texts, _ = machine.public()
    tokens, weights = machine.run(texts, "--fidelity expectation").tokens, tensors()
    dense = embed(weights, tokens, exact())
    print("| couplings | codes | attention | outliers | mean cosine | scatter of the mean |\n"
          "|---|---|---|---|---|---|")
    for bits in ((8, 8, 12, 0), (8, 6, 12, 0), (8, 5, 12, 0), (8, 6, 6, 0), (8, 5, 12, 4),
                 (8, 4, 12, 1), (8, 4, 12, 8)):
        w, a, attention, outliers = bits
        parts = Parts(weight_bits=w, activation_bits=a, attention_bits=attention, outliers=outliers,
                      folded=False, jitter=1e-3)
        means = [cosines(embed(weights, tokens, parts, seed), dense).mean() for seed in range(6)]
        print(f"| {w} | {a} | {attention} | {outliers} | {np.mean(means):.5f} "
              f"| {np.std(means, ddof=1):.5f} |", flush=True)


def races():
    """What the races of each public sentence lose at S = 64, all else exact."""
    texts, _ = machine.public()
    tokens, weights = machine.run(texts, "--fidelity expectation").tokens, tensors()
    dense = embed(weights, tokens, exact())
    losses = [
        np.mean([1 - cosines(embed(weights, tokens, exact(
            attention_samples=64, systematic=systematic), seed), dense) for seed in range(4)], axis=0)
        for systematic in (True, False)]
    print("| tokens | systematic | independent | ratio |\n|---|---|---|---|")
    for ids, a, b in sorted(zip(map(len, tokens), *losses)):
        print(f"| {ids} | {a:.1e} | {b:.1e} | {a / b:.2f} |")


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else "public"
    if name == "jitter":
        return jitter()
    if name == "races":
        return races()
    if name == "public":
        texts, _ = machine.public()
    else:
        texts = json.loads((pathlib.Path(__file__).resolve().parent / "sentences.json").read_text())
    run = machine.run(texts, "--fidelity expectation")
    weights = tensors()
    dense = embed(weights, run.tokens, exact())
    print(f"dense reference of the program against float64: largest 1 − cos "
          f"{(1 - cosines(run.reference, dense)).max():.1e}")
    for bits in (8, 12):
        options = f"--fidelity expectation --activation-bits {bits} --attention-bits {bits}"
        ours = embed(weights, run.tokens, Parts(activation_bits=bits, attention_bits=bits))
        apart = 1 - cosines(machine.run(texts, options).embeddings, ours)
        print(f"machine in expectation, {bits}-bit codes, against this model of it: mean 1 − cos "
              f"{apart.mean():.1e}, largest {apart.max():.1e}")

    def loss(parts, seeds=1):
        return np.array([
            1 - cosines(embed(weights, run.tokens, parts, seed), dense) for seed in range(seeds)])

    rows = [("everything", loss(Parts())), ("everything, gains in the periphery", loss(Parts(folded=False)))]
    rows += [(f"codes into {k}", loss(exact(codes=(k,)))) for k in LINEARS]
    rows += [("codes, all layers", loss(exact(codes=LINEARS)))]
    rows += [(f"couplings of {k}", loss(exact(weights=(k,)))) for k in LINEARS]
    rows += [("couplings, all", loss(exact(weights=LINEARS)))]
    rows += [(f"{k} codes", loss(exact(attention=(k,)))) for k in ("query", "key", "value")]
    rows += [("attention's operands, all", loss(exact(attention=("query", "key", "value"))))]
    rows += [("score DAC", loss(exact(dac=True))), ("collisions", loss(exact(collisions=True))),
             ("feedback norms", loss(exact(feedback=True))), ("embedding codes", loss(exact(embeddings=True)))]
    table(f"{name} texts: one part alone, all others exact", rows)

    seeds = 4
    rows = []
    for systematic, samples in ((True, 64), (False, 256)):
        kind = f"{'systematic' if systematic else 'independent'} S={samples}"
        for what, counts in (("race alone", (samples, 0)), ("gate alone", (0, samples)),
                             ("race and gate", (samples, samples))):
            drawn = dict(systematic=systematic, attention_samples=counts[0], gate_samples=counts[1])
            rows.append((f"{kind}, {what}, rest exact", loss(exact(**drawn), seeds)))
        if systematic:
            rows.append((f"{kind}, race alone, one carried phase a row", loss(
                exact(systematic=True, carried=True, attention_samples=samples), seeds)))
        rows.append((f"{kind}, everything", loss(Parts(**drawn), seeds)))
    table(f"{name} texts: draws, {seeds} seeds", rows)


if __name__ == "__main__":
    main()
