#!/bin/sh
# Starts a moto server on a free port of 127.0.0.1, and runs a command with its address in AWS_ENDPOINT_URL. The server ends
# with the command. Its output stays in target/moto.log.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
tools=$("$here/python-tools.sh")
log=$here/../target/moto.log
mkdir -p "$(dirname "$log")"
# The log must be empty before the server starts, because it still has the address of the previous server.
: >"$log"

PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$here/moto${PYTHONPATH:+:$PYTHONPATH} "$tools/moto_server" -H 127.0.0.1 -p 0 >>"$log" 2>&1 &
pid=$!
trap 'kill "$pid" 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

address() { sed -n 's|.*Running on \(http://127\.0\.0\.1:[0-9]*\).*|\1|p' "$log" | head -n 1; }
url=$(address)
while [ -z "$url" ]; do
  kill -0 "$pid" 2>/dev/null || {
    echo 'moto ended before it was ready:' >&2
    tail -n 5 "$log" >&2
    exit 1
  }
  sleep 0.1
  url=$(address)
done

AWS_ENDPOINT_URL=$url "$@"
