#!/bin/sh
# Runs a command with AWS_ENDPOINT_URL naming an AWS server on a free port of 127.0.0.1:
# moto or (with its gaps bridged) ministack, the first argument. The server ends with the command; what it printed stays in
# target/<server>.log.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
server=$1
shift
tools=$("$here/python-tools.sh")
log=$here/../target/$server.log
mkdir -p "$(dirname "$log")"
# Emptied before the server starts: the last one's address is in it.
: >"$log"

case $server in
  moto)
    PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$here/moto${PYTHONPATH:+:$PYTHONPATH} \
      "$tools/moto_server" -H 127.0.0.1 -p 0 >>"$log" 2>&1 &
    ;;
  ministack)
    port=$("$tools/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    state=$(mktemp -d)
    BIND_HOST=127.0.0.1 GATEWAY_PORT=$port IOT_MTLS_ENABLED=0 STATE_DIR=$state TMPDIR=$state "$tools/python" "$here/../deployment/emulated-account/bridged.py" >>"$log" 2>&1 &
    ;;
  *)
    echo "No such server: $server. Known are moto and ministack." >&2
    exit 1
    ;;
esac
pid=$!
trap 'kill "$pid" 2>/dev/null || true; [ -z "${state-}" ] || rm -rf "$state"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

address() { sed -n 's|.*Running on \(http://127\.0\.0\.1:[0-9]*\).*|\1|p' "$log" | head -n 1; }
url=$(address)
while [ -z "$url" ]; do
  kill -0 "$pid" 2>/dev/null || {
    echo "$server ended before it was ready:" >&2
    tail -n 5 "$log" >&2
    exit 1
  }
  sleep 0.1
  url=$(address)
done

AWS_ENDPOINT_URL=$url "$@"
