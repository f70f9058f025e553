#!/bin/sh
# Runs a command in a network namespace that cannot reach any other machine. Its loopback interface also has the
# receiver's public address, which the command finds in RECEIVER_ADDRESS. The only name server is account.py on
# 127.0.0.1. When the command ends, the kernel ends every process that it has left behind.
set -eu
# The functions' address guard must allow this address; otherwise it is arbitrary. No packet to it leaves the namespace.
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
  # unshare ignores INT and TERM, so the traps below kill it.
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
