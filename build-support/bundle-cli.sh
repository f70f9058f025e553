#!/bin/sh
# Bundles the command-line tool into a package of one file, cli/dist, with the bundler of the console.
# npm runs no install scripts of packages.
set -eu
cd "$(dirname "$0")/.."

sh console/install.sh
rm -rf cli/dist
console/node_modules/.bin/rolldown cli/cdr-webhooks.mjs --platform node --format esm --log-level warn --file cli/dist/cdr-webhooks.mjs
chmod +x cli/dist/cdr-webhooks.mjs
cp cli/package.json LICENSE cli/dist/
echo 'Bundled into cli/dist: node cli/dist/cdr-webhooks.mjs, or npx ./cli/dist'
