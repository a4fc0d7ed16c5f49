#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A store of 1,000,000 incidents: time to open it with and without its cache, and the server's memory while pages, boxes and
# counts are asked for.   usage: serve_memory.sh [ROWS]
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-1000000}
program=${BAIRRO:-build/release/bairro}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
python3 bench/make_incidents.py "$rows" "$work/incidents.csv"
"$program" --quiet --store "$work/store.db" import incidents "$work/incidents.csv" >/dev/null

opened() { # label: the time of a whole process that opens the store and counts
  local best=999 t
  for _ in 1 2 3; do
    [ "$1" = "with cache" ] || rm -rf "$work/store.db.cache"
    t=$( { /usr/bin/time -f '%e' "$program" --store "$work/store.db" count incidents --role protection >/dev/null; } 2>&1 )
    best=$(awk -v a="$best" -v b="$t" 'BEGIN{print a<b?a:b}')
  done
  printf 'open and count, %s: %s s\n' "$1" "$best"
}
opened "without cache"
opened "with cache"
for state in "cache" "no cache"; do
  [ "$state" = cache ] || rm -rf "$work/store.db.cache"
  "$program" --quiet --json --store "$work/store.db" serve --open --listen 127.0.0.1:0 >"$work/url" 2>"$work/log" &
  server=$!
  until [ -s "$work/url" ]; do sleep 0.05; kill -0 "$server"; done
  url=$(sed 's/.*"url":"\([^"]*\)".*/\1/' "$work/url")
  for i in $(seq 200); do
    curl -sf -o /dev/null "${url}collections/incidents/items?limit=1000&bbox=38.$((i % 10)),-13,39,-12"
  done
  curl -sf -o /dev/null "${url}collections/incidents/items?limit=10000"
  printf 'server, opened with %s, after 201 requests: %s\n' "$state" "$(awk '/VmRSS|VmHWM|RssAnon/{printf "%s %d MB  ", $1, $2/1024}' "/proc/$server/status")"
  kill "$server"; wait "$server"; server=
  rm -f "$work/url"
done
