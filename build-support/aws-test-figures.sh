#!/bin/sh
# Counts the tests that call AWS, from their reports. Fails if a test was skipped without being listed as one that moto
# cannot serve, or if a module with such tests ran none.
set -eu
cd "$(dirname "$0")/.."
listed=emulators/src/test/resources/io/cdrwebhooks/emulators/backend/not-served-by-moto.txt
modules=$(grep -rl --include='*Test.java' '@SpeaksToAws' ./*/src/test/java | cut -d/ -f2 | sort -u | tr '\n' ' ')

for module in $modules; do
  reports=$(ls "$module"/target/aws-reports/TEST-*.xml 2>/dev/null || true)
  # shellcheck disable=SC2086
  [ -z "$reports" ] || sed 's/^/'"$module"'|/' $reports
done | awk -F'|' -v modules="$modules" -v listed="$listed" '
  function value(name,  text) {
    text = $0
    if (!sub(".*[ ]" name "=\"", "", text)) return ""
    sub("\".*", "", text)
    return text
  }
  BEGIN {
    while ((getline line < listed) > 0) {
      if (line ~ /^[^\/ ]+#/) { split(line, words, " "); reason[words[1]] = substr(line, length(words[1]) + 2) }
    }
  }
  /<testcase / {
    type = value("classname"); sub(".*[.]", "", type)
    test = value("name"); sub("[({[].*", "", test)
    module = $1; ran[module]++
  }
  /<skipped/ {
    ran[module]--; skipped++
    name = type "#" test
    if (name in reason) notes = notes "  skipped: " name ": " reason[name] "\n"
    else { notes = notes "  SKIPPED AND NOT LISTED: " name "\n"; bad = 1 }
  }
  END {
    count = split(modules, names, " ")
    for (i = 1; i <= count; i++) {
      total += ran[names[i]]
      parts = parts (i > 1 ? ", " : "") names[i] " " ran[names[i]] + 0
      if (ran[names[i]] + 0 == 0) { notes = notes "  NO TEST RAN: " names[i] "\n"; bad = 1 }
    }
    printf "%d tests that call AWS passed (%s), %d skipped.\n%s", total, parts, skipped, notes
    exit bad
  }'
