# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A PostGIS of one's own for a benchmark, with the incidents of bench/make_incidents.py; to be sourced.

postgres=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort | tail -1)
as_postgres() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi; }

# begin_postgis FOLDER PORT CSV: starts it in the folder and loads the file; sql() talks to it.
begin_postgis() {
  pg=$1 pg_port=$2
  mkdir "$pg"
  [ "$(id -u)" != 0 ] || chown postgres "$pg"
  as_postgres "$postgres/initdb" -D "$pg/data" --auth trust >/dev/null
  as_postgres "$postgres/pg_ctl" -D "$pg/data" -w -o "-p $pg_port -k $pg -c listen_addresses=127.0.0.1 -c shared_buffers=512MB -c jit=off" -l "$pg/log" start >/dev/null
  as_postgres createdb -h "$pg" -p "$pg_port" bench
  sql <<'SQL'
set client_min_messages = warning;
create extension postgis;
create table incidents (id bigint primary key, occurred_on timestamp, category text, severity int, lat float8, lon float8, gps_precision int, source_type text, localidade text);
SQL
  sql -c "\\copy incidents from '$3' csv header"
  sql -c "alter table incidents add geom geometry(Point,4326); update incidents set geom = ST_SetSRID(ST_MakePoint(lon, lat), 4326)" \
    -c "create index on incidents using gist (geom)" -c "vacuum analyze incidents"
}
sql() { psql -q -h "$pg" -p "$pg_port" -U postgres -d bench -v ON_ERROR_STOP=1 "$@"; }
end_postgis() { [ ! -d "$1" ] || as_postgres "$postgres/pg_ctl" -D "$1/data" -m immediate stop >/dev/null 2>&1 || true; }
