#!/bin/sh
# Writes the templates of a settings file into a folder: synthesise.sh BUILT SETTINGS FOLDER. BUILT is where Maven built the module
# `deployment`: target (make check), or target/system.
set -eu
cd "$(dirname "$0")/.."
rm -rf "$3"
"$(build-support/find-jdk.sh)/bin/java" --sun-misc-unsafe-memory-access=allow -XX:TieredStopAtLevel=1 \
  -cp "deployment/$1/classes:deployment/$1/lib/*" io.cdrwebhooks.infra.CdrWebhooksApp "$2" . "$3"
