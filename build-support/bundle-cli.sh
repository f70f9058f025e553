#!/bin/sh
# Bundles the command-line tool into a package of one file, cli/dist, with the esbuild that the bench pins.
# No package runs a script here.
set -eu
cd "$(dirname "$0")/.."

esbuild=bench/node/node_modules/.bin/esbuild
installed=bench/node/node_modules/.package-lock.json
if [ ! -f "$installed" ] || [ ! "$installed" -nt bench/node/package-lock.json ]; then
  (cd bench/node && npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error)
fi
rm -rf cli/dist
"$esbuild" cli/cdr-webhooks.mjs --bundle --platform=node --target=node20 --format=esm --log-level=warning --outfile=cli/dist/cdr-webhooks.mjs
chmod +x cli/dist/cdr-webhooks.mjs
cp cli/package.json LICENSE cli/dist/
echo 'Bundled into cli/dist: node cli/dist/cdr-webhooks.mjs, or npx ./cli/dist'
