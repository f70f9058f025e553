#!/bin/sh
# Lists the Java tests that failed and then passed, from the reports of all modules. A quiet Maven does not print them.
set -eu
cd "$(dirname "$0")/.."
reports=$(grep -lE '<flaky(Failure|Error)' ./*/target/*reports/TEST-*.xml 2>/dev/null || true)
# shellcheck disable=SC2086
[ -z "$reports" ] || awk '
  function value(name,  text) {
    text = $0
    sub(".*[ ]" name "=\"", "", text)
    sub("\".*", "", text)
    return text
  }
  /<testcase / { test = value("classname") "#" value("name") }
  /<flaky(Failure|Error)/ && !(test in seen) { seen[test]; print "FLAKY, failed and then passed: " test }' $reports
