"""Runs `ising-npu run` and reads its JSON document.

Every figure of docs/accuracy.md comes from this one call, so that it can be repeated by hand:

    .build/release/ising-npu run --input TEXTS.json --json --threads 1 --weight-block 0 OPTIONS

One scale an output (`--weight-block 0`) stands unless OPTIONS name another block; the program's own
default, one scale a tile, is the block of 128.

Documents are kept in .build/study, keyed by the program and the arguments: a study that was
interrupted goes on where it stopped.
"""

import dataclasses
import hashlib
import json
import pathlib
import shlex
import subprocess

import numpy as np
from scipy import stats

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/ising-npu"
CACHE = ROOT / ".build/study"
RESULTS = pathlib.Path(__file__).resolve().parent / "results"
PICTURES = ROOT / "docs/pictures"
FIXTURE = ROOT / "Tests/VirtualChipTests/Fixtures/public_reference.json"
_program_hash = None


@dataclasses.dataclass
class Run:
    """Outputs of one run: one row a text."""

    embeddings: np.ndarray
    reference: np.ndarray
    tokens: list

    def cosines(self, reference=None):
        """Cosine of each text against the run's float32 reference, or against another one."""
        other = self.reference if reference is None else reference
        norms = np.linalg.norm(self.embeddings, axis=1) * np.linalg.norm(other, axis=1)
        return np.einsum("ij,ij->i", self.embeddings, other) / norms

    def spearman(self, reference=None):
        """Rank correlation of the cosines of all pairs of texts."""
        other = self.reference if reference is None else reference
        return stats.spearmanr(pairs(self.embeddings), pairs(other)).statistic


def pairs(embeddings):
    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    return (unit @ unit.T)[np.triu_indices(len(unit), 1)]


def public():
    """The twelve public sentences and their float64 embeddings."""
    sentences = json.loads(FIXTURE.read_text())["sentences"]
    return [s["text"] for s in sentences], np.array([s["embedding"] for s in sentences])


def command(texts, options):
    """The command line, with the texts in a file of their own."""
    CACHE.mkdir(parents=True, exist_ok=True)
    content = json.dumps(texts, ensure_ascii=False).encode()
    file = CACHE / f"texts-{hashlib.sha256(content).hexdigest()[:12]}.json"
    if not file.exists():
        file.write_bytes(content)
    words = [str(PROGRAM.relative_to(ROOT)), "run", "--input", str(file.relative_to(ROOT))]
    block = [] if "--weight-block" in options else ["--weight-block", "0"]
    return words + ["--json", "--threads", "1"] + block + shlex.split(options)


def run(texts, options):
    """Runs the program; `options` as on a command line."""
    global _program_hash
    if _program_hash is None:
        _program_hash = hashlib.sha256(PROGRAM.read_bytes()).hexdigest()
    words = command(texts, options)
    named = [(ROOT / word).read_text() for word in words if word.endswith(".yaml")]
    key = hashlib.sha256("\0".join([_program_hash, *words, *named]).encode()).hexdigest()[:24]
    file = CACHE / f"run-{key}.npz"
    if not file.exists():
        result = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
        if result.returncode != 0:
            raise SystemExit(f"{shlex.join(words)}\nended with {result.returncode}: {result.stderr}")
        outputs = json.loads(result.stdout)["outputs"]
        embeddings, reference = (
            np.array([o[key] for o in outputs]) for key in ("embedding", "reference_embedding"))
        tokens = json.dumps([o["token_ids"] for o in outputs])
        np.savez_compressed(file, embeddings=embeddings, reference=reference, tokens=tokens)
    with np.load(file) as stored:
        return Run(stored["embeddings"], stored["reference"], json.loads(str(stored["tokens"])))


def mean_and_error(values):
    """Mean and its standard error over repetitions; the error of one value is unknown."""
    values = np.asarray(values, float)
    error = values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else float("nan")
    return values.mean(), error
