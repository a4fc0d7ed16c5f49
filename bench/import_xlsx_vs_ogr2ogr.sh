#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Import of a workbook of incidents: this program beside `ogr2ogr` from XLSX to GeoPackage, on the same file, in turn.
# Ours: archive and XML checked and read by a locked-down process; every row rule, identity of each row, history tables, fsync.
# ogr2ogr: types; no places, since the sheet has none, no checks, no keys.   usage: import_xlsx_vs_ogr2ogr.sh [ROWS] [ROUNDS] [ods]
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-100000} rounds=${2:-5} kind=${3:-xlsx}
program=${BAIRRO:-build/release/bairro}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 bench/make_incidents.py "$rows" "$work/incidents.csv"
ogr2ogr -f "${kind^^}" "$work/incidents.$kind" "$work/incidents.csv" -oo AUTODETECT_TYPE=YES

seconds() { # runs a command; prints wall seconds, seconds of computing and peak resident MB
  { /usr/bin/time -f '%e %U %S %M' "$@" >"$work/out" 2>"$work/err"; } || { cat "$work/out" "$work/err" >&2; exit 1; }
  tail -n 1 "$work/err" | awk '{printf "%s %.2f %d\n", $1, $2 + $3, $4 / 1024}'
}
smaller() { awk -v a="$1" -v b="$2" 'BEGIN{print a < b ? a : b}'; }
best_ours=999999 best_peer=999999 best_reader=999999
for round in $(seq "$rounds"); do
  rm -rf "$work"/store.db*
  read -r t c rss < <(seconds "$program" --quiet --store "$work/store.db" import incidents "$work/incidents.$kind")
  rm -f "$work/peer.gpkg"
  read -r p d q < <(seconds ogr2ogr -f GPKG "$work/peer.gpkg" "$work/incidents.$kind")
  # It writes to pipes only.
  read -r s e m < <(seconds sh -c "$(dirname "$program")/bairro-read $kind '' '' <$work/incidents.$kind | cat >$work/rows")
  printf 'round %s: bairro %s s (%s s of computing, %s MB), ogr2ogr %s s (%s s, %s MB), the reader alone %s s (%s s, %s MB)\n' \
    "$round" "$t" "$c" "$rss" "$p" "$d" "$q" "$s" "$e" "$m"
  best_ours=$(smaller "$best_ours" "$t") best_peer=$(smaller "$best_peer" "$p") best_reader=$(smaller "$best_reader" "$s")
done
count=$("$program" --store "$work/store.db" count incidents --role protection)
[ "$count" = "$rows" ] || { echo "imported $count of $rows rows" >&2; exit 1; }
awk -v n="$rows" -v a="$best_ours" -v b="$best_peer" -v s="$best_reader" 'BEGIN{
  printf "best of rounds: bairro %.0f rows/s, ogr2ogr %.0f rows/s, ratio %.1f; the reader alone %.0f rows/s\n", n/a, n/b, b/a, n/s}'
