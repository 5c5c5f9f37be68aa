"""Writes the token ids and words that Hugging Face `tokenizers` gives for awkward texts.

Usage: python make_tokenizer_fixture.py MODEL_FOLDER FIXTURE_FOLDER
Needs: pip install tokenizers (the fixture names the version it was made with).

tokenizer-texts.json: texts with token ids under the model's vocabulary, and under a small vocabulary
that the file carries, so that the test also runs where the model is not installed.
tokenizer-sweep.json: for each block of 4096 code points, the FNV-1a hash of the words of
"a" + character + "a", over all of Unicode.
"""

import json
import random
import sys
import unicodedata

import tokenizers
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

HANDWRITTEN = [
    "", " ", "\t\n\r", "a", "Hello, World!", "HELLO WORLD", "don't", "it's 5 o'clock",
    "naïve café résumé Ångström", "nai\u0308ve cafe\u0301", "e\u0301\u0327\u0323", "q\u0307\u0323",
    "\u0301leading mark", "a\u0300\u0301\u0302\u0303\u0304b", "İstanbul ISTANBUL ıi", "Iİıi",
    "Straße STRASSE ẞ ß", "ŉ ǰ ΐ ΰ", "ΣΊΣΥΦΟΣ σίσυφος ὈΔΥΣΣΕΎΣ", "Ѐ ѐ Й й Ё ё", "ﬁ ﬂ ﬀ ﬃ ﬅ",
    "中文字符测试", "日本語のテキスト", "野口里佳 Noguchi Rika", "漢字とひらがなとカタカナ", "中a文b", "豈 更 車",
    "\U00020000\U0002a6d6 \U0002f800", "한국어 텍스트", "\u1112\u1161\u11ab 한", "ᄒᆞᆫ글", "がぎぐ か\u3099",
    "😀 emoji 😃😄", "👨‍👩‍👧‍👦 family", "👍🏽 🇩🇪", "❤️ ❤", "a\u200db a\u200cb", "zero\u200bwidth",
    "مرحبا بالعالم", "مُحَمَّد", "שלום עולם", "שָׁלוֹם", "नमस्ते दुनिया", "ภาษาไทย", "สวัสดี", "বাংলা",
    "தமிழ்", "ქართული ᲥᲐᲠᲗᲣᲚᲘ", "Ⴀ ⴀ", "Հայերեն", "አማርኛ", "ខ្មែរ", "བོད་", "ᎣᏏᏲ ꭳꮟꮿ",
    "soft\u00adhyphen", "no\u00a0break\u202fspace", "line\u2028para\u2029end", "ogham\u1680space",
    "ideographic\u3000space", "em\u2003space\u2009thin", "bom\ufeffinside", "\ufeffbom first",
    "nul\x00in", "bell\x07 back\x08", "\x0b\x0c vertical", "del\x7f", "nel\x85next", "c1\x9b",
    "repl\ufffdaced", "private\ue000use\uf8ff", "plane15\U000f0000 \U0010fffd", "un\u0378assigned",
    "non\ufffecharacter\uffff", "tag\U000e0041s", "var\ufe0fiation\U000e0100", "\u061c\u2066bidi\u2069",
    "«quotes» „deutsch“ ‚einfach‘ “x” ‘y’", "en–dash em—dash minus−", "…ellipsis...", "¿qué? ¡sí!",
    "a.b,c;d:e!f?g", "!@#$%^&*()_+-=[]{}|;':\",./<>?`~", "$100 €50 £20 ¥10 ¢5", "50% ‰ °C µm", "© ® ™ § ¶",
    "x² + y³ = z⁴", "½ ¼ ¾ ⅓", "①②③ ⅣⅤ", "∑∏∫√∞≈≠≤≥", "→←↑↓⇒", "αβγ δεζ", "ℝ ℂ Å K Ω", "𝐀𝐁𝐂 𝒜", "ＦＵＬＬ　ｗｉｄｔｈ",
    "ｶﾞｷﾞ ﾊﾟ", "under_score snake_case", "CamelCase lowerCamel", "http://example.com/a?b=c&d=e#f",
    "user@example.com", "1,234,567.89", "2024-01-31T12:34:56Z", "0x1F 1e-5 -3.14", "C++ C# .NET",
    "a" * 99, "a" * 100, "a" * 101, "é" * 100, "é" * 101, "中" * 120, "ab" * 60, "x" * 5000,
    "supercalifragilisticexpialidocious", "antidisestablishmentarianism", "pneumonoultramicroscopicsilico",
    "donaudampfschifffahrtsgesellschaftskapitän", "[SEP]", "[CLS] a [SEP] b [MASK] [PAD] [UNK]", "a[SEP]b",
    "[sep] [Sep] [cls]", "[SEP", "SEP]", "[[SEP]]", "[SE P]", "[SEP][SEP]", "[ SEP ]", "[CLS]", "x[MASK]y",
    "[SE\u0301P]", "[SEP]\u0301", "\u0301[SEP]", "[UNK][unused0]", "[unused1]", "##ing", "a ##b #c", "# ## ###",
    "[MASK].", "[PAD][PAD]", "[\u200bSEP]", "[SEP\x00]", "MiXeD cAsE WoRdS", "word" * 24, "\u1734 \u1885x \ua9bd",
    "\U000111c9a", "\u166d a", "\u1171e", "x\u08d4\u08d3y", "a\u302e\U0001d165b", "a\U0001d165\u302eb",
    "a\u302e\u034f\U0001d165b", "\U00011938", "\u0890a\u0891", "\u2e55a", "\u061da", "\U0001f9ff\U0001fae8", "\u32ff",
    "\u1e9b\u0323", "\u0344", "\u0f73\u0f71", "\u2126\u212b\u212a", "\ufb1d\ufb4e", "\u0958\u09dc", "\u0340\u0341\u0343",
    "\u037e\u0387", "\u1fef\u1ffd", "\u2000\u2001", "\u2329\u232a", "\uf900\ufa10\ufad9", "\U0001d15e", "\u00aa\u00ba",
    "tab\tsep\tvalues", "crlf\r\nline", "  many   spaces  ", "trailing ", " leading", "\u3001\u3002「」", "・ー～",
    "A cat sleeps on the warm windowsill.", "The energy E = −Σ J s s.", "Ising-Modelle sind schön!",
]

