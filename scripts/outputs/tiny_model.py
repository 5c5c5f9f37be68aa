"""BERT models of a few thousand weights, as folders that the program reads: runs of milliseconds."""

import json
import math
import os
import struct

WORDS = (
    "[PAD] [UNK] [CLS] [SEP] [MASK] a the cat dog sat on mat sea is calm rain falls wind turns cold "
    "bread needs salt and time chip keeps its weights machine counts ##s ##ed ##ing sun moon . , !"
).split()


class Numbers:
    """Uniform numbers of splitmix64 (Steele, Lea and Flood, OOPSLA 2014)."""

    mask = (1 << 64) - 1

    def __init__(self, seed):
        self.state = seed

    def next(self):
        """Uniform on -1 to 1, with 24 bits."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & self.mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & self.mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & self.mask
        z ^= z >> 31
        return (z >> 40) / (1 << 23) - 1

    def list(self, count, width, centre=0.0):
        return [centre + width * self.next() for _ in range(count)]


def tensors(hidden, layers, inner, positions, numbers):
    """Names, shapes and values. Two channels have large gains, so that codes have outliers."""

    def linear(name, outputs, inputs):
        yield name + ".weight", [outputs, inputs], numbers.list(
            outputs * inputs, 1.7 / math.sqrt(inputs))
        yield name + ".bias", [outputs], numbers.list(outputs, 0.2)

    def norm(name):
        gains = numbers.list(hidden, 0.3, centre=1.0)
        gains[1] *= 2
        gains[hidden // 2] *= 2
        yield name + ".weight", [hidden], gains
        yield name + ".bias", [hidden], numbers.list(hidden, 0.2)

    for name, rows in [("word", len(WORDS)), ("position", positions), ("token_type", 2)]:
        yield f"embeddings.{name}_embeddings.weight", [rows, hidden], numbers.list(
            rows * hidden, 0.6)
    yield from norm("embeddings.LayerNorm")
    for layer in range(layers):
        prefix = f"encoder.layer.{layer}."
        for part in ["self.query", "self.key", "self.value", "output.dense"]:
            yield from linear(prefix + "attention." + part, hidden, hidden)
        yield from norm(prefix + "attention.output.LayerNorm")
        yield from linear(prefix + "intermediate.dense", inner, hidden)
        yield from linear(prefix + "output.dense", hidden, inner)
        yield from norm(prefix + "output.LayerNorm")


def write(folder, hidden=32, heads=4, layers=2, inner=64, positions=24, activation="gelu", seed=1):
    """Writes `config.json`, `vocab.txt` and `model.safetensors`."""
    os.makedirs(folder)
    configuration = {
        "model_type": "bert", "hidden_size": hidden, "num_hidden_layers": layers,
        "num_attention_heads": heads, "intermediate_size": inner,
        "max_position_embeddings": positions, "type_vocab_size": 2, "vocab_size": len(WORDS),
        "hidden_act": activation, "layer_norm_eps": 1e-12, "position_embedding_type": "absolute",
    }
    with open(os.path.join(folder, "config.json"), "w") as file:
        json.dump(configuration, file, indent=1)
    with open(os.path.join(folder, "vocab.txt"), "w") as file:
        file.write("\n".join(WORDS) + "\n")
    header, data = {}, b""
    for name, shape, values in tensors(hidden, layers, inner, positions, Numbers(seed)):
        begin = len(data)
        data += struct.pack(f"<{len(values)}f", *values)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, len(data)]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(folder, "model.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)
