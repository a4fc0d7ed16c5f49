#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Hotspot statistics on the same files as R (dbscan, spdep, a scan by the book, spatstat), scikit-learn and GRASS. Time is that of the call
# alone, on both cores, the least of three runs of ours and one of a peer; the number beside it is of the result: where both compute the same, it is the same.
# Takes some ten minutes, most of it the peers'. usage: bench/statistics_vs_peers.sh [WITHOUT-PEERS]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
program=${BAIRRO_STATISTICS:-build/release/bench/statistics_on_files}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 bench/make_statistics.py "$work"
ours() { for _ in 1 2 3; do "$program" "$1" "$work/$2"; done | sort -n | head -1; }
by_r() { Rscript bench/peers/statistics.R "$1" "$work/$2" | tail -1; }
# compare TASK FILE PEER COMMAND...: one line, with the ratio.
compare() {
  local task=$1 file=$2 peer=$3 mine theirs
  shift 3
  read -r mine number <<<"$(ours "$task" "$file")"
  if [ "$peer" = - ] || [ -n "${alone:-}" ]; then
    printf '%-18s %10.1f ms  (%s)\n' "$task" "$mine" "$number"
    return
  fi
  read -r theirs other <<<"$("$@")"
  awk -v t="$task" -v m="$mine" -v n="$number" -v p="$peer" -v h="$theirs" -v o="$other" \
    'BEGIN { printf "%-18s %10.1f ms  (%s)   %-22s %10.1f ms  (%s)   %8.1f times\n", t, m, n, p, h, o, h / m }'
}
alone=${1:-}
compare gi-star cells.csv "spdep localG" by_r gi-star cells.csv
compare local-moran cells.csv "spdep localmoran" by_r local-moran cells.csv
compare permutations-9 cells.csv "spdep localG_perm" by_r permutations-9 cells.csv
compare permutations-999 cells.csv -
compare dbscan points.csv "R dbscan" by_r dbscan points.csv
compare dbscan points.csv "scikit-learn" /usr/bin/python3 bench/peers/statistics.py "$work/points.csv"
compare hdbscan some.csv "R dbscan::hdbscan" by_r hdbscan some.csv
compare hdbscan points.csv -
compare scan-3 regions.csv "R, by the book" by_r scan-3 regions.csv
compare scan-999 regions.csv -
compare density city.csv "GRASS v.kernel" bash bench/peers/v_kernel.sh "$work/city.csv" 1000
compare density city.csv "spatstat (binned)" by_r density city.csv
compare density-5km city.csv -
