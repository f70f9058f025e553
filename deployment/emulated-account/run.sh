#!/bin/sh
# Runs the trial in an emulated account: run.sh TEMPLATES [drill]. TEMPLATES is the folder with the templates of each deployment.
set -eu
cd "$(dirname "$0")/../.."
tools=$(build-support/python-tools.sh)
jdk=$(build-support/find-jdk.sh)
exec deployment/emulated-account/in-namespace.sh "$jdk/bin/java" \
  -cp 'deployment/target/system/test-classes:deployment/target/system/classes:deployment/target/system/lib/*' \
  io.cdrwebhooks.deployment.EmulatedDeployment . "$tools" "$@"
