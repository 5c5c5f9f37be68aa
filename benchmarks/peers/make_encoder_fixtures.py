#!/usr/bin/env python3
"""Small encoders with random weights and what they make of texts, by the formulas in float64: fixtures of DenseExecutorTests.

    make_encoder_fixtures.py Tests/DenseExecutorTests/Fixtures/encoders

`mpnet`: BERT without token types, places from 2, softmax(q·k/√d + b[bucket(j − i), head]), the buckets of T5
(transformers' modeling_mpnet). `prompted`: BERT with prompts, `include_prompt: false` and `truncate_dim`
(sentence-transformers' Pooling and SentenceTransformer.encode), for each pooling. Token ids are PyPI `tokenizers`'.
Needs numpy, safetensors, tokenizers.
"""
import json, math, pathlib, sys
import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

WIDTH, HEADS, INNER, LAYERS, PLACES = 16, 2, 24, 2, 48
WORDS = "the a cold warm spin spins waits on chip and it is not ##s ##ing query passage : . , ? one two three lattice agent turns".split()

def erf(x): return np.vectorize(math.erf)(x)
def gelu(x): return x * 0.5 * (1 + erf(x / math.sqrt(2)))
def norm(x, w, name, eps):
    m = x.mean(-1, keepdims=True); v = ((x - m) ** 2).mean(-1, keepdims=True)
    return (x - m) / np.sqrt(v + eps) * w[name + ".weight"] + w[name + ".bias"]
def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True)); return e / e.sum(-1, keepdims=True)

def bucket(distance, buckets=32, largest=128):
    """transformers' relative_position_bucket of memory − context."""
    n = -distance; half = buckets // 2; base = half if n < 0 else 0; n = abs(n); exact = half // 2
    if n < exact: return base + n
    return base + min(half - 1, exact + int(math.log(n / exact) / math.log(largest / exact) * (half - exact)))

def encode(w, ids, types, eps, names, positions, bias):
    def linear(x, name): return x @ w[name + ".weight"].T + w[name + ".bias"]
    x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][positions]
    if types is not None: x = x + w["embeddings.token_type_embeddings.weight"][types]
    x = norm(x, w, "embeddings.LayerNorm", eps)
    d = WIDTH // HEADS
    for layer in range(LAYERS):
        p = f"encoder.layer.{layer}."
        q, k, v = (linear(x, p + names[part]).reshape(len(ids), HEADS, d).transpose(1, 0, 2) for part in "qkv")
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(d)
        if bias is not None:
            for i in range(len(ids)):
                for j in range(len(ids)): scores[:, i, j] += bias[bucket(j - i)]
        context = (softmax(scores) @ v).transpose(1, 0, 2).reshape(len(ids), WIDTH)
        x = norm(linear(context, p + names["o"]) + x, w, p + names["norm"], eps)
        x = norm(linear(gelu(linear(x, p + "intermediate.dense")), p + "output.dense") + x, w, p + "output.LayerNorm", eps)
    return x

def weights(rng, names, places, types, hasBias):
    w = {}
    def put(name, *shape, scale=0.35): w[name] = (rng.standard_normal(shape) * scale).astype(np.float32)
    def layer(name, outputs, inputs): put(name + ".weight", outputs, inputs); put(name + ".bias", outputs, scale=0.1)
    def unit(name):
        w[name + ".weight"] = (1 + 0.1 * rng.standard_normal(WIDTH)).astype(np.float32); put(name + ".bias", WIDTH, scale=0.1)
    put("embeddings.word_embeddings.weight", len(VOCABULARY), WIDTH); put("embeddings.position_embeddings.weight", places, WIDTH)
    if types: put("embeddings.token_type_embeddings.weight", types, WIDTH)
    unit("embeddings.LayerNorm")
    for index in range(LAYERS):
        p = f"encoder.layer.{index}."
        for part in "qkvo": layer(p + names[part], WIDTH, WIDTH)
        unit(p + names["norm"]); layer(p + "intermediate.dense", INNER, WIDTH); layer(p + "output.dense", WIDTH, INNER)
        unit(p + "output.LayerNorm")
    if hasBias: put("encoder.relative_attention_bias.weight", 32, HEADS, scale=1.0)
    return w

BERT = dict(q="attention.self.query", k="attention.self.key", v="attention.self.value", o="attention.output.dense", norm="attention.output.LayerNorm")
MPNET = dict(q="attention.attn.q", k="attention.attn.k", v="attention.attn.v", o="attention.attn.o", norm="attention.LayerNorm")

def write(folder, name, value):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")

def tokenizer(specials, template):
    vocabulary = {word: id for id, word in enumerate(VOCABULARY)}
    result = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    result.normalizer = normalizers.BertNormalizer(lowercase=True)
    result.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    result.post_processor = processors.TemplateProcessing(
        single=template[0], pair=template[1], special_tokens=[(s, vocabulary[s]) for s in specials])
    result.add_special_tokens(list(SPECIALS))
    return result

