#!/bin/sh
# Prints the lines of Java of each module, without tests, in three groups: the product, the commands of operators, and the
# harnesses, which run, measure and simulate the product. Fails if the harnesses have more lines than their limit.
set -eu
cd "$(dirname "$0")/.."
find ./*/src/main ./chaos/src/test/java/io/cdrwebhooks/simulation -name '*.java' -exec wc -l {} + | awk -v limit=14000 '
  $2 != "total" {
    split($2, path, "/")
    kind = "product"
    if (path[2] == "deployment") kind = "commands of operators"
    if (path[2] ~ /^(bench|browser-tests|chaos|emulators|local)$/) kind = "harnesses"
    modules[kind " " path[2]] += $1
    sums[kind] += $1
  }
  END {
    for (kind in sums) {
      line = kind " " sums[kind] " lines:"
      for (name in modules) if (index(name, kind " ") == 1) line = line " " substr(name, length(kind) + 2) " " modules[name]
      print line
    }
    if (sums["harnesses"] > limit) { print "The harnesses must have at most " limit " lines."; exit 1 }
  }'
