# shellcheck shell=sh disable=SC2034
# Shared by the scripts beside it: sourced, not run.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

say() {
  if [ -t 2 ]; then printf '\033[1m%s\033[0m\n' "$*" >&2; else printf '%s\n' "$*" >&2; fi
}

# install_packages PACKAGE...: installs with apt what is missing.
install_packages() {
  missing=""
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
      missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || {
    echo "error: please install:$missing" >&2
    return 1
  }
  as_root=""
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || {
      echo "error: not root and no sudo; please install:$missing" >&2
      return 1
    }
    as_root=sudo
  fi
  say "Installing:$missing"
  $as_root apt-get update -qq >&2
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    $missing >/dev/null
}

build_packages="g++ cmake ninja-build pkg-config libcli11-dev libcurl4-openssl-dev
  nlohmann-json3-dev libspdlog-dev libfmt-dev libssl-dev libtomlplusplus-dev libsodium-dev
  libexpected-dev libcpp-httplib-dev libqrencode-dev libsystemd-dev ca-certificates"

# build PRESET TESTS [TARGET...]: TESTS is ON or OFF; without targets everything is built.
build() {
  preset=$1
  cmake -S "$root" --preset "$preset" -DENTRA_AUTH_BUILD_TESTS="$2" >/dev/null || return 1
  shift 2
  if [ $# -gt 0 ]; then
    cmake --build "$root/build/$preset" --target "$@" >&2
  else
    cmake --build "$root/build/$preset" >&2
  fi
}
