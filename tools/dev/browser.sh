# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What drives a browser: tests/browser has a lock file of its own.

# install_browser_packages: fetched again only when the lock file changes.
install_browser_packages() {
  local folder=tests/browser installed=tests/browser/node_modules/.package-lock.json
  [ ! -e "$installed" ] || [ "$folder/package-lock.json" -nt "$installed" ] || return 0
  say "fetching what drives the browser"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) && touch "$installed"
}
