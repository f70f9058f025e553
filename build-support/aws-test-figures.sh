#!/bin/sh
# Counts the tests that ran on moto, from their reports. Fails if a module that has such tests ran none, or if a test was
# skipped that is not listed as not served by moto.
set -eu
cd "$(dirname "$0")/.."
listed=emulators/src/test/resources/io/cdrwebhooks/emulators/backend/not-served-by-moto.txt
skipped=''
for module in $(grep -rl --include='*Test.java' '@SpeaksToAws' ./*/src/test/java | cut -d/ -f2 | sort -u); do
  tests=$(cat "$module"/target/aws-reports/TEST-*.xml 2>/dev/null | grep -E '<testcase |<skipped' || true)
  names=$(echo "$tests" | grep -B1 '<skipped' | sed -nE 's/.* name="([A-Za-z0-9]+).* classname="[a-zA-Z0-9.]*[.]([A-Za-z0-9]+)".*/\2#\1/p')
  ran=$(($(echo "$tests" | grep -c '<testcase ' || true) - $(echo "$names" | grep -c . || true)))
  echo "$module: $ran tests ran on moto"
  [ "$ran" -gt 0 ] || { echo "$module ran no test on moto." >&2; exit 1; }
  skipped="$skipped $names"
done
for name in $skipped; do
  grep "^$name " "$listed" || { echo "$name was skipped, but not-served-by-moto.txt does not list it." >&2; exit 1; }
done
