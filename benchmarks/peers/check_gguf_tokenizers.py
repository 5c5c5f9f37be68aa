#!/usr/bin/env python3
"""Tokenizers of GGUF files, written with the `gguf` package, against PyPI `tokenizers` and, for `llama`, SentencePiece's merging
by scores as a plain loop.

    check_gguf_tokenizers.py ISING-NPU TOKENIZERS [COUNT] [FIXTURE]

TOKENIZERS is a folder with wordpiece.json, unigram.json, unigram-precompiled.json, sp-metaspace.json (Tests/TransformerModelsTests/
Fixtures/tokenizers). COUNT strings (500) of tokenizer_strings.py; FIXTURE keeps the first 24 of each kind as JSON, and the files.
"""
import base64, json, pathlib, shutil, subprocess, sys, tempfile
import gguf
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
import tokenizer_strings

def put(path, model, tokens, kinds, scores=None, **keys):
    writer = gguf.GGUFWriter(path, "bert" if model == "bert" else "llama")
    writer.add_tokenizer_model(model)
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    if scores is not None: writer.add_token_scores(scores)
    for key, value in keys.items():
        name = "tokenizer.ggml." + key
        if isinstance(value, bool): writer.add_bool(name, value)
        elif isinstance(value, int): writer.add_uint32(name, value)
        else: writer.add_array(name, value)
    writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.close()

def wordpiece(folder, path):
    """Words begin with ▁ and continuations are bare, as convert_hf_to_gguf.py has it; no unknown_token_id: [UNK] by its name."""
    file = json.loads((folder / "wordpiece.json").read_text())
    vocab = file["model"]["vocab"]
    words = sorted(vocab, key=vocab.get)
    def phantom(word):
        if word.startswith("[") and word.endswith("]"): return word
        return word[2:] if word.startswith("##") else "▁" + word
    special = {token["content"] for token in file["added_tokens"] if token["special"]}
    put(path, "bert", [phantom(word) for word in words], [3 if word in special else 1 for word in words],
        cls_token_id=vocab["[CLS]"], seperator_token_id=vocab["[SEP]"])
    twin = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]", max_input_chars_per_word=100))
    twin.normalizer = normalizers.BertNormalizer(lowercase=True)
    twin.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    twin.post_processor = processors.BertProcessing(("[SEP]", vocab["[SEP]"]), ("[CLS]", vocab["[CLS]"]))
    twin.add_special_tokens([word for word in words if word in special])
    return lambda text: twin.encode(text).ids

def unigram(folder, path, name):
    file = json.loads((folder / f"{name}.json").read_text())
    pieces = file["model"]["vocab"]
    unknown = file["model"]["unk_id"]
    added = {token["id"]: token["content"] for token in file["added_tokens"]}
    normalizer = file["normalizer"] or {}
    steps = normalizer.get("normalizers", [normalizer])
    maps = [step["precompiled_charsmap"] for step in steps if step.get("type") == "Precompiled"]
    keys = {"precompiled_charsmap": list(base64.b64decode(maps[0]))} if maps else {}
    end, ending = next((id, piece) for id, (piece, _) in enumerate(pieces) if piece in ("</s>", "<eos>"))
    put(path, "t5", [piece for piece, _ in pieces], [2 if id == unknown else 3 if id in added else 1 for id in range(len(pieces))],
        [score for _, score in pieces], unknown_token_id=unknown, eos_token_id=end, add_eos_token=True, add_bos_token=False, **keys)
    twin = Tokenizer(models.Unigram([tuple(piece) for piece in pieces], unk_id=unknown, byte_fallback=False))
    if maps: twin.normalizer = normalizers.Precompiled(base64.b64decode(maps[0]))
    twin.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme="always")])
    twin.post_processor = processors.TemplateProcessing(single="$A " + ending, pair=f"$A {ending} $B {ending}", special_tokens=[(ending, end)])
    twin.add_special_tokens([content for id, content in sorted(added.items()) if id < len(pieces)])
    return lambda text: twin.encode(text).ids

