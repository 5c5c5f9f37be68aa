#!/usr/bin/env python3
"""make_tokenizer_parts.py FIXTURE.json

Trains small tokenizers with every kind of normaliser, pre-tokeniser, model, template and decoder of Hugging
Face `tokenizers`, and writes them with the ids and texts that it gives on generated strings and pairs.
"""

import json
import os
import sys
import tempfile

from tokenizers import (
    Tokenizer,
    AddedToken,
    Regex,
    models,
    normalizers as N,
    pre_tokenizers as P,
    processors as R,
    decoders as D,
    trainers as T,
)

from tokenizer_strings import strings

CORPUS = strings(77, 1500)
BL = sorted(P.ByteLevel.alphabet())


def train(tok, kind, n=500, **k):
    sp = k.pop("special_tokens", ["<unk>", "<s>", "</s>"])
    if kind == "bpe":
        t = T.BpeTrainer(vocab_size=n, special_tokens=sp, show_progress=False, **k)
    elif kind == "wp":
        t = T.WordPieceTrainer(vocab_size=n, special_tokens=sp, show_progress=False, **k)
    elif kind == "uni":
        t = T.UnigramTrainer(vocab_size=n, special_tokens=sp, unk_token="<unk>", show_progress=False, **k)
    else:
        t = T.WordLevelTrainer(vocab_size=n, special_tokens=sp, show_progress=False)
    tok.train_from_iterator(CORPUS, t)


