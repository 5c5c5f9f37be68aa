"""A BERT of a few hundred parameters in Hugging Face's layout, written without other packages: for the fuzzers."""

import json
import math
import pathlib
import random
import struct

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "##b", "##c", "sea", "the", ".", ",", "1", "é"]


def shapes(hidden=4, inner=6, layers=1, positions=10, words=len(WORDS)):
    """Names and shapes of all tensors."""
    found = [
        ("embeddings.word_embeddings.weight", [words, hidden]),
        ("embeddings.position_embeddings.weight", [positions, hidden]),
        ("embeddings.token_type_embeddings.weight", [2, hidden]),
        ("embeddings.LayerNorm.weight", [hidden]), ("embeddings.LayerNorm.bias", [hidden]),
    ]
    for layer in range(layers):
        prefix = f"encoder.layer.{layer}."
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            found.append((f"{prefix}attention.{part}.weight", [hidden, hidden]))
            found.append((f"{prefix}attention.{part}.bias", [hidden]))
        found.append((f"{prefix}intermediate.dense.weight", [inner, hidden]))
        found.append((f"{prefix}intermediate.dense.bias", [inner]))
        found.append((f"{prefix}output.dense.weight", [hidden, inner]))
        found.append((f"{prefix}output.dense.bias", [hidden]))
        for norm in ("attention.output", "output"):
            found.append((f"{prefix}{norm}.LayerNorm.weight", [hidden]))
            found.append((f"{prefix}{norm}.LayerNorm.bias", [hidden]))
    return found


def usual(name, numbers, count):
    """Weights as a trained model may have them: gains near 1, all else small."""
    centre = 1.0 if name.endswith("LayerNorm.weight") else 0.0
    return [centre + numbers.gauss(0, 0.3) for _ in range(count)]


def safetensors(tensors):
    """The bytes of a file of float32 tensors: (name, shape, values)."""
    header, data = {}, b""
    for name, shape, values in tensors:
        content = struct.pack(f"<{len(values)}f", *values)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + data


def tokenizer(words=WORDS):
    special = [{"id": i, "special": True, "content": words[i], "single_word": False, "lstrip": False,
                "rstrip": False, "normalized": False} for i in range(5)]
    item = lambda name: {"SpecialToken": {"id": name, "type_id": 0}}
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
                       "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [item("[CLS]"), {"Sequence": {"id": "A", "type_id": 0}}, item("[SEP]")], "pair": [],
            "special_tokens": {name: {"id": name, "ids": [words.index(name)], "tokens": [name]}
                               for name in ("[CLS]", "[SEP]")}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                  "max_input_chars_per_word": 100, "vocab": {word: i for i, word in enumerate(words)}},
    }


def write(folder, seed=0, heads=2, hidden=4, inner=6, layers=1, positions=10, weights=usual, configuration=None):
    """Writes the model's files to a folder. `weights(name, numbers, count)` gives values as rounded to float32."""
    folder = pathlib.Path(folder)
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    numbers = random.Random(seed)
    def rounded(value):
        try:
            return struct.unpack("<f", struct.pack("<f", value))[0]
        except OverflowError:
            return math.copysign(math.inf, value)
    tensors = []
    for name, shape in shapes(hidden, inner, layers, positions):
        values = weights(name, numbers, math.prod(shape))
        tensors.append((name, shape, [rounded(value) for value in values]))
    (folder / "model.safetensors").write_bytes(safetensors(tensors))
    config = {
        "model_type": "bert", "hidden_size": hidden, "num_hidden_layers": layers,
        "num_attention_heads": heads, "intermediate_size": inner, "max_position_embeddings": positions,
        "type_vocab_size": 2, "vocab_size": len(WORDS), "hidden_act": "gelu", "layer_norm_eps": 1e-12,
        "position_embedding_type": "absolute",
    }
    config.update(configuration or {})
    (folder / "config.json").write_text(json.dumps(config, indent=1))
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer()))
    kinds = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    (folder / "modules.json").write_text(json.dumps([
        {"idx": i, "name": f"{i}", "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate(kinds)]))
    (folder / "1_Pooling/config.json").write_text(json.dumps({
        "word_embedding_dimension": hidden, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True}))
    (folder / "sentence_bert_config.json").write_text(json.dumps(
        {"max_seq_length": positions, "do_lower_case": False}))
    return folder
