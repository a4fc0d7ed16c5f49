#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tiles of 1,000,000 incidents over HTTP, beside PostGIS on the same rows (without HTTP) and nginx with a file of the same bytes:
#   cold      one client, a condition that nobody has asked for before: all of the tile is made
#   kept      32 connections, the same tile again and again
#   fresh     a row is added: how long until the next request shows it
# usage: bench/tiles_vs_peers.sh [ROWS] [SECONDS]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. bench/peers/postgis.sh
rows=${1:-1000000}
seconds=${2:-6}
program=${BAIRRO:-build/release/bairro}
base=${BAIRRO_BENCH_PORT:-18260}
work=$(mktemp -d)
chmod 755 "$work"
pids=()
finish() {
  end_postgis "$work/pg"
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap finish EXIT
await() { for _ in $(seq 100); do curl -m 5 -fs -o /dev/null "$1" && return; sleep 0.1; done; printf 'nothing answers at %s\n' "$1" >&2; exit 1; }

python3 bench/make_incidents.py "$rows" "$work/incidents.csv"
"$program" --quiet --store "$work/store.db" import incidents "$work/incidents.csv" >/dev/null
"$program" --quiet --json --store "$work/store.db" serve --open --role protection --listen "127.0.0.1:$base" >"$work/url" 2>"$work/log" &
pids+=($!)
ours=http://127.0.0.1:$base/collections/incidents
await "http://127.0.0.1:$base/health"
begin_postgis "$work/pg" $((base + 1)) "$work/incidents.csv"
sql -c "alter table incidents add g3857 geometry(Point,3857); update incidents set g3857 = ST_Transform(geom, 3857)" \
  -c "create index on incidents using gist (g3857)" -c "vacuum analyze incidents"

# The tile of each zoom with most points in it.
hottest() {
  sql -At -c "select floor((1 - asinh(tan(radians(lat))) / pi()) / 2 * 2^$1)::int r, floor((lon + 180) / 360 * 2^$1)::int c, count(*) n from incidents group by 1, 2 order by n desc limit 1"
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
# cold ADDRESS: milliseconds of one client; a condition that is always true, in other words each time.
cold() {
  for i in $(seq 9); do curl -s -o "$work/tile" -w '%{time_total}\n' -H 'Accept-Encoding: gzip' "$1&filter=severity%20%3C%20$((1000 + i))"; done | awk '{ print $1 * 1000 }' | median
}
in_sql() { for _ in 1 2 3; do sql -At -c '\timing on' -c "$1" | awk '/^Time/ { print $2 }'; done | median; }
for zoom in 6 8 10 12 14; do
  IFS='|' read -r row column points < <(hottest "$zoom")
  at="$zoom/$row/$column"
  for way in counts squares hexagons clusters thin; do
    ms=$(cold "$ours/tiles/WebMercatorQuad/$at?points=$way")
    printf 'z%-2d %8d points, %-8s  ours %9.1f ms, %7d bytes\n' "$zoom" "$points" "$way" "$ms" "$(stat -c %s "$work/tile")"
  done
  box="ST_TileEnvelope($zoom, $column, $row)"
  printf 'z%-2d %8d points, 64 x 64 counts  PostGIS %9.1f ms\n' "$zoom" "$points" \
    "$(in_sql "select length(ST_AsMVT(t)) from (select ST_AsMVTGeom(ST_Centroid(ST_Collect(g)), $box) geom, count(*) n from (select ST_SnapToGrid(g3857, 40075016.68 / 2^$zoom / 64) g from incidents where g3857 && $box and severity < 1000) s group by g) t")"
  printf 'z%-2d %8d points, every one       PostGIS %9.1f ms\n' "$zoom" "$points" \
    "$(in_sql "select length(ST_AsMVT(t, 'i', 4096, 'geom', 'id')) from (select id, category, severity, source_type, gps_precision, localidade, ST_AsMVTGeom(g3857, $box) geom from incidents where g3857 && $box and severity < 1000) t")"
done

# --- kept ------------------------------------------------------------------------------------------------------------
mkdir -p "$work/html" "$work/tmp"
IFS='|' read -r row column points < <(hottest 8)
tile="tiles/WebMercatorQuad/8/$row/$column?points=squares"
curl -fs -H 'Accept-Encoding: gzip' "$ours/$tile" -o "$work/html/tile.mvt.gz"
gunzip -k "$work/html/tile.mvt.gz"
cat >"$work/nginx.conf" <<CONF
worker_processes 2;
daemon off;
pid $work/nginx.pid;
error_log $work/nginx-error.log;
events { worker_connections 1024; }
http {
  types { application/vnd.mapbox-vector-tile mvt; }
  access_log off;
  sendfile on;
  tcp_nodelay on;
  keepalive_requests 100000000;
  open_file_cache max=100;
  gzip_static on;
  client_body_temp_path $work/tmp/b; proxy_temp_path $work/tmp/p; fastcgi_temp_path $work/tmp/f; uwsgi_temp_path $work/tmp/u; scgi_temp_path $work/tmp/s;
  server { listen 127.0.0.1:$((base + 2)); root $work/html; }
}
CONF
chmod -R a+rX "$work/html"
nginx -p "$work" -c "$work/nginx.conf" 2>/dev/null &
pids+=($!)
await "http://127.0.0.1:$((base + 2))/tile.mvt"
rates() { awk '/Requests\/sec/ { r = $2 } / 99%/ { p = $2 } /Non-2xx|Socket errors/ { print "errors: " $0 > "/dev/stderr" } END { printf "%10.0f req/s   p99 %s\n", r, p }'; }
load() { wrk -t2 -c32 -d"${seconds}s" --latency -H 'Accept-Encoding: gzip' "$1" | rates; }
for _ in 1 2; do
  printf 'kept, %d bytes with gzip: ours   ' "$(stat -c %s "$work/html/tile.mvt.gz")"; load "$ours/$tile"
  printf 'kept, the same bytes: nginx       '; load "http://127.0.0.1:$((base + 2))/tile.mvt"
done

# --- fresh -----------------------------------------------------------------------------------------------------------
read -r west south < <(sql -At -F ' ' -c "select lon, lat from incidents limit 1")
etag() { curl -fs -o /dev/null -D - "$1" | awk 'tolower($1) == "etag:" { print $2 }'; }
near="$ours/tiles/WebMercatorQuad/8/$(sql -At -F/ -c "select floor((1 - asinh(tan(radians($south))) / pi()) / 2 * 256)::int, floor(($west + 180) / 360 * 256)::int")"
before=$(etag "$near")
curl -fs -o /dev/null -X POST -H 'Content-Type: application/geo+json' "$ours/items" \
  -d "{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[$west,$south]},\"properties\":{\"category\":\"0401\",\"occurred_from\":\"2024-05-01T10:00:00Z\"}}"
start=$(date +%s%N)
until [ "$(etag "$near")" != "$before" ]; do :; done
printf 'fresh: seen %d ms after the row was accepted\n' $((($(date +%s%N) - start) / 1000000))
