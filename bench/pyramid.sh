#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# All tiles of invented incidents, zooms 0 to 14, as one file: seconds, peak resident memory, bytes.   usage: pyramid.sh [ROWS] [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-1000000} rounds=${2:-3}
program=${BAIRRO:-build/release/bairro}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 bench/make_incidents.py "$rows" "$work/incidents.csv"
"$program" --quiet --store "$work/store.db" import incidents "$work/incidents.csv"
"$program" --store "$work/store.db" count incidents --role protection >/dev/null # writes the cache, as any first command does

for kind in pmtiles mbtiles; do
  best=999999
  for round in $(seq "$rounds"); do
    /usr/bin/time -f '%e %U %M' "$program" --quiet --store "$work/store.db" tiles build incidents --role programme --purpose bench --maxzoom 14 \
      --force -o "$work/all.$kind" 2>"$work/err" >/dev/null || { cat "$work/err" >&2; exit 1; }
    read -r seconds user kb < <(tail -n 1 "$work/err")
    printf '%s, round %s: %s s (%s s of processors), %d MB at most in memory, %d bytes\n' \
      "$kind" "$round" "$seconds" "$user" "$((kb / 1024))" "$(stat -c %s "$work/all.$kind")"
    best=$(awk -v a="$best" -v b="$seconds" 'BEGIN{print a<b?a:b}')
  done
  awk -v k="$kind" -v n="$rows" -v s="$best" 'BEGIN{printf "%s, best of rounds: %.2f s, %.0f rows/s\n", k, s, n/s}'
done
