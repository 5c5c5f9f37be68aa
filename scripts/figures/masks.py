"""What depends on the machine at hand and is not compared: speeds, and times that were waited for."""

import re

NUMBER = r"[\d.]+(?:e[+-]?\d+)?"
TIME = NUMBER + r" (?:ns|µs|ms|s|min|h)"
RATE = NUMBER + r" (?:updates/ns|updates/s|[kMG]?updates/s)"

MASKS = [
    (re.compile(RATE), "SPEED"),
    (re.compile(NUMBER + r"(?= (?:with all else|inside batches))"), "SPEED"),
    (re.compile(r"\bafter " + TIME), "after TIME"),
    (re.compile(TIME + r"(?= a (?:read|batch)\b)"), "TIME"),
    (re.compile(r"(time to it[^:\n]*: )[^\n]*"), r"\1TIME"),
    (re.compile(r"\b\d+ threads?\b"), "THREADS"),
]


def masked(text):
    """The text with words in place of such figures, without blanks at the ends."""
    for pattern, word in MASKS:
        text = pattern.sub(word, text)
    return text.strip()
