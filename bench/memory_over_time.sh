#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The server's memory while it answers a mixed load for a while: pages elsewhere each time, filters, tiles, counts, pages for people,
# downloads, edits. One line every tenth of the time; at the end the growth over the second half.
# usage: bench/memory_over_time.sh [SECONDS] [ROWS]        600 seconds for the figure in docs/benchmarks.md
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
seconds=${1:-60}
rows=${2:-100000}
program=${BAIRRO:-build/release/bairro}
work=$(mktemp -d)
server='' load=''
finish() {
  [ -z "$load" ] || kill "$load" 2>/dev/null || true
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  wait
  rm -rf "$work"
}
trap finish EXIT
python3 bench/make_incidents.py "$rows" "$work/incidents.csv"
"$program" --quiet --store "$work/store.db" import incidents "$work/incidents.csv" >/dev/null
"$program" --quiet --json --store "$work/store.db" serve --open --role protection --listen 127.0.0.1:0 >"$work/url" 2>"$work/log" &
server=$!
until [ -s "$work/url" ]; do sleep 0.05; kill -0 "$server"; done
url=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["url"])' <"$work/url")
cat >"$work/mix.lua" <<'LUA'
math.randomseed(os.time())
local items = "/collections/incidents/items"
local kinds = {
  function() local x, y = 38 + math.random() * 2.2, -14 + math.random() * 2.7 return string.format("%s?limit=100&bbox=%.4f,%.4f,%.4f,%.4f", items, x, y, x + 0.3, y + 0.3) end,
  function() return string.format("%s?limit=10&filter=severity%%20%%3E%%20%d%%20AND%%20category%%20%%3D%%20%%27040%d%%27", items, math.random(0, 5), math.random(0, 9)) end,
  function() return string.format("%s?limit=10&q=%d&sortby=-severity", items, math.random(1, 500)) end,
  function() return string.format("/collections/incidents/tiles/WebMercatorQuad/8/%d/%d", 135 + math.random(0, 8), 154 + math.random(0, 4)) end,
  function() return string.format("%s/%d", items, math.random(1, 50000)) end,
  function() return string.format("%s?f=html&limit=50&offset=%d", items, math.random(0, 50000)) end,
  function() return "/collections?f=html" end,
  function() return "/api" end,
  function() return string.format("/nowhere/%d", math.random(1, 1000000)) end,
}
function request() return wrk.format("GET", kinds[math.random(#kinds)]()) end
LUA
wrk -t1 -c16 -d"${seconds}s" -s "$work/mix.lua" "$url" >"$work/wrk" &
load=$!
rss() { awk '/^RssAnon/ { print $2 }' "/proc/$server/status"; }
half=0
for step in $(seq 10); do
  for each in $(seq 5); do
    sleep "$(awk -v s="$seconds" 'BEGIN { print s / 50 }')"
    curl -sf -o /dev/null "${url}collections/incidents/items?f=csv&limit=1000&offset=$((step * 10 + each))" || true
    curl -sf -o /dev/null -X PATCH -H 'Content-Type: application/merge-patch+json' -d "{\"properties\":{\"severity\":$each}}" \
      "${url}collections/incidents/items/$((step * 5 + each))"
  done
  now=$(rss)
  [ "$step" != 5 ] || half=$now
  printf 'after %4d s: %d MB of its own\n' "$((seconds * step / 10))" "$((now / 1024))"
done
wait "$load"; load=''
awk '/Requests\/sec/ { printf "%s requests a second\n", $2 } /Non-2xx/ { print }' "$work/wrk"
printf 'growth over the second half: %d MB\n' "$((($(rss) - half) / 1024))"