SCRIPTS = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x180, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F),
    (0x590, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x1100, 0x11FF), (0x1E00, 0x1FFF),
    (0x2000, 0x206F), (0x2070, 0x214F), (0x2190, 0x22FF), (0x3000, 0x30FF), (0x4E00, 0x4FFF),
    (0xAC00, 0xAEFF), (0xF900, 0xFAFF), (0xFB00, 0xFDFF), (0xFE00, 0xFFEF), (0x10000, 0x103FF),
    (0x11000, 0x113FF), (0x1D100, 0x1D1FF), (0x1F300, 0x1F6FF), (0x20000, 0x20100),
]


def random_texts(count, vocabulary):
    """Texts of two scripts each, mixed with marks, words of the vocabulary and spaces."""
    source = random.Random(20240131)
    words = [w for w in vocabulary if not w.startswith("[")]
    texts = []
    for _ in range(count):
        ranges = source.sample(SCRIPTS, 2) + [(0x61, 0x7A), (0x300, 0x315)]
        parts = []
        for _ in range(source.randint(3, 30)):
            kind = source.random()
            if kind < 0.25:
                parts.append(" ")
            elif kind < 0.4:
                parts.append(source.choice(words))
            elif kind < 0.45:
                parts.append(chr(source.choice([*range(0xD800), *range(0xE000, 0x110000)])))
            else:
                low, high = source.choice(ranges)
                parts.append(chr(source.randint(low, high)))
        texts.append("".join(parts))
    return texts


def fnv(numbers):
    value = 0xCBF29CE484222325
    for number in numbers:
        value = ((value ^ number) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def sweep(tokenizer):
    """One hash a block of 4096 code points; 2^32 − 1 ends a word, 2^32 − 2 a character."""
    hashes = []
    for start in range(0, 0x110000, 4096):
        numbers = []
        for code in range(start, start + 4096):
            if 0xD800 <= code < 0xE000:
                continue
            text = tokenizer.normalizer.normalize_str("a" + chr(code) + "a")
            for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(text):
                numbers.extend(map(ord, word))
                numbers.append(0xFFFFFFFF)
            numbers.append(0xFFFFFFFE)
        hashes.append(str(fnv(numbers)))
    return hashes


def main():
    model, folder = sys.argv[1:]
    tokenizer = Tokenizer.from_file(f"{model}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    vocabulary = tokenizer.get_vocab()
    texts = HANDWRITTEN + random_texts(120, sorted(vocabulary))
    ids = [tokenizer.encode(text).ids for text in texts]

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    used = sorted({i for row in ids for i in row} - {vocabulary[w] for w in special})
    small_words = special + [tokenizer.id_to_token(i) for i in used]
    small_vocabulary = {word: index for index, word in enumerate(small_words)}
    small = Tokenizer.from_file(f"{model}/tokenizer.json")
    description = json.loads(small.to_str())
    description["truncation"] = description["padding"] = None
    description["model"]["vocab"] = small_vocabulary
    for token in description["added_tokens"]:
        token["id"] = small_vocabulary[token["content"]]
    for name, token in description["post_processor"]["special_tokens"].items():
        token["ids"] = [small_vocabulary[name]]
    small = Tokenizer.from_str(json.dumps(description))
    assert isinstance(small.model, WordPiece)

    made_by = f"tokenizers {tokenizers.__version__}, Python's Unicode {unicodedata.unidata_version}"
    with open(f"{folder}/tokenizer-texts.json", "w") as file:
        rows = [
            {"text": text, "ids": row, "small_ids": small.encode(text).ids}
            for text, row in zip(texts, ids)
        ]
        file.write('{"made_by": %s,\n"small_vocabulary": %s,\n"texts": [\n' % (
            json.dumps(made_by), json.dumps(small_words)))
        file.write(",\n".join(json.dumps(row) for row in rows) + "\n]}\n")
    with open(f"{folder}/tokenizer-sweep.json", "w") as file:
        hashes = ",\n".join(json.dumps(value) for value in sweep(tokenizer))
        file.write('{"made_by": %s,\n"blocks": [\n%s\n]}\n' % (json.dumps(made_by), hashes))


main()
