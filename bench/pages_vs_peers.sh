#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Pages of 1,000,000 incidents over HTTP, beside others on the same rows and under the same load (wrk, 2 threads, 32 connections):
#   one page again and again   ours from memory, nginx with a file of the same bytes
#   a page elsewhere each time ours, MapServer 8 (OGC API, FastCGI behind nginx) and PostGIS (GeoJSON made in SQL, by pgbench)
#   metadata                   landing page, collection, conformance: latency of one client
# usage: bench/pages_vs_peers.sh [ROWS] [SECONDS]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
rows=${1:-1000000}
seconds=${2:-10}
program=${BAIRRO:-build/release/bairro}
base=${BAIRRO_BENCH_PORT:-18240}
work=$(mktemp -d)
chmod 755 "$work"
pids=() mapservers=()
. bench/peers/postgis.sh
finish() {
  end_postgis "$work/pg"
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  # MapServer hears a first signal only when its next request comes; it has nothing to lose.
  for pid in "${mapservers[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap finish EXIT
await() { for _ in $(seq 100); do curl -m 5 -fs -o /dev/null "$1" && return; sleep 0.1; done; printf 'nothing answers at %s\n' "$1" >&2; curl -m 5 -s "$1" >&2; exit 1; }

python3 bench/make_incidents.py "$rows" "$work/incidents.csv"
"$program" --quiet --store "$work/store.db" import incidents "$work/incidents.csv" >/dev/null
"$program" --quiet --json --store "$work/store.db" serve --open --listen "127.0.0.1:$base" >"$work/url" 2>"$work/log" &
pids+=($!)
ours=http://127.0.0.1:$base/collections/incidents/items
await "http://127.0.0.1:$base/health"

# --- the peers -------------------------------------------------------------------------------------------------------
begin_postgis "$work/pg" $((base + 1)) "$work/incidents.csv"

cat >"$work/incidents.map" <<MAPFILE
MAP
  NAME "bench"
  EXTENT 38 -14 40.5 -11
  SIZE 100 100
  PROJECTION "init=epsg:4326" END
  WEB METADATA "ows_enable_request" "*" "oga_onlineresource" "http://127.0.0.1:$((base + 2))/bench/ogcapi" "ows_title" "bench" END END
  LAYER
    NAME "incidents"
    TYPE POINT
    STATUS ON
    TEMPLATE "void"
    CONNECTIONTYPE POSTGIS
    CONNECTION "host=127.0.0.1 port=$((base + 1)) user=postgres dbname=bench"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    DATA "geom from incidents using unique id using srid=4326"
    PROJECTION "init=epsg:4326" END
    METADATA "ows_title" "incidents" "gml_include_items" "all" "gml_featureid" "id" "oga_max_limit" "10000" END
  END
END
MAPFILE
printf 'CONFIG\n  ENV\n    OGCAPI_HTML_TEMPLATE_DIRECTORY "/usr/share/mapserver/ogcapi/templates/html-plain/"\n  END\n  MAPS\n    "bench" "%s"\n  END\nEND\n' "$work/incidents.map" >"$work/mapserver.conf"
for each in 1 2; do
  MAPSERVER_CONFIG_FILE="$work/mapserver.conf" spawn-fcgi -n -a 127.0.0.1 -p $((base + 10 + each)) /usr/lib/cgi-bin/mapserv >/dev/null 2>&1 &
  mapservers+=($!)
done
box='bbox=39,-12.5,39.3,-12.2&limit=1000'
mkdir -p "$work/html" "$work/tmp"
curl -fs "$ours?$box" -o "$work/html/page.json"
curl -fs -H 'Accept-Encoding: gzip' "$ours?$box" -o "$work/html/page.json.gz"
cat >"$work/nginx.conf" <<CONF
worker_processes 2;
daemon off;
pid $work/nginx.pid;
error_log $work/nginx-error.log;
events { worker_connections 1024; }
http {
  types { application/geo+json json; }
  access_log off;
  sendfile on;
  tcp_nodelay on;
  keepalive_requests 100000000;
  open_file_cache max=100;
  gzip_static on;
  client_body_temp_path $work/tmp/b; proxy_temp_path $work/tmp/p; fastcgi_temp_path $work/tmp/f; uwsgi_temp_path $work/tmp/u; scgi_temp_path $work/tmp/s;
  upstream mapserver { server 127.0.0.1:$((base + 11)); server 127.0.0.1:$((base + 12)); }
  server {
    listen 127.0.0.1:$((base + 2));
    root $work/html;
    location /bench/ {
      fastcgi_pass mapserver;
      fastcgi_buffers 16 256k;
      fastcgi_buffer_size 64k;
      fastcgi_param PATH_INFO \$uri;
      fastcgi_param SCRIPT_NAME "";
      fastcgi_param QUERY_STRING \$query_string;
      fastcgi_param REQUEST_METHOD \$request_method;
      fastcgi_param SERVER_NAME 127.0.0.1;
      fastcgi_param SERVER_PORT $((base + 2));
      fastcgi_param HTTP_ACCEPT "application/json";
    }
  }
}
CONF
chmod -R a+rX "$work/html"
nginx -p "$work" -c "$work/nginx.conf" 2>/dev/null &
pids+=($!)
await "http://127.0.0.1:$((base + 2))/page.json"
await "http://127.0.0.1:$((base + 2))/bench/ogcapi/collections/incidents/items?f=json&limit=1"

# --- the load --------------------------------------------------------------------------------------------------------
# A box of the same size elsewhere for each request, the same ones for everybody.
cat >"$work/elsewhere.lua" <<'LUA'
local path = os.getenv("BENCH_PATH")
local n = 0
function setup(thread) thread:set("seed", n); n = n + 1 end
function init() math.randomseed(seed + 1) end
function request()
  local x, y = 38 + math.random() * 2.2, -14 + math.random() * 2.7
  return wrk.format("GET", string.format("%slimit=1000&bbox=%.6f,%.6f,%.6f,%.6f", path, x, y, x + 0.3, y + 0.3))
end
LUA
rates() { awk '/Requests\/sec/ { r = $2 } / 99%/ { p = $2 } / 50%/ { m = $2 } /Non-2xx|Socket errors/ { print "errors: " $0 > "/dev/stderr" } END { printf "%10.0f req/s   median %-9s p99 %s\n", r, m, p }'; }
load() { wrk -t2 -c32 -d"${seconds}s" --latency "$@" | rates; }
printf '%s rows; a page of 1,000 features: %d bytes, %d with gzip\n' "$rows" "$(stat -c %s "$work/html/page.json")" "$(stat -c %s "$work/html/page.json.gz")"
for _ in 1 2; do
  printf 'one page, gzip: ours          '; load -H 'Accept-Encoding: gzip' "$ours?$box"
  printf 'one page, gzip: nginx         '; load -H 'Accept-Encoding: gzip' "http://127.0.0.1:$((base + 2))/page.json"
done
printf 'one page, identity: ours      '; load "$ours?$box"
printf 'one page, identity: nginx     '; load "http://127.0.0.1:$((base + 2))/page.json"
printf 'elsewhere, identity: ours     '; BENCH_PATH="/collections/incidents/items?" load -s "$work/elsewhere.lua" "http://127.0.0.1:$base"
printf 'elsewhere, gzip: ours         '; BENCH_PATH="/collections/incidents/items?" load -H 'Accept-Encoding: gzip' -s "$work/elsewhere.lua" "http://127.0.0.1:$base"
printf 'elsewhere: MapServer          '; BENCH_PATH="/bench/ogcapi/collections/incidents/items?f=json&" load -s "$work/elsewhere.lua" "http://127.0.0.1:$((base + 2))"
cat >"$work/page.sql" <<'SQL'
\set x random(0, 2200000)
\set y random(0, 2700000)
select json_build_object('type', 'FeatureCollection', 'features', json_agg(ST_AsGeoJSON(i.*, 'geom', 7)::json)) from (select * from incidents where geom && ST_MakeEnvelope(38 + :x / 1e6, -14 + :y / 1e6, 38.3 + :x / 1e6, -13.7 + :y / 1e6, 4326) order by id limit 1000) i;
SQL
printf 'elsewhere: PostGIS, no HTTP   '
pgbench -n -h 127.0.0.1 -p $((base + 1)) -U postgres -c 32 -j 2 -T "$seconds" -f "$work/page.sql" bench 2>/dev/null | awk '/^tps/ { printf "%10.0f req/s\n", $3 }'
for path in "" conformance collections collections/incidents api; do
  printf 'one client, /%-21s' "$path"
  wrk -t1 -c1 -d3s --latency "http://127.0.0.1:$base/$path" | rates
done
