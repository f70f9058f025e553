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
    echo "No such tools: $1. Known are those without a name, and api." >&2
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
# A virtual environment names its Python and its folder, which may have gone or moved since.
if ! cmp -s "$wanted" "$folder/installed.txt" || ! "$folder/bin/pip" --version >/dev/null 2>&1; then
  rm -rf "$folder"
  mkdir -p "$(dirname "$folder")"
  "$python" -m venv "$folder"
  # Python compiles the few modules that are used when it first loads them.
  "$folder/bin/pip" install --quiet --no-compile --disable-pip-version-check --require-hashes --only-binary :all: -r "$wanted" >&2
  cp "$wanted" "$folder/installed.txt"
fi
echo "$folder/bin"
