#!/bin/sh
# Installs the packages of package-lock.json, unless it has done so since the lock file changed.
# npm runs no install scripts of packages: the only native package comes with its binary.
set -eu
cd "$(dirname "$0")"

installed=node_modules/.package-lock.json
if [ -f "$installed" ] && [ "$installed" -nt package-lock.json ]; then
  exit 0
fi
command -v npm >/dev/null 2>&1 || {
  echo "Node (with npm) is needed and was not found on the PATH: install Node 20 or newer." >&2
  exit 1
}
exec npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
