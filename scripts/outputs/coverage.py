"""Which verbs, options and device keys of a binary no command of the list uses."""

import json
import re
import shlex
import subprocess


def options(command, path=()):
    """Verb and name of each option of a tree of commands, from the parser's own description."""
    here = (*path, command["commandName"])
    for argument in command.get("arguments", []):
        for name in argument.get("names") or []:
            if name["kind"] == "long" and name["name"] not in ("help", "version"):
                yield " ".join(here[1:]), "--" + name["name"]
    for sub in command.get("subcommands", []):
        if sub["commandName"] != "help":
            yield from options(sub, here)


def missing(cases, binary):
    """What is not used, one line each."""
    used = set()
    for _, commands in cases:
        for command in commands:
            words = shlex.split(command)
            if words and words[0] == "!interrupt":
                words = words[2:]
            verb = " ".join(words[:2]) if words[:1] in (["spec"], ["control"]) else " ".join(words[:1])
            used |= {(verb, word.split("=")[0]) for word in words if word.startswith("--")}
    described = subprocess.run(
        [binary, "--experimental-dump-help"], capture_output=True, check=True, text=True)
    lines = [f"{verb} {option}" for verb, option in options(json.loads(described.stdout)["command"])
             if (verb, option) not in used]
    template = subprocess.run(
        [binary, "spec", "new", "any"], capture_output=True, check=True, text=True).stdout
    section = template.partition("\n# devices:\n")[2]
    keys = re.findall(r"^  # ([a-z_]+): \{", section, re.MULTILINE)
    text = " ".join(command for _, commands in cases for command in commands)
    return lines + [f"devices.{key}" for key in keys if f"devices.{key}=" not in text]
