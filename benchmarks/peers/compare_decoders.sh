#!/usr/bin/env bash
# Tokens a second of SmolLM2-135M-Instruct here (float32, bf16, int8), in llama.cpp (Q8_0) and in PyTorch eager
# (float32), one thread each, greedy; programs take turns, and the largest rate of each counts.
#
# usage: compare_decoders.sh [TOKENS [ROUNDS]]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
model=${ISING_NPU_SMOLLM2:-$root/.models/SmolLM2-135M-Instruct}
program=${ISING_NPU:-$root/.build/release/ising-npu}
tokens=${1:-64}
rounds=${2:-3}
file=$model/SmolLM2-135M-Instruct.Q4_1.gguf

if [ ! -r "$file" ]; then
  echo "compare_decoders.sh: $file: not found; make model-smollm2 fetches it, nothing is compared" >&2
  exit 0
fi
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
long=$(printf 'The Ising model describes a magnet as a lattice of spins. %.0s' {1..19})
for round in $(seq "$rounds"); do
  for weights in float32 bf16 int8; do
    "$program" simulate "$file" --fidelity reference --reference-weights $weights --threads 1 --json \
      --prompt "The capital of France is" --new-tokens "$tokens" >"$results/short-$weights-$round.json" ||
      rm "$results/short-$weights-$round.json"
    "$program" simulate "$file" --fidelity reference --reference-weights $weights --threads 1 --json \
      --prompt "$long" --new-tokens 1 >"$results/long-$weights-$round.json" ||
      rm "$results/long-$weights-$round.json"
  done
  python "$root/benchmarks/peers/decoder_rates.py" "$file" "$tokens" 2 "$results" \
    2>/dev/null >"$results/peers-$round.json"
done
python - "$results" <<'PYTHON'
import glob, json, sys

rates = {}
def note(program, decode, prompt):
    old = rates.get(program, (0, 0))
    rates[program] = (max(old[0], decode or 0), max(old[1], prompt or 0))
for path in glob.glob(f"{sys.argv[1]}/*.json"):
    data = json.load(open(path))
    name = path.rsplit("/", 1)[1].split("-")
    if name[0] == "peers":
        for program, result in data.items():
            note(program, result["tokens_per_s"], result["prompt_tokens_per_s"])
    elif name[0] == "short":
        note("ising-npu " + name[1], data["speed"]["tokens_per_s"], 0)
    else:
        note("ising-npu " + name[1], 0, data["speed"]["prompt_tokens_per_s"])
print(f"{'':20} tokens/s  of a prompt of about 256")
for program, (decode, prompt) in sorted(rates.items()):
    print(f"  {program:20} {decode:8.1f} {prompt:8.1f}")
ours, peers = rates.get("ising-npu int8"), rates["llama.cpp Q8_0"]
if ours:
    print(f"  int8 / llama.cpp: {ours[0] / peers[0]:.2f}")
print(f"  float32 / PyTorch: {rates['ising-npu float32'][0] / rates['pytorch float32'][0]:.2f}")
PYTHON
