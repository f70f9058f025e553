#!/bin/sh
# Writes SBOMs (CycloneDX) of the npm packages into a folder: of those that run, and, in ...-with-build, also of those that
# only the build needs. The lock files name every package with its licence, so it installs nothing. Argument: the folder.
set -eu
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."

write() {
  name=$1
  folder=$2
  shift 2
  (cd "$folder" && npm sbom --package-lock-only --sbom-format cyclonedx --sbom-type application "$@") > "$out/$name.json"
}
write console console --omit dev
write console-with-build console
write dynalite emulators/dynalite
write receivers-node receivers/node
write deploy-with-build infra/deploy
