#!/bin/sh
# Prints the home of a JDK 25 or newer, or says in one sentence that there is none.
# Looks at JAVA_HOME, the java on the PATH, the JDKs installed next to it, and the JDKs of SDKMAN and macOS.
wanted=25

is_wanted() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${major:-0}" -ge "$wanted" ]
}

java_on_path=$(command -v java 2>/dev/null)
[ -n "$java_on_path" ] && beside=$(dirname "$(dirname "$(dirname "$(readlink -f "$java_on_path")")")")
mac_home=$([ -x /usr/libexec/java_home ] && /usr/libexec/java_home -v "$wanted" 2>/dev/null)

for home in "$JAVA_HOME" "$mac_home" "${beside:-/nonexistent}"/* "$HOME"/.sdkman/candidates/java/*; do
  if [ -n "$home" ] && is_wanted "$home"; then
    echo "$home"
    exit 0
  fi
done
echo "JDK $wanted is needed and was not found: apt-get install openjdk-$wanted-jdk-headless (Debian 13), or install Temurin $wanted and set JAVA_HOME to it." >&2
exit 1
