"""Measured kernel times: the tables of the package aiconfigurator-core (NVIDIA, Apache-2.0), and their split."""
import hashlib
import io
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import numpy as np
import pyarrow.parquet as parquet

PACKAGE = "aiconfigurator-core==0.12.0"
SHA256 = "aadc4aad0a00bf8a61c477c62bef43de479849c3aa0b1c3078068e08309eccc4"


def fetched(folder):
    """The wheel in `folder`, downloaded if it is not there; its hash is checked by pip."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(f"{PACKAGE} --hash=sha256:{SHA256}\n")
        file.flush()
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:",
             "--platform", "manylinux_2_28_x86_64", "--python-version", "311", "--implementation", "cp", "--abi", "abi3",
             "--dest", folder, "-r", file.name], check=True)
    wheel, = folder.glob("aiconfigurator_core-0.12.0-*.whl")
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{wheel}: another SHA-256 than {SHA256}")
    return zipfile.ZipFile(wheel)


def columns(wheel, system, operation, framework, table):
    path = f"aiconfigurator_core/systems/data/{system}/{operation}/{framework.replace(' ', '/')}/{table}_perf.parquet"
    data = parquet.read_table(io.BytesIO(wheel.read(path)))
    return {name: np.array(data[name].to_pylist()) for name in data.schema.names}


def is_held(text):
    """The rule of what a fit may not see: the SHA-256 of the shape's text ends in 0, 1, 2 or 3."""
    return hashlib.sha256(text.encode()).hexdigest()[-1] in "0123"


def held(*numbers):
    """`is_held` for rows of whole numbers, joined by commas: whole weight or head shapes."""
    shapes, index = np.unique(np.stack(numbers, 1).astype(int), axis=0, return_inverse=True)
    return np.array([is_held(",".join(map(str, shape))) for shape in shapes])[index.ravel()]


def products(wheel, system, framework, kind):
    """m, n, k, seconds of measured products."""
    rows = columns(wheel, system, "gemm", framework, "gemm")
    chosen = rows["gemm_dtype"] == kind
    m, n, k = (rows[name][chosen].astype(float) for name in "mnk")
    return {"m": m, "n": n, "k": k, "time": rows["latency"][chosen] * 1e-3, "held": held(n, k)}


def attention(wheel, system, framework, kind):
    """Measured attention in half precision without windows; kind encoder, context or generation.

    Heads are those of all sequences together. Held back by "heads,heads of keys,width" of one sequence.
    """
    encoder = kind == "encoder"
    rows = columns(wheel, system, "encoder_attention" if encoder else "attention", framework, f"{kind}_attention")
    chosen = rows["attn_dtype"] == "bfloat16"
    if not encoder:
        chosen &= (rows["kv_cache_dtype"] == "bfloat16") & (rows["head_dim"] <= 256)
        if "window_size" in rows:
            chosen &= rows["window_size"] == 0
    pick = {name: values[chosen].astype(float) for name, values in rows.items()
            if name in ("batch_size", "isl", "num_heads", "num_key_value_heads", "head_dim", "step", "latency")}
    batch, heads, queries = pick["batch_size"], pick["num_heads"], pick["isl"]
    key_heads = heads if encoder else pick["num_key_value_heads"]
    return {"kind": np.full(len(batch), kind), "batch": batch, "heads": batch * heads, "key_heads": batch * key_heads,
            "queries": queries, "keys": pick["step"] + 1 if kind == "generation" else queries,
            "size": pick["head_dim"], "causal": np.full(len(batch), not encoder),
            "time": pick["latency"] * 1e-3, "held": held(heads, key_heads, pick["head_dim"])}
