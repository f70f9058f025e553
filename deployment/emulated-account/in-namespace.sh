#!/bin/sh
# Runs a command in a network without any way out: the loopback interface also carries the
# receiver's public address, and names are asked of 127.0.0.1, where account.py answers them.
# RECEIVER_ADDRESS names that address to the command. Every process that the command leaves behind
# ends with it.
set -eu
# Any address that the functions' address guard lets pass; no packet to it leaves the namespace.
export RECEIVER_ADDRESS=23.22.21.20

if [ "${1-}" != --inside ]; then
  for needed in unshare:util-linux ip:iproute2; do
    command -v "${needed%%:*}" >/dev/null || {
      echo "The command ${needed%%:*} is needed for the trial's network: apt-get install ${needed##*:}" >&2
      exit 1
    }
  done
  as_root=
  [ "$(id -u)" = 0 ] || as_root=--map-root-user
  namespaces="--net --mount --pid --fork --kill-child --mount-proc $as_root"
  # shellcheck disable=SC2086
  unshare $namespaces true 2>/dev/null || {
    echo "This system lets this user create no network namespace: run the command as root, or (Ubuntu) sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0" >&2
    exit 1
  }
  # unshare itself ignores the signals that ask it to end.
  # shellcheck disable=SC2086
  unshare $namespaces "$0" --inside "$@" <&0 &
  trial=$!
  trap 'kill -KILL "$trial" 2>/dev/null || true' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  wait "$trial"
  exit
fi

shift
ip link set lo up
ip address add "$RECEIVER_ADDRESS/32" dev lo
settings=$(mktemp -d)
echo "nameserver 127.0.0.1" >"$settings/resolv.conf"
echo "hosts: files dns" >"$settings/nsswitch.conf"
for file in resolv.conf nsswitch.conf; do
  [ ! -e "/etc/$file" ] || mount --bind "$settings/$file" "/etc/$file"
done
rm -r "$settings"
exec "$@"
