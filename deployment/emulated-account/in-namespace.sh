#!/bin/sh
# Runs a command in a network of its own, without any way out: the loopback interface also carries
# the receiver's public address, and names are asked of 127.0.0.1, where account.py answers them.
# Every process that the command leaves behind ends with it. RECEIVER_ADDRESS tells it the address.
set -eu
# Any address that the functions' address guard lets pass; no packet to it leaves the namespace.
export RECEIVER_ADDRESS=23.22.21.20

if [ "${1-}" != --inside ]; then
  command -v ip >/dev/null || {
    echo "The command ip is needed for the trial's network: apt-get install iproute2" >&2
    exit 1
  }
  as_root=
  [ "$(id -u)" = 0 ] || as_root=--map-root-user
  # shellcheck disable=SC2086
  unshare --net --mount --pid --fork $as_root true 2>/dev/null || {
    echo "This system lets this person make no network namespace: run the command as root, or (Ubuntu) sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0" >&2
    exit 1
  }
  # shellcheck disable=SC2086
  exec unshare --net --mount --pid --fork --kill-child --mount-proc $as_root "$0" --inside "$@"
fi

shift
ip link set lo up
ip address add "$RECEIVER_ADDRESS/32" dev lo
resolver=$(mktemp)
echo "nameserver 127.0.0.1" >"$resolver"
mount --bind "$resolver" /etc/resolv.conf
rm "$resolver"
exec "$@"
