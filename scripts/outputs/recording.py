"""Runs commands and stores what they print and write."""

import concurrent.futures
import hashlib
import os
import shlex
import shutil
import signal
import subprocess
import time

import masks

TIMEOUT_S = 120
# A longer text is stored by its hash alone.
LONGEST_TEXT = 1 << 20
# Files that hold a state: their bytes belong to no contract, only that the program reads them back.
STATES = ("state", "long")
HASHED = (".svg", ".png", ".html")
# Pixels of a picture whose axis is wall time.
TIMED = ("trace.png",)


def entry(path, folder):
    """What is stored of a result file: its masked text, or its hash."""
    with open(path, "rb") as file:
        data = file.read()
    if os.path.basename(path) in STATES:
        return "a state\n"
    if os.path.basename(path) in TIMED:
        return "a picture of times\n"
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return f"SHA-256 {hashlib.sha256(data).hexdigest()}, {len(data)} bytes\n"
    text = masks.masked(text, folder)
    if path.endswith(HASHED) or len(text) > LONGEST_TEXT:
        return f"SHA-256 {hashlib.sha256(text.encode()).hexdigest()}, {len(text)} characters\n"
    return text


def listing(folder):
    """Files of a folder with what tells whether they were written."""
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            status = os.stat(os.path.join(path, name))
            key = os.path.relpath(os.path.join(path, name), folder)
            found[key] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def special(words, binary, folder, environment):
    """Steps with `!`: they prepare the next command, and nothing of them is stored."""
    verb, *arguments = words
    if verb == "!damage":
        with open(os.path.join(folder, arguments[0]), "r+b") as file:
            middle = os.path.getsize(file.name) // 2
            file.seek(middle)
            byte = file.read(1)[0]
            file.seek(middle)
            file.write(bytes([byte ^ 1]))
    elif verb == "!copy":
        shutil.copyfile(*(os.path.join(folder, name) for name in arguments))
    elif verb == "!interrupt":
        process = subprocess.Popen(
            [binary, *arguments[1:]], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(float(arguments[0]))
        process.send_signal(signal.SIGINT)
        process.wait(TIMEOUT_S)
    else:
        raise ValueError(f"{verb}: found an unknown step, expected !damage, !copy or !interrupt")


def case(name, commands, binary, inputs, scratch, output):
    """Runs the commands of a case one after the other in a folder of their own."""
    folder = os.path.join(scratch, name)
    os.makedirs(folder)
    os.symlink(inputs, os.path.join(folder, "in"))
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder, "COLUMNS": "100"}
    for number, command in enumerate(commands, 1):
        words = shlex.split(command)
        if words and words[0].startswith("!"):
            special(words, binary, folder, environment)
            continue
        before = listing(folder)
        try:
            result = subprocess.run(
                [binary, *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                capture_output=True, timeout=TIMEOUT_S)
            code, out, err = result.returncode, result.stdout, result.stderr
        except subprocess.TimeoutExpired:
            code, out, err = f"none after {TIMEOUT_S} s", b"", b""
        step = os.path.join(output, name, f"{number:03}")
        parts = [f"{command}\nexit code {code}\n"]
        for title, data in [("standard output", out), ("standard error", err)]:
            if data:
                parts.append(f"--- {title}\n{masks.masked(data.decode(errors='replace'), folder)}")
        write(step + ".txt", "".join(parts))
        for path, state in listing(folder).items():
            if before.get(path) != state:
                write(os.path.join(step, path), entry(os.path.join(folder, path), folder))
    shutil.rmtree(folder)


def record(cases, binary, inputs, scratch, output, jobs):
    """Runs all cases, `jobs` at once; returns the number of commands."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(case, name, commands, binary, inputs, scratch, output)
                   for name, commands in cases]
        for future in running:
            future.result()
    return sum(len(commands) for _, commands in cases)
