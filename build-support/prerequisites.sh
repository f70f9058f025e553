#!/bin/sh
# Checks that the necessary programs are installed. If one is missing, it says in one sentence how to install it, before a
# build tool fails with a hundred lines. Argument: Maven's command.
maven=$1

stop() {
  echo "$1" >&2
  exit 1
}

command -v "$maven" >/dev/null 2>&1 ||
  stop "Maven 3.8.7 or newer is needed and $maven was not found: apt-get install maven (or name another command with MAVEN=...)."
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  stop "Node 22 or 24 with npm is needed (20.19 works too) and was not found: apt-get install nodejs npm"
fi
node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major * 100 + +minor < 2019 ? 1 : 0)' ||
  stop "Node 22 or 24 is needed (20.19 works too) and this is $(node --version): npm install --global n && n 24"
"$(dirname "$0")/find-jdk.sh" >/dev/null