O200 = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
CL100 = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
DEEP = [
    r"[\r\n]",
    r"\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-Ⴥﬀ-ﬆＡ-Ｚａ-ｚ𐐀-𐑏]+",
    r"\s?[!-/:-~！-／：-～‘-‟　-。]+",
    r"\s+$",
    r"[一-龥ࠀ-一가-퟿]+",
]
DEEP3 = r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def make(folder):
    os.makedirs(folder, exist_ok=True)
    out = {}

    def bl(name, pre, norm=None, added=(), post=None, dec=D.ByteLevel(), **opts):
        t = Tokenizer(models.BPE(**opts))
        if norm:
            t.normalizer = norm
        t.pre_tokenizer = pre
        t.decoder = dec
        train(t, "bpe", 600, initial_alphabet=BL)
        if post:
            t.post_processor = post
        for a in added:
            t.add_tokens([a])
        out[name] = t

    sp = lambda p: P.Split(Regex(p), "isolated")
    flat = P.ByteLevel(add_prefix_space=False, use_regex=False)
    bl("o200k", P.Sequence([sp(O200), flat]))
    bl("cl100k", P.Sequence([P.Split(Regex(CL100), "removed", invert=True), flat]))
    bl("deepseek-coder", P.Sequence([sp(x) for x in DEEP] + [P.Digits(individual_digits=True), flat]))
    bl("deepseek3", P.Sequence([sp(r"\p{N}{1,3}"), sp(r"[一-龥぀-ゟ゠-ヿ]+"), sp(DEEP3), flat]))
    bl(
        "prefix-space",
        P.ByteLevel(add_prefix_space=True),
        norm=N.NFKC(),
        added=[
            AddedToken("Nanotube", normalized=True),
            AddedToken("<mask>", lstrip=True, rstrip=True, special=True),
            AddedToken("world", single_word=True, normalized=False),
        ],
        post=R.RobertaProcessing(("</s>", 2), ("<s>", 1)),
    )
    bl(
        "punct",
        P.Sequence([P.Punctuation(behavior="contiguous"), P.Digits(), P.ByteLevel(add_prefix_space=False)]),
        norm=N.NFC(),
    )
    bl(
        "bl-norm",
        None or P.Split(Regex(r"\s+"), "merged_with_next"),
        norm=N.ByteLevel(),
        added=[AddedToken("naïve", normalized=True)],
    )
    for b in ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]:
        bl(
            "split-" + b,
            P.Sequence(
                [
                    P.Split(Regex(r"\p{P}+|[0-9]{2,3}?|(?<=a)b|\bthe\b"), b, invert=(b == "contiguous")),
                    P.Split(" ", b),
                    flat,
                ]
            ),
        )

    def other(name, model, kind, norm, pre, dec, post=None, added=(), n=400, **k):
        t = Tokenizer(model)
        if norm:
            t.normalizer = norm
        if pre:
            t.pre_tokenizer = pre
        if dec:
            t.decoder = dec
        train(t, kind, n, **k)
        if post:
            t.post_processor = post
        for a in added:
            t.add_tokens([a])
        out[name] = t

    tmpl = R.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> <s>:1 $B:1 </s>:1", special_tokens=[("<s>", 1), ("</s>", 2)]
    )
    other(
        "wp-strip",
        models.WordPiece(unk_token="<unk>", max_input_chars_per_word=12),
        "wp",
        N.Sequence([N.NFD(), N.Lowercase(), N.StripAccents(), N.Strip()]),
        P.Whitespace(),
        D.WordPiece(cleanup=True),
        tmpl,
        [AddedToken("CAFÉ", normalized=True), AddedToken("don", single_word=True)],
    )
    other(
        "wp-bert-cased",
        models.WordPiece(unk_token="<unk>"),
        "wp",
        N.BertNormalizer(lowercase=False, strip_accents=None),
        P.BertPreTokenizer(),
        D.WordPiece(cleanup=False),
        R.BertProcessing(("</s>", 2), ("<s>", 1)),
    )
    other(
        "wp-bert-noclean",
        models.WordPiece(unk_token="<unk>"),
        "wp",
        N.BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False),
        P.BertPreTokenizer(),
        D.WordPiece(),
        None,
        [AddedToken("Straße", normalized=True, rstrip=True)],
    )
    other(
        "wl",
        models.WordLevel(unk_token="<unk>"),
        "wl",
        N.Sequence([N.NFKD(), N.Lowercase()]),
        P.Sequence([P.WhitespaceSplit(), P.Punctuation()]),
        None,
        tmpl,
    )
    other(
        "wl-scripts",
        models.WordLevel(unk_token="<unk>"),
        "wl",
        None,
        P.Sequence([P.UnicodeScripts(), P.CharDelimiterSplit(" ")]),
        None,
    )
    other("wl-fixed", models.WordLevel(unk_token="<unk>"), "wl", N.Nmt(), P.FixedLength(3), D.Fuse())
    other(
        "bpe-eow",
        models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"),
        "bpe",
        N.BertNormalizer(),
        P.BertPreTokenizer(),
        D.BPEDecoder("</w>"),
        tmpl,
        end_of_word_suffix="</w>",
        n=900,
    )
    other(
        "bpe-csp",
        models.BPE(unk_token="<unk>", continuing_subword_prefix="##", fuse_unk=True),
        "bpe",
        N.Lowercase(),
        P.Whitespace(),
        D.WordPiece(),
        continuing_subword_prefix="##",
        n=900,
    )
    ms = lambda s, x=True: P.Metaspace("▁", s, x)
    bytes_ = [f"<0x{i:02X}>" for i in range(256)]
    other(
        "sp-first",
        models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True),
        "bpe",
        N.Sequence([N.NFKC(), N.Strip()]),
        ms("first"),
        D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse(), D.Strip(" ", 1, 0)]),
        tmpl,
        [AddedToken("<|im_start|>", special=True)],
        special_tokens=["<unk>", "<s>", "</s>"] + bytes_,
        n=1200,
        limit_alphabet=150,
    )
    other(
        "sp-never",
        models.BPE(unk_token="<unk>"),
        "bpe",
        N.Sequence([N.Prepend("▁"), N.Replace(" ", "▁"), N.Replace(Regex(r"\d+"), "0")]),
        ms("never", False),
        D.Metaspace("▁", "never"),
        tmpl,
        n=900,
        limit_alphabet=150,
    )
    other(
        "gemma3",
        models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True),
        "bpe",
        N.Replace(" ", "▁"),
        P.Split(" ", "merged_with_previous"),
        D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse()]),
        tmpl,
        special_tokens=["<unk>", "<s>", "</s>"] + bytes_,
        n=1500,
        limit_alphabet=150,
    )
    other(
        "uni-bf",
        models.Unigram(),
        "uni",
        N.Sequence(
            [
                N.Replace(Regex(r"``|''"), '"'),
                N.NFKD(),
                N.StripAccents(),
                N.Lowercase(),
                N.Replace(Regex(" {2,}"), " "),
            ]
        ),
        ms("always"),
        D.Metaspace(),
        tmpl,
        n=4000,
    )
    for n, t in out.items():
        j = json.loads(t.to_str())
        if n == "uni-bf":
            v = j["model"]["vocab"]
            have = {a for a, _ in v}
            v += [[b, -20.0] for b in bytes_ if b not in have]
            j["model"]["byte_fallback"] = True
            # a few characters less, to fall back on bytes
            drop = [i for i, (a, _) in enumerate(v) if len(a) == 1 and i % 3 == 0 and i > 10]
            for i in drop:
                v[i][0] = f"<drop{i}>"
        if n == "sp-never":
            j["model"]["merges"] = [f"{a} {b}" for a, b in j["model"]["merges"]]
        json.dump(j, open(f"{folder}/{n}.json", "w"), ensure_ascii=False)
        Tokenizer.from_file(f"{folder}/{n}.json")
    return sorted(out)


def main():
    parts = []
    with tempfile.TemporaryDirectory() as folder:
        for name in make(folder):
            text = open(f"{folder}/{name}.json").read()
            tokenizer = Tokenizer.from_str(text)
            texts = strings(5, 36)
            rows = []
            for group in [[t] for t in texts] + [texts[i : i + 2] for i in range(0, 8, 2)]:
                encoded = tokenizer.encode(*group)
                rows.append(
                    {
                        "texts": group,
                        "ids": encoded.ids,
                        "types": encoded.type_ids,
                        "decoded": tokenizer.decode(encoded.ids),
                        "whole": tokenizer.decode(encoded.ids, skip_special_tokens=False),
                    }
                )
            parts.append({"name": name, "tokenizer": text, "rows": rows})
    with open(sys.argv[1], "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(p, ensure_ascii=False) for p in parts) + "\n]\n")


main()
