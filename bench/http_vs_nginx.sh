#!/bin/sh
# Requests per second of a cached, hello-size answer: our HTTP layer beside nginx on the same machine, same bytes, same load
# (wrk, 1 thread, 32 connections), in turn, medians of several rounds.
#   bench/http_vs_nginx.sh [PROGRAM] [ROUNDS] [SECONDS]      PROGRAM defaults to build/release/bench/http_hello
# Needs wrk and nginx. Prints whether the target is met: 60,000 req/s, and not below nginx.
set -eu

program=${1:-build/release/bench/http_hello}
rounds=${2:-5}
seconds=${3:-3}
base=${BAIRRO_BENCH_PORT:-18200}
dir=$(mktemp -d)
pids=
trap 'for pid in $pids; do kill "$pid" 2>/dev/null || true; done; wait; rm -rf "$dir"' EXIT

await() {  # port
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    if curl -fs -o /dev/null "http://127.0.0.1:$1/hello.json"; then return; fi
    sleep 0.1
  done
  echo "nothing answers on port $1" >&2
  exit 1
}

start_nginx() {  # port workers
  mkdir -p "$dir/$1/html" "$dir/$1/tmp"
  printf '{"title":"Bairro","links":[]}\n' > "$dir/$1/html/hello.json"
  cat > "$dir/$1/nginx.conf" <<CONF
worker_processes $2;
daemon off;
pid $dir/$1/pid;
error_log $dir/$1/error.log;
events { worker_connections 1024; }
http {
  types { application/json json; }
  access_log off;
  sendfile on;
  tcp_nodelay on;
  keepalive_requests 100000000;
  open_file_cache max=100;
  client_body_temp_path $dir/$1/tmp/body;
  proxy_temp_path $dir/$1/tmp/proxy;
  fastcgi_temp_path $dir/$1/tmp/fastcgi;
  uwsgi_temp_path $dir/$1/tmp/uwsgi;
  scgi_temp_path $dir/$1/tmp/scgi;
  server { listen 127.0.0.1:$1; root $dir/$1/html; }
}
CONF
  chmod -R a+rX "$dir"  # a master run by root gives its workers to another user
  nginx -p "$dir/$1" -c "$dir/$1/nginx.conf" 2>/dev/null &
  pids="$pids $!"
  await "$1"
}

start_ours() {  # port options...
  port=$1
  shift
  "$program" --port "$port" "$@" > /dev/null &
  pids="$pids $!"
  await "$port"
}

measure() {  # name port
  wrk -t1 -c32 -d"${seconds}s" "http://127.0.0.1:$2/hello.json" |
    awk '/Requests\/sec/ { print int($2) } /Non-2xx|Socket errors/ { print "errors: " $0 > "/dev/stderr" }' >> "$dir/$1.txt"
}

median() {  # name
  sort -n "$dir/$1.txt" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

start_ours $((base + 1)) --io 1
start_ours $((base + 2)) --io 2
start_ours $((base + 3)) --io 2 --handler
start_nginx $((base + 4)) 1
start_nginx $((base + 5)) 2

round=0
while [ "$round" -lt "$rounds" ]; do
  round=$((round + 1))
  measure ours1 $((base + 1))
  measure nginx1 $((base + 4))
  measure ours2 $((base + 2))
  measure nginx2 $((base + 5))
  measure handler $((base + 3))
done

awk -v o1="$(median ours1)" -v n1="$(median nginx1)" -v o2="$(median ours2)" -v n2="$(median nginx2)" -v h="$(median handler)" 'BEGIN {
  printf "%-34s %10s %10s %8s\n", "hello-size answer, req/s", "ours", "nginx", "ratio"
  printf "%-34s %10d %10d %8.2f\n", "1 I/O thread, 1 nginx worker", o1, n1, o1 / n1
  printf "%-34s %10d %10d %8.2f\n", "2 I/O threads, 2 nginx workers", o2, n2, o2 / n2
  printf "%-34s %10d\n", "2 I/O threads, by the worker pool", h
  best = o1 > o2 ? o1 : o2
  printf "target (60,000 req/s, and not below nginx): %s\n", ((best >= 60000 && o1 >= n1 && o2 >= n2) ? "met" : "missed in this run")
}'
