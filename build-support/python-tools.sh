#!/bin/sh
# Installs Python tools, once for each version of their list, and prints the folder of their commands: those of
# python-requirements.txt into target/python, or with the argument `api` those of check-api/requirements.txt into
# target/python-api. Needs Python 3.11 or newer; PYTHON names it.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
case ${1:-} in
  '')
    wanted=build-support/python-requirements.txt
    folder=$PWD/target/python
    use='the emulated AWS account and for moto'
    ;;
  api)
    wanted=build-support/check-api/requirements.txt
    folder=$PWD/target/python-api
    use='the check of the API'
    ;;
  *)
    echo "Unknown list of tools: $1. Give api, or no argument." >&2
    exit 1
    ;;
esac

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Python 3.11 or newer is needed for $use, and $python is not: apt-get install python3 python3-venv, or set PYTHON to one." >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  echo "Python's venv module is needed for $use: apt-get install python3-venv" >&2
  exit 1
fi
# A virtual environment stores the paths of its Python and of its folder. Both may have moved or disappeared since.
if ! cmp -s "$wanted" "$folder/installed.txt" || ! "$folder/bin/pip" --version >/dev/null 2>&1; then
  rm -rf "$folder"
  mkdir -p "$(dirname "$folder")"
  "$python" -m venv "$folder"
  # Without --no-compile pip would compile all modules. Python compiles the few that we use when it first loads them.
  "$folder/bin/pip" install --quiet --no-compile --disable-pip-version-check --require-hashes --only-binary :all: -r "$wanted" >&2
  cp "$wanted" "$folder/installed.txt"
fi
echo "$folder/bin"
