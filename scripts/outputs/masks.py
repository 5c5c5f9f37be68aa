"""What two runs of one command may differ in. All of it is replaced here and nowhere else.

Text and JSON keep their form: only the numbers below become `~`. The rest of a recording is compared
byte by byte.
"""

import re

# Wall times and speeds of this machine, by their place in a JSON document; `*` ends with any rest.
WALL_CLOCK = [
    # anneal
    "time_to_best_s", "elapsed_s", "rate.updates_per_ns", "rate.updates_per_ns_per_thread",
    "time_to_target_s.*", "by_length.time_to_target_s.*", "trace.time_s",
    # lattice
    "rate.flips_per_ns", "rate.total_updates_per_ns",
    # simulate of lattice programs
    "simulation.wall_s", "simulation.events_per_s", "provenance.program_version",
]

# The same in texts and pages, where a line is a paragraph: the part in brackets is replaced.
TEXTS = [re.compile(pattern, re.MULTILINE) for pattern in [
    # anneal
    r"^(?:<p>)?best .*, after ([\d.]+ [^\s,]+)",
    r"^(?:<p>)?time to it with 99 %: (.*?)(?:</p>.*)?$",
    r"^(?:<p>)?([\d.e+-]+) updates/ns on ",
    r"updates/ns on \d+ threads?, ([\d.e+-]+) inside batches",
    r"^(?:<p>)?(?:all reads made|the target was reached|solved exactly before any read) after "
    r"([\d.]+ [^\s<]+)(?:</p>.*)?$",
    r'time to it with 99 %</div><div class="big">(.*?)</div>',
    r'<div class="range">of one core; (.*?)</div>',
    # anneal's successes.csv: everything behind the probabilities
    r"^\d+,\d+,\d+,[\d.e+-]+,[\d.e+-]+,[\d.e+-]+,(.*)$",
    # lattice
    r"^(?:<p>)?([\d.e+-]+) updates/ns in the engine",
    r"in the engine on [^;\n]*; ([\d.e+-]+) with all",
    # simulate of lattice programs
    r"^(?:<p>)?simulated .* events in ([\d.]+ \S+: .*/s)(?:</p>.*)?$",
    # run at fidelity event, on standard error
    r"^simulated .* events in (.* s: .*) a second$",
    # --version
    r"\A(\d+\.\d+\.\d+)\n\Z",
]]

# Pictures whose axis is wall time: anneal's way to the best, in a file and on its page.
TIMED_PICTURE = re.compile(r"<svg (?:(?!</svg>).)*?>best (?:cut|objective) by time<.*?</svg>", re.DOTALL)

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def numbers(text):
    """Place, start and end of each number of a JSON document; places are keys joined by dots."""
    path, is_object, key = [], [], None
    tokens = list(TOKEN.finditer(text))
    for index, token in enumerate(tokens):
        word = token.group()
        if word in "{[":
            path.append(key or "")
            is_object.append(word == "{")
            key = None
        elif word in "}]":
            path.pop()
            is_object.pop()
            key = None
        elif word == ",":
            key = None
        elif word[0] == '"' and index + 1 < len(tokens) and tokens[index + 1].group() == ":":
            key = word[1:-1]
        elif word != ":":
            yield ".".join(part for part in [*path, key or ""] if part), token.start(), token.end()


def is_masked(place):
    return any(place == mask or mask.endswith("*") and place.startswith(mask[:-1])
               for mask in WALL_CLOCK)


def masked(text, folder):
    """The text without what changes from run to run; `folder` is the temporary one of the case."""
    text = text.replace(folder, "~")
    if text.startswith("{\n"):
        parts, end = [], 0
        for place, start, stop in numbers(text):
            if is_masked(place) and text[start:stop] != "null":
                parts += [text[end:start], "~"]
                end = stop
        return "".join([*parts, text[end:]])
    text = TIMED_PICTURE.sub("~", text)
    for pattern in TEXTS:
        text = pattern.sub(
            lambda match: match.group()[:match.start(1) - match.start()] + "~"
            + match.group()[match.end(1) - match.start():], text)
    return text
