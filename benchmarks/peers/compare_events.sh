#!/usr/bin/env bash
# Times our engines of continuous time against plain C on the same lattice, one thread each; programs
# take turns, and the best of each counts. Prints both and their ratio.
#
# usage: compare_events.sh [SIZE [BETA [ROUNDS]]]
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
size=${1:-256}
beta=${2:-0.40}
rounds=${3:-3}

swift build -c release --package-path "$root/benchmarks" --product event-benchmarks >&2
bin=$(swift build -c release --package-path "$root/benchmarks" --show-bin-path)
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
${CC:-cc} -O3 -march=native "$root/benchmarks/peers/async_ising.c" -lm -o "$results/async_ising"
for _ in $(seq "$rounds"); do
  "$bin/event-benchmarks" "$size" "$beta" >>"$results/ours"
  "$results/async_ising" "$size" "$beta" >>"$results/c"
done
echo "engine  ours/ns  C/ns  ratio  energy a spin: ours, C"
awk 'FNR == NR { if ($2 > c[$1]) c[$1] = $2; ce[$1] = $3; next }
  { if ($2 > s[$1]) s[$1] = $2; se[$1] = $3 }
  END {
    for (n in s)
      if (n in c) printf "%s  %.4f  %.4f  %.2f  %s, %s\n", n, s[n], c[n], s[n] / c[n], se[n], ce[n]
      else printf "%s  %.4f  -  -  %s\n", n, s[n], se[n]
  }' "$results/c" "$results/ours" | sort