def pool(x, mode, skip):
    rows = x[skip:]
    if mode == "cls": return x[0]
    if mode == "lasttoken": return x[-1]
    if mode == "max": return rows.max(0)
    if mode == "mean": return rows.mean(0)
    if mode == "mean_sqrt_len_tokens": return rows.sum(0) / math.sqrt(len(rows))
    places = np.arange(1, len(x) + 1)[skip:, None]
    return (rows * places).sum(0) / places.sum()

def main(out):
    global VOCABULARY, SPECIALS
    rng = np.random.default_rng(15)
    texts = ["the cold spin waits", "a warm chip, and it is not cold. spins on the lattice one two three turns ? the agent waits on it and turns",
             "", "spins"]
    # MPNet.
    SPECIALS = ["<s>", "<pad>", "</s>", "<unk>", "[UNK]", "<mask>"]
    VOCABULARY = SPECIALS + WORDS
    folder = out / "mpnet"; folder.mkdir(parents=True, exist_ok=True)
    w = weights(rng, MPNET, PLACES + 2, 0, True)
    save_file(w, folder / "model.safetensors")
    write(folder, "config.json", dict(architectures=["MPNetModel"], model_type="mpnet", hidden_size=WIDTH, num_hidden_layers=LAYERS,
        num_attention_heads=HEADS, intermediate_size=INNER, hidden_act="gelu", layer_norm_eps=1e-5, max_position_embeddings=PLACES + 2,
        vocab_size=len(VOCABULARY), relative_attention_num_buckets=32, pad_token_id=1))
    t = tokenizer(["<s>", "</s>"], ("<s> $A </s>", "<s> $A </s> </s> $B </s>"))
    t.save(str(folder / "tokenizer.json"))
    write(folder, "tokenizer_config.json", dict(tokenizer_class="PreTrainedTokenizerFast", model_max_length=PLACES))
    outputs = []
    for text in texts:
        ids = t.encode(text).ids
        x = encode({k: v.astype(np.float64) for k, v in w.items()}, ids, None, 1e-5, MPNET, 2 + np.arange(len(ids)),
                   w["encoder.relative_attention_bias.weight"].astype(np.float64))
        outputs.append(dict(text=text, ids=ids, embedding=x.mean(0).tolist()))
    write(folder, "expected.json", outputs)
    # BERT with prompts.
    SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    VOCABULARY = SPECIALS + WORDS
    folder = out / "prompted"; folder.mkdir(parents=True, exist_ok=True)
    w = weights(rng, BERT, PLACES, 2, False)
    save_file(w, folder / "model.safetensors")
    prompts = {"query": "query: ", "passage": "passage: the one, "}
    write(folder, "config.json", dict(architectures=["BertModel"], model_type="bert", hidden_size=WIDTH, num_hidden_layers=LAYERS,
        num_attention_heads=HEADS, intermediate_size=INNER, hidden_act="gelu", layer_norm_eps=1e-12, max_position_embeddings=PLACES,
        type_vocab_size=2, vocab_size=len(VOCABULARY), pad_token_id=0))
    write(folder, "modules.json", [dict(idx=i, name=str(i), path=p, type="sentence_transformers.models." + n)
        for i, (p, n) in enumerate([("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")])])
    write(folder, "1_Pooling/config.json", dict(word_embedding_dimension=WIDTH, pooling_mode_mean_tokens=True, include_prompt=False))
    write(folder, "config_sentence_transformers.json", dict(prompts=prompts, default_prompt_name="query", truncate_dim=10))
    write(folder, "sentence_bert_config.json", dict(max_seq_length=PLACES, do_lower_case=False))
    t = tokenizer(["[CLS]", "[SEP]"], ("[CLS] $A [SEP]", "[CLS] $A [SEP] $B:1 [SEP]:1"))
    t.save(str(folder / "tokenizer.json"))
    write(folder, "tokenizer_config.json", dict(tokenizer_class="PreTrainedTokenizerFast", model_max_length=PLACES))
    outputs = []
    wide = {k: v.astype(np.float64) for k, v in w.items()}
    for name, prompt in prompts.items():
        # _get_prompt_length: the prompt's tokens without the special one at the end.
        skip = len(t.encode(prompt).ids) - 1
        for text in texts[:2] + [""]:
            ids = t.encode(prompt + text).ids
            x = encode(wide, ids, [0] * len(ids), 1e-12, BERT, np.arange(len(ids)), None)
            for mode in ["mean", "cls", "max", "lasttoken", "mean_sqrt_len_tokens", "weightedmean"]:
                row = pool(x, mode, skip)
                # Normalize, then the first truncate_dim channels: not normalised again.
                row = row / np.linalg.norm(row)
                outputs.append(dict(prompt_name=name, text=text, ids=ids, pooling=mode, embedding=row[:10].tolist()))
    write(folder, "expected.json", outputs)

if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
