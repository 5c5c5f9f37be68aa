#!/usr/bin/env python3
"""Writes the GGUF fixtures of TransformerModelsTests with the `gguf` package (0.19.0): one tensor of each type that
is read, quantised and put back by the package, and a tiny checkpoint of each architecture whose rows are
moved as llama.cpp's converter moves them.

usage: make_gguf_fixture.py FOLDER          (Tests/TransformerModelsTests/Fixtures/gguf)

Needs gguf, numpy and safetensors. The checkpoints are random numbers that are whole multiples of 2⁻¹⁰, so that
adding 1 to gains and taking it away again is exact.
"""

import json
import pathlib
import sys

import gguf
import numpy as np
from gguf import GGMLQuantizationType as Q
from safetensors.numpy import save_file

FOLDER = pathlib.Path(sys.argv[1])
RANDOM = np.random.default_rng(11)


def blocks():
    """types.gguf, and types.json with the values that the package reads back."""
    path = FOLDER / "types.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_uint8("t.uint8", 200)
    writer.add_int8("t.int8", -100)
    writer.add_uint16("t.uint16", 60000)
    writer.add_int16("t.int16", -30000)
    writer.add_uint32("t.uint32", 4_000_000_000)
    writer.add_int32("t.int32", -2_000_000_000)
    writer.add_uint64("t.uint64", 2**63 + 5)
    writer.add_int64("t.int64", -(2**62))
    writer.add_float32("t.float32", 0.1)
    writer.add_float64("t.float64", 0.1)
    writer.add_bool("t.bool", True)
    writer.add_string("t.string", "é \n ▁")
    writer.add_array("t.integers", [3, 1, 4])
    writer.add_array("t.numbers", [0.5, -2.0])
    writer.add_array("t.bools", [True, False])
    writer.add_array("t.strings", ["a", "", "ß"])
    writer.add_array("t.nested", [[1, 2], [3]])
    values = {}
    # llama.cpp alone quantises K types: bytes by chance, with scales that are finite.
    for type in (Q.F32, Q.F16, Q.BF16, Q.Q8_0, Q.Q4_0, Q.Q4_1, Q.Q4_K, Q.Q6_K):
        data = RANDOM.standard_normal((3, 512)).astype(np.float32)
        data[1, :40] *= 30
        if type in (Q.Q4_K, Q.Q6_K):
            block, size = gguf.GGML_QUANT_SIZES[type]
            raw = RANDOM.integers(0, 256, (3, 512 // block, size), dtype=np.uint8)
            scales = RANDOM.uniform(-0.02, 0.02, (3, 512 // block, 2)).astype(np.float16)
            if type == Q.Q4_K:
                raw[:, :, :4] = scales.view(np.uint8)
            else:
                raw[:, :, 208:] = scales[:, :, :1].copy().view(np.uint8)
            raw = raw.reshape(3, -1)
        else:
            raw = gguf.quantize(data, type)
        name = f"t.{type.name}"
        if type in (Q.F32, Q.F16):
            writer.add_tensor(name, raw)
        else:
            writer.add_tensor(name, raw, raw_dtype=type)
        values[type.name] = [float(x) for x in gguf.dequantize(raw, type).reshape(-1)]
    raw = RANDOM.integers(0, 256, (1, 110), dtype=np.uint8)
    writer.add_tensor("t.Q3_K", raw, raw_dtype=Q.Q3_K)
    finish(writer)
    # Bits of float32, so that nothing is rounded in between.
    bits = {k: np.array(v, np.float32).view(np.uint32).tolist() for k, v in values.items()}
    (FOLDER / "types.json").write_text(json.dumps(bits, separators=(",", ":")) + "\n")


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def permute(w, heads):
    return w.reshape(heads, 2, w.shape[0] // heads // 2, *w.shape[1:]).swapaxes(1, 2).reshape(w.shape)


WIDTH, INNER, LAYERS, VOCABULARY, POSITIONS = 12, 20, 2, 24, 16


def llama_names(norms=False, bias=(), tied=True):
    """Tensors of a checkpoint with Llama's names, and whether they have a bias."""
    yield "model.embed_tokens.weight", (VOCABULARY, WIDTH)
    for layer in range(LAYERS):
        p = f"model.layers.{layer}."
        yield p + "input_layernorm.weight", (WIDTH,)
        yield p + "post_attention_layernorm.weight", (WIDTH,)
        for name, shape in (("q", (16, WIDTH)), ("k", (8, WIDTH)), ("v", (8, WIDTH)),
                            ("o", (WIDTH, 16))):
            yield p + f"self_attn.{name}_proj.weight", shape
            if name in bias:
                yield p + f"self_attn.{name}_proj.bias", shape[:1]
        if norms:
            yield p + "self_attn.q_norm.weight", (4,)
            yield p + "self_attn.k_norm.weight", (4,)
        yield p + "mlp.gate_proj.weight", (INNER, WIDTH)
        yield p + "mlp.up_proj.weight", (INNER, WIDTH)
        yield p + "mlp.down_proj.weight", (WIDTH, INNER)
    yield "model.norm.weight", (WIDTH,)
    if not tied:
        yield "lm_head.weight", (VOCABULARY, WIDTH)


def linear(name, outputs, inputs, transposed=False):
    yield name + ".weight", (inputs, outputs) if transposed else (outputs, inputs)
    yield name + ".bias", (outputs,)


def norm(name):
    yield name + ".weight", (WIDTH,)
    yield name + ".bias", (WIDTH,)


def phi_names():
    yield "model.embed_tokens.weight", (VOCABULARY, WIDTH)
    for layer in range(LAYERS):
        p = f"model.layers.{layer}."
        yield from norm(p + "input_layernorm")
        for name in ("q_proj", "k_proj", "v_proj", "dense"):
            yield from linear(p + "self_attn." + name, WIDTH, WIDTH)
        yield from linear(p + "mlp.fc1", INNER, WIDTH)
        yield from linear(p + "mlp.fc2", WIDTH, INNER)
    yield from norm("model.final_layernorm")
    yield from linear("lm_head", VOCABULARY, WIDTH)


def gpt2_names():
    yield "transformer.wte.weight", (VOCABULARY, WIDTH)
    yield "transformer.wpe.weight", (POSITIONS, WIDTH)
    for layer in range(LAYERS):
        p = f"transformer.h.{layer}."
        yield from norm(p + "ln_1")
        yield from norm(p + "ln_2")
        yield from linear(p + "attn.c_attn", 3 * WIDTH, WIDTH, True)
        yield from linear(p + "attn.c_proj", WIDTH, WIDTH, True)
        yield from linear(p + "mlp.c_fc", INNER, WIDTH, True)
        yield from linear(p + "mlp.c_proj", WIDTH, INNER, True)
    yield from norm("transformer.ln_f")


def neox_names():
    yield "gpt_neox.embed_in.weight", (VOCABULARY, WIDTH)
    for layer in range(LAYERS):
        p = f"gpt_neox.layers.{layer}."
        yield from norm(p + "input_layernorm")
        yield from norm(p + "post_attention_layernorm")
        yield from linear(p + "attention.query_key_value", 3 * WIDTH, WIDTH)
        yield from linear(p + "attention.dense", WIDTH, WIDTH)
        yield from linear(p + "mlp.dense_h_to_4h", INNER, WIDTH)
        yield from linear(p + "mlp.dense_4h_to_h", WIDTH, INNER)
    yield from norm("gpt_neox.final_layer_norm")
    yield "embed_out.weight", (VOCABULARY, WIDTH)


def bert_names():
    yield "embeddings.word_embeddings.weight", (VOCABULARY, WIDTH)
    yield "embeddings.position_embeddings.weight", (POSITIONS, WIDTH)
    yield "embeddings.token_type_embeddings.weight", (2, WIDTH)
    yield from norm("embeddings.LayerNorm")
    for layer in range(LAYERS):
        p = f"encoder.layer.{layer}."
        for name in ("query", "key", "value"):
            yield from linear(p + "attention.self." + name, WIDTH, WIDTH)
        yield from linear(p + "attention.output.dense", WIDTH, WIDTH)
        yield from norm(p + "attention.output.LayerNorm")
        yield from linear(p + "intermediate.dense", INNER, WIDTH)
        yield from linear(p + "output.dense", WIDTH, INNER)
        yield from norm(p + "output.LayerNorm")


ROTARY = {"head_dim": 4, "num_key_value_heads": 2, "num_attention_heads": 4, "rms_norm_eps": 1e-5,
          "rope_theta": 10000.0}
PLAIN = {"num_attention_heads": 3, "layer_norm_eps": 1e-5}
MODELS = {
    # Architecture of the file: tensors, sizes beside the common ones.
    "llama": (lambda: llama_names(bias="qkvo"), ROTARY),
    "qwen2": (lambda: llama_names(bias="qkv", tied=False), ROTARY),
    "qwen3": (lambda: llama_names(norms=True), ROTARY),
    "gemma": (llama_names, ROTARY),
    "phi2": (phi_names, {**PLAIN, "num_attention_heads": 2, "rope_dimensions": 2}),
    "gpt2": (gpt2_names, PLAIN),
    "gptneox": (neox_names, {**PLAIN, "rope_dimensions": 2, "use_parallel_residual": False}),
    "bert": (bert_names, PLAIN),
}


def model(architecture):
    """A checkpoint of random numbers and the same as llama.cpp's converter writes it."""
    shapes, sizes = MODELS[architecture]
    tensors = {name: (RANDOM.integers(-2000, 2000, shape) / 1024).astype(np.float32)
               for name, shape in shapes()}
    save_file(tensors, FOLDER / f"{architecture}.safetensors")
    w = gguf.GGUFWriter(FOLDER / f"{architecture}.gguf", architecture)
    heads, kv = sizes["num_attention_heads"], sizes.get("num_key_value_heads")
    w.add_block_count(LAYERS)
    w.add_context_length(POSITIONS)
    w.add_embedding_length(WIDTH)
    w.add_feed_forward_length(INNER)
    w.add_head_count(heads)
    if kv:
        w.add_head_count_kv(kv)
        w.add_layer_norm_rms_eps(sizes["rms_norm_eps"])
        w.add_rope_freq_base(sizes["rope_theta"])
        w.add_key_length(sizes["head_dim"])
        w.add_value_length(sizes["head_dim"])
    else:
        w.add_layer_norm_eps(sizes["layer_norm_eps"])
    if "rope_dimensions" in sizes:
        w.add_rope_dimension_count(sizes["rope_dimensions"])
    if "use_parallel_residual" in sizes:
        w.add_parallel_residual(sizes["use_parallel_residual"])
    if architecture == "bert":
        w.add_causal_attention(False)
        w.add_pooling_type(gguf.PoolingType.CLS)
    if architecture == "llama":
        w.add_tensor("rope_freqs.weight", np.array([1, 4], np.float32))
    if architecture == "qwen2":
        w.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        w.add_rope_scaling_factor(2)
        w.add_rope_scaling_orig_ctx_len(8)
    tokenizer(w, architecture)
    names = gguf.get_tensor_name_map(
        next(a for a, n in gguf.MODEL_ARCH_NAMES.items() if n == architecture), LAYERS)
    for name, value in tensors.items():
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
            parts = value.reshape(heads, 3, WIDTH // heads, -1)
            value = np.concatenate([parts[:, i].reshape(WIDTH, -1) for i in range(3)])
            value = value if name.endswith("weight") else value.reshape(-1)
        w.add_tensor(names.get_name(name, (".weight", ".bias")), np.ascontiguousarray(value))
    finish(w)


def tokenizer(w, architecture):
    tokens = ["<unk>", "<s>", "</s>"] + [chr(ord("a") + i) for i in range(VOCABULARY - 4)]
    w.add_tokenizer_model({"bert": "bert", "gemma": "llama"}.get(architecture, "gpt2"))
    w.add_tokenizer_pre("default")
    w.add_token_list(tokens + ["ab"])
    w.add_token_types([2, 3, 3] + [1] * (VOCABULARY - 3))
    if architecture == "gemma":
        w.add_token_scores([-float(i) for i in range(VOCABULARY)])
        w.add_add_bos_token(True)
    else:
        w.add_token_merges(["a b"])
    w.add_bos_token_id(1)
    w.add_eos_token_id(2)
    w.add_chat_template("{{ messages[0].content }}")


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    blocks()
    for name in MODELS:
        model(name)
