"""Runs the command beside a figure."""

import os
import pathlib
import subprocess
import tempfile

LONGEST_S = 6 * 3600


class CommandError(Exception):
    """A command that failed."""


def output(command, program, root):
    """What a line of shell prints, with `ising-npu` on its path and $OUT an empty folder."""
    if "ising-npu" in command and not os.access(program, os.X_OK):
        raise CommandError(f"{program}: found no program, expected the built ising-npu")
    with tempfile.TemporaryDirectory() as folder:
        tools = pathlib.Path(folder, "tools")
        tools.mkdir()
        (tools / "ising-npu").symlink_to(os.path.abspath(program))
        out = pathlib.Path(folder, "out")
        out.mkdir()
        environment = dict(os.environ, OUT=str(out), PATH=f"{tools}:{os.environ['PATH']}")
        run = subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=root, env=environment,
                             capture_output=True, text=True, timeout=LONGEST_S)
    if run.returncode:
        raise CommandError(f"`{command}` ended with {run.returncode}: {run.stderr.strip()}")
    return run.stdout
