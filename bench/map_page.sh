#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The map page over a link of 1 Mbit/s with round trips of 50 ms: how many bytes, and when the map is there.
# usage: bench/map_page.sh [MBIT [RTT_MS]]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. tools/dev/install.sh
. tools/dev/clients.sh
install_packages clients
install_node_packages tests/browser
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
data-samples/load "$work/sample.db" build/release/bairro >"$work/load.log" || { cat "$work/load.log" >&2; exit 1; }
node bench/map_page.mjs build/release/bairro "$work/sample.db" "$@"
