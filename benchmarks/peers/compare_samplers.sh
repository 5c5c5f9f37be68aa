#!/usr/bin/env bash
# Update attempts a nanosecond of other samplers and of ours on the same models at the same temperature, one
# thread each, one after the other in each round; the best of each counts. Prints a table, and for each
# workload the ratio of our best to the best peer.
#
# usage: compare_samplers.sh [ROUNDS [WORKLOAD ...]]     workloads: see sampler_workloads.py
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
rounds=${1:-1}
shift || true
workloads=("$@")
if [ ${#workloads[@]} -eq 0 ]; then
  workloads=(square256 square1024 glass16 glass32 sparse800 sk1024)
fi

swift build -c release --package-path "$root/benchmarks" --product rate-benchmarks >&2
bin=$(swift build -c release --package-path "$root/benchmarks" --show-bin-path)
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
python "$root/benchmarks/peers/sampler_workloads.py" "$results"
for _ in $(seq "$rounds"); do
  for workload in "${workloads[@]}"; do
    python "$root/benchmarks/peers/sampler_rates.py" "$results" "$workload" 2>/dev/null \
      | grep -v '#' | sed 's/^/peer /' | tee -a "$results/rates" >&2
    "$bin/rate-benchmarks" "$results" "$workload" | sed 's/^/ours /' | tee -a "$results/rates" >&2
  done
done
awk '
  { key = $1 " " $2 " " $3; if ($4 > best[key]) { best[key] = $4; energy[key] = $5 }
    if ($4 > top[$1 " " $2]) { top[$1 " " $2] = $4; who[$1 " " $2] = $3 }
    if (!seen[key]++) order[++n] = key
    if (!known[$2]++) names[++m] = $2 }
  END {
    print "side workload sampler attempts/ns energy/spin"
    for (i = 1; i <= n; i++) print order[i], best[order[i]], energy[order[i]]
    print "\nworkload ours peer ratio"
    for (i = 1; i <= m; i++)
      printf "%s %s (%s) %s (%s) %.0f\n", names[i], top["ours " names[i]], who["ours " names[i]],
        top["peer " names[i]], who["peer " names[i]], top["ours " names[i]] / top["peer " names[i]]
  }' "$results/rates"
