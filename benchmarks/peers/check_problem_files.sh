#!/usr/bin/env bash
# Converts the problems of the tests into every format and compares objectives with dimod's.
#
# usage: check_problem_files.sh [FOLDER]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
program=$(swift build -c release --package-path "$root" --show-bin-path)/ising-npu
python3 "$root/benchmarks/peers/check_problem_files.py" "$program" "$@"
