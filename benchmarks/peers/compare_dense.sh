#!/usr/bin/env bash
# Times our dense forward pass and our simulation against PyTorch eager and onnxruntime, one thread
# each, on the same texts; programs take turns, and the least time of each counts. Fails if
# embeddings differ.
#
# usage: compare_dense.sh [TEXTS [ROUNDS [RUNS]]]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
model=${ISING_NPU_MODEL:-$root/.models/all-MiniLM-L6-v2}
texts=${1:-$root/docs/examples/page.txt}
rounds=${2:-3}
runs=${3:-10}

if [ ! -r "$model/model.safetensors" ]; then
  echo "$model: holds no model.safetensors, run make model first" >&2
  exit 1
fi
swift build -c release --package-path "$root/benchmarks" >&2
bin=$(swift build -c release --package-path "$root/benchmarks" --show-bin-path)

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for round in $(seq "$rounds"); do
  python "$root/benchmarks/peers/dense_forward.py" "$model" "$texts" --runs "$runs" \
    --onnx "$results/model.onnx" >"$results/peers-$round.json"
  for weights in float32 bf16 int8; do
    # A processor without products of bfloat16 says so.
    "$bin/npu-benchmarks" "$model" "$texts" "$runs" 1 $weights >"$results/$weights-$round.json" ||
      rm "$results/$weights-$round.json"
  done
  "$bin/simulation-benchmarks" "$model" "$texts" "$runs" >"$results/simulation-$round.json"
done
python "$root/benchmarks/peers/report_dense.py" "$results"
