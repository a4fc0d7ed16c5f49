#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Export of incidents to GeoPackage, GeoJSON and CSV: this program beside `ogr2ogr` making the same kind of file, in turn.
# Ours: from the store, through the view of a role, texts made safe for spreadsheets, synced to disk; in the GeoPackage also titles, code
# lists, styles and a spatial index. ogr2ogr: from the GeoPackage that we have just written, the fastest source it has; a spatial
# index in its GeoPackage.   usage: export_vs_ogr2ogr.sh [ROWS] [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-1000000} rounds=${2:-3}
program=${BAIRRO:-build/release/bairro}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 bench/make_incidents.py "$rows" "$work/incidents.csv"
"$program" --quiet --store "$work/store.db" import incidents "$work/incidents.csv"
"$program" --store "$work/store.db" count incidents --role protection >/dev/null # writes the cache, as any first command does

seconds() { # runs a command; prints wall seconds and peak resident MB
  /usr/bin/time -f '%e %M' "$@" >"$work/out" 2>"$work/err" || { cat "$work/out" "$work/err" >&2; exit 1; }
  tail -n 1 "$work/err" | awk '{printf "%s %d\n", $1, $2 / 1024}'
}
ours() { # KIND
  seconds "$program" --quiet --store "$work/store.db" export incidents --role programme --purpose bench --force "$work/ours.$1"
}
peer() { # KIND
  rm -f "$work/peer.$1"
  case "$1" in
    gpkg) seconds ogr2ogr -f GPKG "$work/peer.gpkg" "$work/from.gpkg" incidents ;;
    csv) seconds ogr2ogr -f CSV "$work/peer.csv" "$work/from.gpkg" incidents -lco GEOMETRY=AS_YX ;;
    geojson) seconds ogr2ogr -f GeoJSON "$work/peer.geojson" "$work/from.gpkg" incidents ;;
  esac
}
check() { # KIND: both files hold every row
  local file count
  for file in "$work/ours.$1" "$work/peer.$1"; do
    count=$(ogrinfo -ro -so -al "$file" 2>/dev/null | awk '/^Layer name/ {layer = $3} /^Feature Count/ && layer != "layer_styles" {n += $3} END {print n}')
    [ "$count" = "$rows" ] || { echo "$file: $count of $rows rows" >&2; exit 1; }
  done
}

ours gpkg >/dev/null
mv "$work/ours.gpkg" "$work/from.gpkg"
for kind in gpkg csv geojson; do
  best_ours=999999 best_peer=999999
  for round in $(seq "$rounds"); do
    read -r t m < <(ours "$kind")
    read -r p q < <(peer "$kind")
    printf '%s, round %s: bairro %s s (%s MB), ogr2ogr %s s (%s MB)\n' "$kind" "$round" "$t" "$m" "$p" "$q"
    best_ours=$(awk -v a="$best_ours" -v b="$t" 'BEGIN{print a<b?a:b}')
    best_peer=$(awk -v a="$best_peer" -v b="$p" 'BEGIN{print a<b?a:b}')
  done
  check "$kind"
  awk -v k="$kind" -v n="$rows" -v a="$best_ours" -v b="$best_peer" -v m="$m" -v q="$q" 'BEGIN{
    printf "%s, best of rounds: bairro %.0f rows/s (%d MB), ogr2ogr %.0f rows/s (%d MB), ratio %.1f\n", k, n/a, m, n/b, q, b/a}'
done
