#!/bin/sh
# What gzip, brotli and zstd save and cost on real answers of the service over the invented sample: a page of 1,000 incidents, a
# document, a tile. The levels in api/http/compression.cpp are chosen from this.
#   bench/codings.sh [PROGRAM] [BAIRRO]      default: build/release/bench/codings, build/release/bairro
set -eu

program=$(realpath "${1:-build/release/bench/codings}")
bairro=${2:-build/release/bairro}
dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; wait; rm -rf "$dir"' EXIT

data-samples/load "$dir/sample.db" "$bairro" > /dev/null 2>&1
"$bairro" --json --store "$dir/sample.db" serve --open --listen 127.0.0.1:0 > "$dir/out" 2> /dev/null &
pid=$!
until grep -q url "$dir/out"; do sleep 0.1; done
url=$(sed 's/.*"url":"\([^"]*\)".*/\1/' "$dir/out")
curl -fsS -o "$dir/page-of-1000.json" "${url}collections/incidents/items?limit=1000"
curl -fsS -o "$dir/api.json" "${url}api"
curl -fsS -o "$dir/tile.mvt" "${url}collections/incidents/tiles/WebMercatorQuad/5/17/19"
cd "$dir"
"$program" page-of-1000.json api.json tile.mvt
