"""Strings that tokenizers find hard, made from a seed: words of many scripts, special tokens with and without
space around them, marks in any order, emoji, line ends, control characters, code points of every block."""

import random

WORDS = (
    "the quick brown fox jumps over lazy dog don't we'll I'M They'RE hello world token izer naïve café "
    "résumé über straße Ελληνικά Привет мир ГОРОД こんにちは 世界 漢字 カタカナ 한국어 세계 नमस्ते दुनिया สวัสดี "
    "שלום مرحبا Việt mộ́t tiếng ﬁne ﬂow ﬀ ①② ½ ¾ ™ Å Å Å İstanbul ıI ſ ß ẞ Ǆ ǅ ǆ x=1;y=22; "
    "def f(x):return x**2 3.14159 1,000,000 0x1F 2024-01-01 foo_bar camelCaseWord HTTPServer "
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
).split()
SPECIAL = [
    "<s>", "</s>", "<unk>", "<pad>", "<mask>", "[CLS]", "[SEP]", "[MASK]", "[UNK]", "[PAD]", "<|endoftext|>",
    "<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<bos>", "<eos>", "<0x41>", "<0xE2>", "▁", "Ġ", "##ing",
    "nanotube", "Nanotube", "▁a", "Ā",
]
BETWEEN = [
    " ", "  ", "   ", "\n", "\n\n", "\t", "\r\n", "\r", "\u00a0", "\u3000", "\u2009", "\u2002", "\u200b",
    "\ufeff", "\u0085", "", "", "", ".", ",", "!", "?", "-", "--", "...", "'s", "'S", "'LL", "'", '"', "(", ")",
]
CLUSTERS = [
    "👩‍👩‍👧‍👦", "🇫🇷🇩🇪", "🏳️‍🌈", "e\u0301\u0323", "a\u0323\u0302", "\u0344", "q\u0307\u0323", "👍🏽",
    "\u1100\u1161\u11a8", "\uac01", "\u1100\u1161", "کی", "क्षि", "\u0e33", "\ufe0f",
]
BLOCKS = [
    (0x20, 0x7F), (0x0, 0x20), (0x80, 0x250), (0x300, 0x370), (0x370, 0x530), (0x590, 0x700), (0x900, 0xD80),
    (0xE00, 0xF00), (0x1100, 0x1200), (0x1E00, 0x2000), (0x2000, 0x2070), (0x2070, 0x2C00), (0x3000, 0x3100),
    (0x4E00, 0x4F00), (0xAC00, 0xAD00), (0xF900, 0xFB00), (0xFB00, 0xFE10), (0xFE00, 0x10000),
    (0x10000, 0x10400), (0x1D400, 0x1D800), (0x1F1E6, 0x1F200), (0x1F300, 0x1FA00), (0x20000, 0x20100),
    (0xE0000, 0xE0200), (0x0, 0xD800), (0xE000, 0x110000), (0x1100, 0x1200), (0x1C80, 0x1D00),
]


def piece(source):
    kind = source.random()
    if kind < 0.45:
        word = source.choice(WORDS)
        forms = [word, word, word.upper(), word.capitalize(), word[: source.randrange(1, len(word) + 1)]]
        return source.choice(forms)
    if kind < 0.55:
        return source.choice(SPECIAL)
    if kind < 0.62:
        return str(source.randrange(10 ** source.randrange(1, 12)))
    if kind < 0.66:
        return source.choice("'’`-_/\\|@#$%^&*()[]{}<>=+~") * source.randrange(1, 5)
    if kind < 0.70:
        return source.choice(CLUSTERS)
    low, high = source.choice(BLOCKS)
    codes = [source.randrange(low, high) for _ in range(source.randrange(1, 6))]
    return "".join(chr(code) for code in codes if not 0xD800 <= code < 0xE000)


def string(source):
    count = source.choice([0, 1, 1, 2, 3, 5, 8, 13]) if source.random() < 0.97 else 60
    text = ""
    for _ in range(count):
        text += piece(source)
        if source.random() < 0.7:
            text += source.choice(BETWEEN) * source.choice([1, 1, 1, 2, 5])
    return source.choice(BETWEEN) + text if source.random() < 0.1 else text


def strings(seed, count):
    """So many strings."""
    source = random.Random(seed)
    return [string(source) for _ in range(count)]
