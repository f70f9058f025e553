#!/bin/sh
# Counts the tests that ran on moto, from their reports. Fails if a module that has such tests ran none, or if other tests
# were skipped than those listed as not served by moto.
set -eu
cd "$(dirname "$0")/.."
listed=$(grep -c '^[A-Za-z0-9]*#' emulators/src/test/resources/io/cdrwebhooks/emulators/backend/not-served-by-moto.txt)
all=0
for module in $(grep -rl --include='*Test.java' '@SpeaksToAws' ./*/src/test/java | cut -d/ -f2 | sort -u); do
  skipped=$(cat "$module"/target/aws-reports/TEST-*.xml 2>/dev/null | grep -c '<skipped' || true)
  ran=$(($(cat "$module"/target/aws-reports/TEST-*.xml 2>/dev/null | grep -c '<testcase ' || true) - skipped))
  all=$((all + skipped))
  echo "$module: $ran tests ran on moto"
  [ "$ran" -gt 0 ] || { echo "$module ran no test on moto." >&2; exit 1; }
done
[ "$all" -eq "$listed" ] || { echo "$all tests were skipped, but not-served-by-moto.txt lists $listed." >&2; exit 1; }
echo "$all tests were skipped, each with a reason in not-served-by-moto.txt."
