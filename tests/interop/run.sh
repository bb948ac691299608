#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: run.sh ENTRA_AUTH_CLI ENTRA_AUTH_SANDBOX
#
# Checks both programs against oidc-provider and jose. Works in $ENTRA_AUTH_INTEROP_DIR, which keeps
# the installed packages for the next run, else in a temporary folder. If Node.js or the packages are
# not available, it says so and ends with 77, which ctest reports as skipped. If only Chromium is
# missing, the tests that need a browser are skipped one by one, by name.
set -eu

skip() {
  echo "SKIPPED: interop ($1)"
  exit 77
}

# Installs the packages in the lock file of folder $1, in less time than ctest allows: a registry that
# does not respond is a reason to skip, not a failure.
install_packages() {
  if cmp -s "$1/package-lock.json" "$1/node_modules/.installed.json"; then return 0; fi
  if ! (cd "$1" && timeout -k 5 90 npm ci --ignore-scripts --no-audit --no-fund \
    --no-update-notifier --fetch-retries=1) >"$1/npm.log" 2>&1; then
    cat "$1/npm.log"
    return 1
  fi
  cp "$1/package-lock.json" "$1/node_modules/.installed.json"
}

# Whether Node.js $1 is at least the major version that package.json asks for.
is_new_enough() {
  "$1" -e '
    const { engines } = require(process.argv[1]);
    const [floor] = /\d+/.exec(engines.node);
    process.exit(parseInt(process.versions.node) >= floor ? 0 : 1);
  ' "$folder/package.json"
}

[ $# -eq 2 ] || { echo "usage: run.sh ENTRA_AUTH_CLI ENTRA_AUTH_SANDBOX" >&2; exit 64; }
ENTRA_AUTH_CLI=$(realpath "$1")
ENTRA_AUTH_SANDBOX=$(realpath "$2")
export ENTRA_AUTH_CLI ENTRA_AUTH_SANDBOX

for tool in node npm openssl; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done

source=$(dirname "$(realpath "$0")")
if [ -n "${ENTRA_AUTH_INTEROP_DIR:-}" ]; then
  mkdir -p "$ENTRA_AUTH_INTEROP_DIR"
  folder=$(realpath "$ENTRA_AUTH_INTEROP_DIR")
else
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
fi
rm -rf "$folder/tests"
mkdir -p "$folder/tests" "$folder/runtime"
cp "$source"/package.json "$source"/package-lock.json "$folder"
cp "$source"/runtime/*.json "$folder/runtime"
for part in assertions browser maskinporten provider support verify; do
  cp -R "$source/$part" "$folder/tests"
done
cp "$source"/*.test.mjs "$folder/tests"

install_packages "$folder" || skip "npm cannot install the packages"

node=$(command -v node)
if ! is_new_enough "$node"; then
  # Debian 12 has Node.js 18, which lacks the global `crypto`. The packages that npm's `node`
  # package consists of have a newer one.
  install_packages "$folder/runtime" || skip "Node.js $("$node" --version) is too old"
  for node in "$folder"/runtime/node_modules/node-linux-*/bin/node; do
    is_new_enough "$node" || skip "there is no newer Node.js for this machine"
  done
fi

echo "Node.js $("$node" --version)"
"$node" --test --test-reporter=spec "$folder"/tests/*.test.mjs "$folder"/tests/*/*.test.mjs
