#!/bin/sh
# Runs a command with AWS_ENDPOINT_URL naming a moto server of its own, on a free port of 127.0.0.1.
# The server ends with the command; what it said stays in emulators/target/moto.log.
set -eu
here=$(cd "$(dirname "$0")" && pwd)

moto=$("$here/python-tools.sh")/moto_server

log=$here/../emulators/target/moto.log
mkdir -p "$(dirname "$log")"
# Emptied before the server starts: the last one's address is in it.
: >"$log"
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$here/moto${PYTHONPATH:+:$PYTHONPATH} "$moto" -H 127.0.0.1 -p 0 >>"$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

address() { sed -n 's|.*Running on \(http://127\.0\.0\.1:[0-9]*\).*|\1|p' "$log"; }
url=$(address)
while [ -z "$url" ]; do
  kill -0 "$server" 2>/dev/null || { echo "$moto ended before it was ready:" >&2; tail -n 5 "$log" >&2; exit 1; }
  sleep 0.1
  url=$(address)
done

AWS_ENDPOINT_URL=$url "$@"
