#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Import of a GeoPackage of incidents: this program beside `ogr2ogr` from GeoPackage to GeoPackage, on the same file, in turn.
# Ours: the file checked page by page and read by a locked-down process; every row rule, identity of each row, history tables, fsync.
# ogr2ogr: types, points, R*Tree index; no checks, no keys, no history.   usage: import_gpkg_vs_ogr2ogr.sh [ROWS] [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-100000} rounds=${2:-5}
program=${BAIRRO:-build/release/bairro}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 bench/make_incidents.py "$rows" "$work/incidents.csv"
ogr2ogr -f GPKG "$work/incidents.gpkg" "$work/incidents.csv" -oo X_POSSIBLE_NAMES=longitude -oo Y_POSSIBLE_NAMES=latitude -oo AUTODETECT_TYPE=YES -a_srs EPSG:4326
printf '{"type":"FeatureCollection","features":[]}' >"$work/none.geojson"
ogr2ogr -f GPKG "$work/none.gpkg" "$work/none.geojson" -nln none

seconds() { # runs a command; prints wall seconds, seconds of computing and peak resident MB
  { /usr/bin/time -f '%e %U %S %M' "$@" >"$work/out" 2>"$work/err"; } || { cat "$work/out" "$work/err" >&2; exit 1; }
  tail -n 1 "$work/err" | awk '{printf "%s %.2f %d\n", $1, $2 + $3, $4 / 1024}'
}
smaller() { awk -v a="$1" -v b="$2" 'BEGIN{print a < b ? a : b}'; }
best_ours=999999 best_peer=999999 best_ours_cpu=999999 best_peer_cpu=999999 start=999999 rss=0
for round in $(seq "$rounds"); do
  rm -rf "$work"/store.db*
  read -r t c rss < <(seconds "$program" --quiet --store "$work/store.db" import incidents "$work/incidents.gpkg")
  rm -f "$work/peer.gpkg"
  read -r p d q < <(seconds ogr2ogr -f GPKG "$work/peer.gpkg" "$work/incidents.gpkg")
  # It writes to pipes only.
  read -r s _ _ < <(seconds sh -c "$(dirname "$program")/bairro-read gpkg '' '' <$work/none.gpkg | cat")
  printf 'round %s: bairro %s s (%s s of computing, %s MB), ogr2ogr %s s (%s s, %s MB), a reader with nothing to read %s s\n' "$round" "$t" "$c" "$rss" "$p" "$d" "$q" "$s"
  best_ours=$(smaller "$best_ours" "$t") best_peer=$(smaller "$best_peer" "$p") start=$(smaller "$start" "$s")
  best_ours_cpu=$(smaller "$best_ours_cpu" "$c") best_peer_cpu=$(smaller "$best_peer_cpu" "$d")
done
count=$("$program" --store "$work/store.db" count incidents --role protection)
[ "$count" = "$rows" ] || { echo "imported $count of $rows rows" >&2; exit 1; }
awk -v n="$rows" -v a="$best_ours" -v b="$best_peer" -v c="$best_ours_cpu" -v d="$best_peer_cpu" -v s="$start" 'BEGIN{
  printf "best of rounds: bairro %.0f rows/s, ogr2ogr %.0f rows/s, ratio %.1f; computing %.2f and %.2f s; start of the reader %.2f s\n", n/a, n/b, b/a, c, d, s}'
