#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Import with every rule on: the store knows the area of operation, 150 districts of 99,600 vertices, 6,000 settlements, and 20,000
# incidents of another source; one row in ten of the file has something for a rule to do. As CSV and as GeoJSON, each beside
# `ogr2ogr` to GeoPackage on the same file, in turn.                                usage: import_all_rules.sh [ROWS] [ROUNDS]
# Ours: positions, districts, names of places, dates, codes, duplicates; identity of each row, history tables, fsync.
# ogr2ogr: types, points, R*Tree index; no checks, no keys, no history.
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-1000000} rounds=${2:-3}
program=${BAIRRO:-build/release/bairro}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 bench/make_country.py "$rows" "$work"
base() { "$program" --quiet --store "$work/base.db" "$@"; }
base import admin_areas "$work/districts.geojson"
base area set "$work/area.geojson"
base import settlements "$work/settlements.csv"
base import incidents "$work/earlier.csv" --source earlier
base count incidents --role protection >"$work/out" # makes the cache of the snapshot, as a store in use has it
already=$(cat "$work/out")

seconds() { # runs a command; prints wall seconds, seconds of computing and peak resident MB
  { /usr/bin/time -f '%e %U %S %M' "$@" >"$work/out" 2>"$work/err"; } || { cat "$work/out" "$work/err" >&2; exit 1; }
  tail -n 1 "$work/err" | awk '{printf "%s %.2f %d\n", $1, $2 + $3, $4 / 1024}'
}
smaller() { awk -v a="$1" -v b="$2" 'BEGIN{print (a < b ? a : b)}'; }
larger() { awk -v a="$1" -v b="$2" 'BEGIN{print (a > b ? a : b)}'; }

measure() { # FILE [ogr2ogr option…]
  local file=$1 ours=999999 peer=999999 rss=0 count t c m p d q
  shift
  for round in $(seq "$rounds"); do
    rm -rf "$work"/store.db* "$work/peer.gpkg"
    for part in "$work"/base.db*; do cp -r "$part" "$work/store${part#"$work/base"}"; done
    read -r t c m < <(seconds "$program" --quiet --store "$work/store.db" import incidents "$work/$file")
    read -r p d q < <(seconds ogr2ogr -f GPKG "$work/peer.gpkg" "$work/$file" "$@")
    printf '%s, round %s: bairro %s s (%s s of computing, %s MB), ogr2ogr %s s (%s s, %s MB)\n' "$file" "$round" "$t" "$c" "$m" "$p" "$d" "$q"
    ours=$(smaller "$ours" "$t") peer=$(smaller "$peer" "$p") rss=$(larger "$rss" "$m")
  done
  count=$("$program" --store "$work/store.db" count incidents --role protection)
  # About one row in a hundred has no date and stays out.
  awk -v n="$rows" -v had="$already" -v c="$count" 'BEGIN{exit !(c - had > 0.98 * n && c - had < n)}' || {
    echo "imported $((count - already)) of $rows rows" >&2
    exit 1
  }
  awk -v f="$file" -v n="$rows" -v a="$ours" -v b="$peer" -v m="$rss" 'BEGIN{
    printf "%s, best of rounds: bairro %.0f rows/s (peak %d MB), ogr2ogr %.0f rows/s, ratio %.1f\n", f, n/a, m, n/b, b/a}'
}
measure incidents.csv -oo X_POSSIBLE_NAMES=longitude -oo Y_POSSIBLE_NAMES=latitude -oo AUTODETECT_TYPE=YES -a_srs EPSG:4326
measure incidents.geojson
