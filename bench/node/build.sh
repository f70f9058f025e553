#!/bin/sh
# Bundles the function into one file, as whoever cares for its start would, unless that has been done since it changed.
# No package runs a script here.
set -eu
mkdir -p "$1"
bundle=$(cd "$1" && pwd)
cd "$(dirname "$0")"

installed=node_modules/.package-lock.json
if [ ! -f "$installed" ] || [ ! "$installed" -nt package-lock.json ]; then
  npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
fi
if [ ! -f "$bundle/function.js" ] || [ -n "$(find . -maxdepth 1 -name "*.js" -newer "$bundle/function.js")" ] || [ "$installed" -nt "$bundle/function.js" ]; then
  node_modules/.bin/esbuild function.js --bundle --minify --platform=node --target=node20 --log-level=warning \
    --outfile="$bundle/function.js"
fi
cp bootstrap.js "$bundle/bootstrap.js"
