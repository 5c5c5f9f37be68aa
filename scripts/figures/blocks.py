"""Marks in a page, and what stands between them."""

import dataclasses
import re

COSTS = ("quick", "model", "slow")
MARK = re.compile(r"<!-- figures (?P<cost>[a-z]+): (?P<command>.*?) -->", re.DOTALL)
END = "<!-- end -->"
FENCE = re.compile(r"\A\s*(?P<open>```[a-z]*\n(?:\$ [^\n]*\n)?)(?P<body>.*?)(?P<close>\n```)\s*\Z", re.DOTALL)


class MarkError(Exception):
    """A mark without cost or end."""


@dataclasses.dataclass
class Block:
    """The text between two marks; `start` and `end` are its places in the page."""

    cost: str
    command: str
    line: int
    start: int
    end: int
    content: str

    def framed(self, output):
        """What the page should have: the output, in the fences and with the blank lines that are there."""
        output = "\n".join(line.rstrip() for line in output.strip("\n").split("\n"))
        if fence := FENCE.match(self.content):
            return f"\n{fence['open']}{output}{fence['close']}\n"
        return f"\n{output}\n" if "\n" in self.content else output


def find(text, name):
    """All blocks of a page, in order."""
    blocks = []
    for mark in MARK.finditer(text):
        line = text.count("\n", 0, mark.start()) + 1
        if mark["cost"] not in COSTS:
            raise MarkError(f"{name}:{line}: found cost {mark['cost']}, expected {', '.join(COSTS)}")
        end = text.find(END, mark.end())
        following = MARK.search(text, mark.end())
        if end < 0 or (following and following.start() < end):
            raise MarkError(f"{name}:{line}: found no `{END}`, expected one after the figures")
        blocks.append(Block(mark["cost"], " ".join(mark["command"].split()), line, mark.end(), end,
                            text[mark.end():end]))
    return blocks
