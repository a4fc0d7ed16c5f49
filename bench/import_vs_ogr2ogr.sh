#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Import of a CSV of incidents: this program beside `ogr2ogr` to GeoPackage, on the same file, in turn.
# Ours: every row rule, reprojection check, identity of each row (idempotent re-import), history tables, fsync.
# ogr2ogr: types, points, R*Tree index; no checks, no keys, no history.   usage: import_vs_ogr2ogr.sh [ROWS] [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-1000000} rounds=${2:-3}
program=${BAIRRO:-build/release/bairro}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 bench/make_incidents.py "$rows" "$work/incidents.csv"

seconds() { # runs a command; prints wall seconds and peak resident MB
  local out
  out=$( { /usr/bin/time -f '%e %M' "$@" >"$work/out" 2>"$work/err"; } 2>&1 ) || { cat "$work/out" "$work/err" >&2; exit 1; }
  tail -n 1 "$work/err" | awk '{printf "%s %d", $1, $2 / 1024}'
}
best_ours=999999 best_peer=999999 rss=0
for round in $(seq "$rounds"); do
  rm -rf "$work"/store.db*
  read -r t m < <(seconds "$program" --quiet --store "$work/store.db" import incidents "$work/incidents.csv"; echo)
  rm -f "$work/peer.gpkg"
  read -r p q < <(seconds ogr2ogr -f GPKG "$work/peer.gpkg" "$work/incidents.csv" -oo X_POSSIBLE_NAMES=longitude -oo Y_POSSIBLE_NAMES=latitude -oo AUTODETECT_TYPE=YES -a_srs EPSG:4326; echo)
  printf 'round %s: bairro %s s (%s MB), ogr2ogr %s s (%s MB)\n' "$round" "$t" "$m" "$p" "$q"
  best_ours=$(awk -v a="$best_ours" -v b="$t" 'BEGIN{print a<b?a:b}')
  best_peer=$(awk -v a="$best_peer" -v b="$p" 'BEGIN{print a<b?a:b}')
  rss=$m
done
count=$("$program" --store "$work/store.db" count incidents --role protection)
[ "$count" = "$rows" ] || { echo "imported $count of $rows rows" >&2; exit 1; }
awk -v n="$rows" -v a="$best_ours" -v b="$best_peer" -v m="$rss" 'BEGIN{
  printf "best of rounds: bairro %.0f rows/s (peak %d MB), ogr2ogr %.0f rows/s, ratio %.1f\n", n/a, m, n/b, b/a}'