def sentencepiece(folder, path):
    """Scores fall with the order of merges; bytes stand for what no token spells."""
    file = json.loads((folder / "sp-metaspace.json").read_text())
    vocab = file["model"]["vocab"]
    words = sorted(vocab, key=vocab.get)
    ranks = {}
    for rank, merge in enumerate(file["model"]["merges"]):
        pair = merge if isinstance(merge, list) else merge.split(" ")
        ranks.setdefault("".join(pair), rank)
    special = {token["content"]: token["id"] for token in file["added_tokens"]}
    scores = [-float(ranks.get(word, len(ranks) + id)) for id, word in enumerate(words)]
    kinds = [3 if word in special else 6 if len(word) == 6 and word.startswith("<0x") else 1 for word in words]
    kinds[vocab["<unk>"]] = 2
    put(path, "llama", words, kinds, scores, bos_token_id=vocab["<s>"], eos_token_id=vocab["</s>"], unknown_token_id=vocab["<unk>"],
        add_bos_token=True, add_eos_token=False)

    def merged(text):
        parts = list(text)
        while True:
            best = None
            for place in range(len(parts) - 1):
                id = vocab.get(parts[place] + parts[place + 1])
                if id is not None and kinds[id] == 1 and (best is None or scores[id] > best[0]): best = (scores[id], place)
            if best is None: break
            parts[best[1]:best[1] + 2] = ["".join(parts[best[1]:best[1] + 2])]
        ids = []
        for part in parts:
            if part in vocab: ids.append(vocab[part]); continue
            bytes_ = [f"<0x{byte:02X}>" for byte in part.encode()]
            if all(byte in vocab for byte in bytes_): ids += [vocab[byte] for byte in bytes_]
            elif not ids or ids[-1] != vocab["<unk>"]: ids.append(vocab["<unk>"])
        return ids

    def ids(text):
        # Special tokens are cut out first, the longest at a place; a space goes before the beginning of the text alone.
        result, start, place, first = [vocab["<s>"]], 0, 0, True
        names = sorted(special, key=len, reverse=True)
        def plain(piece, isFirst):
            if piece: result.extend(merged(("▁" if isFirst and not piece.startswith("▁") and not piece.startswith(" ") else "") + piece.replace(" ", "▁")))
        while place < len(text):
            name = next((name for name in names if text.startswith(name, place)), None)
            if name is None: place += 1; continue
            plain(text[start:place], start == 0); result.append(special[name]); place += len(name); start = place
        plain(text[start:], start == 0)
        return result
    return ids

def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 500
    keep = pathlib.Path(sys.argv[4]) if len(sys.argv) > 4 else None
    strings = tokenizer_strings.strings(15, count)
    failed, kept = 0, {}
    with tempfile.TemporaryDirectory() as temporary:
        temporary = pathlib.Path(temporary)
        (temporary / "strings.json").write_text(json.dumps(strings, ensure_ascii=False))
        for name, make in (("bert", wordpiece), ("t5", lambda f, p: unigram(f, p, "unigram")),
                           ("t5-map", lambda f, p: unigram(f, p, "unigram-precompiled")), ("llama", sentencepiece)):
            path = temporary / f"{name}.gguf"
            encode = make(folder, path)
            run = subprocess.run([program, "tokenize", str(path), "--json", "--input", str(temporary / "strings.json")],
                                 capture_output=True, text=True, check=True)
            found = [output["ids"] for output in json.loads(run.stdout)["outputs"]]
            expected = [encode(text) for text in strings]
            wrong = [place for place in range(len(strings)) if found[place] != expected[place]]
            for place in wrong[:3]: print(name, repr(strings[place]), found[place], expected[place])
            print(f"{name}: {len(strings) - len(wrong)} of {len(strings)} alike")
            failed += len(wrong)
            # The file with a map of characters is a megabyte.
            if keep and name != "t5-map":
                keep.mkdir(parents=True, exist_ok=True); shutil.copy(path, keep / path.name)
                kept[name] = [dict(text=text, ids=ids) for text, ids in zip(strings[:24], expected[:24])]
    if keep: (keep / "tokens.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    sys.exit(failed > 0)

main()
