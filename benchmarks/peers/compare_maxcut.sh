#!/usr/bin/env bash
# Time to 99.9 % of the best known cut with 99 % probability: other samplers and ours, one thread, in one run.
#
# usage: compare_maxcut.sh FOLDER [INSTANCE ...]     see maxcut_peers.py
#
# Gset files are other people's: without a folder (ISING_NPU_GSET or the first argument) there is nothing to do.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-${ISING_NPU_GSET:-}}
shift || true
if [ -z "$folder" ]; then
  echo "compare_maxcut.sh: no folder of Gset files given, nothing compared" >&2
  exit 0
fi
swift build -c release --package-path "$root" --product ising-npu >&2
python "$root/benchmarks/peers/maxcut_peers.py" "$root/.build/release/ising-npu" "$folder" "$@"
