# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the tests need from npm: each folder has a lock file of its own.

# install_node_packages FOLDER: fetched again only when its lock file changes.
install_node_packages() {
  local folder=$1 installed=$1/node_modules/.package-lock.json
  [ ! -e "$installed" ] || [ "$folder/package-lock.json" -nt "$installed" ] || return 0
  say "fetching what $folder needs"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) && touch "$installed"
}
