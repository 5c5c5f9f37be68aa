#!/usr/bin/env python3
"""Writes the checkpoint in a folder (config.json, safetensors, tokenizer.json) as a GGUF file of float32, with the
names, the order of rows and the keys that llama.cpp's converter gives it.

usage: gguf_of_checkpoint.py FOLDER ARCHITECTURE FILE.gguf

ARCHITECTURE is GGUF's: llama, qwen2, qwen3, gemma, phi2, gpt2, gptneox, bert. Needs gguf, numpy and safetensors. The
fixtures of DenseExecutorTests were made of the small models in `Fixtures/families`.
"""

import json
import math
import pathlib
import sys

import gguf
import numpy as np
from safetensors.numpy import load_file

from make_gguf_fixture import finish, permute


def model(source, architecture, path):
    """The decoder or encoder in the folder `source` as llama.cpp's converter writes it."""
    config = json.loads((source / "config.json").read_text())
    files = sorted(source.glob("*.safetensors"))
    tensors = {k: v for f in files for k, v in load_file(f).items()}
    w = gguf.GGUFWriter(path, architecture)
    get = lambda *keys: next(config[k] for k in keys if config.get(k) is not None)
    layers, width = get("num_hidden_layers", "n_layer"), get("hidden_size", "n_embd")
    heads = get("num_attention_heads", "n_head")
    kv = config.get("num_key_value_heads") or heads
    inner = config.get("intermediate_size") or config.get("n_inner") or 4 * width
    w.add_block_count(layers)
    w.add_context_length(get("max_position_embeddings", "n_positions"))
    w.add_embedding_length(width)
    w.add_feed_forward_length(inner)
    w.add_head_count(heads)
    if architecture not in ("gpt2", "gptneox", "bert"):
        w.add_head_count_kv(kv)
    if "rms_norm_eps" in config:
        w.add_layer_norm_rms_eps(config["rms_norm_eps"])
    else:
        w.add_layer_norm_eps(get("layer_norm_eps", "layer_norm_epsilon"))
    if "rope_theta" in config:
        w.add_rope_freq_base(config["rope_theta"])
    if "head_dim" in config:
        w.add_key_length(config["head_dim"])
        w.add_value_length(config["head_dim"])
    share = config.get("partial_rotary_factor") or config.get("rotary_pct")
    if share:
        w.add_rope_dimension_count(int(share * (width // heads)))
    if "use_parallel_residual" in config:
        w.add_parallel_residual(config["use_parallel_residual"])
    scaling = config.get("rope_scaling") or {}
    if scaling.get("rope_type") == "yarn":
        w.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        w.add_rope_scaling_factor(scaling["factor"])
        w.add_rope_scaling_orig_ctx_len(scaling["original_max_position_embeddings"])
    elif scaling.get("rope_type") == "linear":
        w.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        w.add_rope_scaling_factor(scaling["factor"])
    elif scaling.get("rope_type") == "llama3":
        dim = config["head_dim"]
        freqs = 1.0 / config["rope_theta"] ** (np.arange(0, dim, 2) / dim)
        factor, low, high = (scaling[k] for k in ("factor", "low_freq_factor", "high_freq_factor"))
        old = scaling["original_max_position_embeddings"]
        factors = []
        for f in freqs:
            wavelength = 2 * math.pi / f
            if wavelength < old / high:
                factors.append(1)
            elif wavelength > old / low:
                factors.append(factor)
            else:
                smooth = (old / wavelength - low) / (high - low)
                factors.append(1 / ((1 - smooth) / factor + smooth))
        w.add_tensor("rope_freqs.weight", np.array(factors, np.float32))
    if architecture == "bert":
        w.add_causal_attention(False)
        w.add_pooling_type(gguf.PoolingType.MEAN)
    tokenizer(w, source, architecture)
    names = gguf.get_tensor_name_map(
        next(a for a, n in gguf.MODEL_ARCH_NAMES.items() if n == architecture), layers)
    for name, value in sorted(tensors.items()):
        value = value.astype(np.float32)
        if architecture == "bert":
            name = name.removeprefix("bert.")
            if name.startswith(("pooler", "cls", "classifier", "embeddings.position_ids")):
                continue
        if name.endswith((".attn.bias", ".masked_bias", "rotary_emb.inv_freq")):
            continue
        if architecture == "llama" and "q_proj" in name:
            value = permute(value, heads)
        if architecture == "llama" and "k_proj" in name:
            value = permute(value, kv)
        if architecture == "gemma" and name.endswith("norm.weight"):
            value = value + 1
        if architecture == "gpt2" and name.endswith(
                (".c_attn.weight", ".c_proj.weight", ".c_fc.weight")):
            value = value.T
        if architecture == "gptneox" and "query_key_value" in name:
            parts = value.reshape(heads, 3, width // heads, -1)
            value = np.concatenate([parts[:, i].reshape(width, -1) for i in range(3)])
            value = value if name.endswith("weight") else value.reshape(-1)
        w.add_tensor(names.get_name(name, (".weight", ".bias")), np.ascontiguousarray(value))
    finish(w)


def tokenizer(w, source, architecture):
    data = json.loads((source / "tokenizer.json").read_text())
    kind = data["model"]["type"]
    vocabulary = data["model"]["vocab"]
    added = {t["id"]: t for t in data.get("added_tokens", [])}
    if kind == "Unigram":
        tokens = [t for t, _ in vocabulary]
        w.add_tokenizer_model("llama")
        w.add_token_scores([s for _, s in vocabulary])
    else:
        tokens = sorted(vocabulary, key=vocabulary.get)
        w.add_tokenizer_model({"BPE": "gpt2", "WordPiece": "bert"}[kind])
        if kind == "BPE":
            merges = [m if isinstance(m, str) else " ".join(m) for m in data["model"]["merges"]]
            w.add_token_merges(merges)
    tokens += [added[i]["content"] for i in sorted(added) if i >= len(tokens)]
    w.add_tokenizer_pre("default")
    w.add_token_list(tokens)
    w.add_token_types([3 if i in added else 1 for i in range(len(tokens))])
    config = json.loads((source / "config.json").read_text())
    if config.get("bos_token_id") is not None:
        w.add_bos_token_id(config["bos_token_id"])
    if isinstance(config.get("eos_token_id"), int):
        w.add_eos_token_id(config["eos_token_id"])


if __name__ == "__main__":
    model(pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3]))
