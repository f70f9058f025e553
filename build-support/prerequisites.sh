#!/bin/sh
# Says in one sentence what is missing, before a build tool says it in a hundred lines.
maven=$1

if ! command -v "$maven" >/dev/null 2>&1; then
  echo "Maven 3.9 or newer is needed and was not found: install it, or give its path with MAVEN=..." >&2
  exit 1
fi
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  echo "Node 20.19 or newer with npm is needed and was not found: the console, the DynamoDB emulator and the deployment need it." >&2
  exit 1
fi
if ! node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major * 100 + +minor < 2019 ? 1 : 0)'; then
  echo "Node 20.19 or newer is needed; this is $(node --version)." >&2
  exit 1
fi
"$(dirname "$0")/find-jdk.sh" >/dev/null
