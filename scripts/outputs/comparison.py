"""Compares two recordings and prints what differs."""

import os

WIDTH = 100


def files(folder):
    """The texts of a recording by their path."""
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            full = os.path.join(path, name)
            with open(full) as file:
                found[os.path.relpath(full, folder)] = file.read()
    return found


def excerpt(line, at):
    """The part of a long line around a place."""
    start = max(0, at - WIDTH // 3)
    return ("…" if start else "") + line[start:start + WIDTH] + (
        "…" if start + WIDTH < len(line) else "")


def differences(left, right, most):
    """The first lines that differ, with their numbers."""
    lefts, rights = left.splitlines(), right.splitlines()
    shown = []
    count = 0
    for number in range(max(len(lefts), len(rights))):
        a = lefts[number] if number < len(lefts) else None
        b = rights[number] if number < len(rights) else None
        if a == b:
            continue
        count += 1
        if len(shown) < most:
            at = len(os.path.commonprefix([a or "", b or ""]))
            shown.append(f"    line {number + 1}")
            shown += [f"    {sign} {'(no line)' if text is None else excerpt(text, at)}"
                      for sign, text in [("-", a), ("+", b)]]
    if count > most:
        shown.append(f"    and {count - most} further lines")
    return shown or ["    only the end of the last line differs"]


def compare(left, right, most=3, names=None):
    """Prints all differences, of the named cases if some are named; returns how many files differ."""
    lefts, rights = files(left), files(right)
    if names is not None:
        lefts, rights = ({path: text for path, text in texts.items() if path.split("/")[0] in names}
                         for texts in (lefts, rights))
    count, last = 0, None
    for path in sorted({*lefts, *rights}):
        a, b = lefts.get(path), rights.get(path)
        if a == b:
            continue
        count += 1
        # case/001.txt is what a command printed, case/001/… the files that it wrote.
        step = "/".join(path.removesuffix(".txt").split("/")[:2])
        if step != last:
            last = step
            printed = (lefts if f"{step}.txt" in lefts else rights).get(f"{step}.txt", "")
            print(f"{step}: {printed.split(chr(10))[0]}")
        file = "printed" if path == f"{step}.txt" else path.removeprefix(f"{step}/")
        if a is None or b is None:
            print(f"  {file}: only in {left if b is None else right}")
            continue
        print(f"  {file}")
        print("\n".join(differences(a, b, most)))
    return count
