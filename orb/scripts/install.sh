#!/bin/sh
# Puts the helper at $HOME/.prod-replica/<version>/prod-replica.cjs. Its SHA-256 is verified, fetched or found there.
# From the environment: PROD_REPLICA_HELPER_VERSION and _STAMP (version and SHA-256 that the orb was packed with),
# _PATH, _URL and _SHA256 (the orb's parameters; may be empty).
set -eu

die() {
  printf 'prod-replica: %s\n' "$*" >&2
  exit 2
}

sha256() {
  node -e 'const read = require("fs").readFileSync, { createHash } = require("crypto")
    console.log(createHash("sha256").update(read(process.argv[1])).digest("hex"))' -- "$1"
}

# Leaves the helper at $work/helper, or fails.
fetch() {
  if [ -n "${PROD_REPLICA_HELPER_PATH:-}" ]; then
    cp -- "$PROD_REPLICA_HELPER_PATH" "$work/helper"
  elif [ -z "${PROD_REPLICA_HELPER_URL:-}" ]; then
    npm install --prefix "$work" --no-save --ignore-scripts --omit=dev --omit=optional --no-audit --no-fund \
      --loglevel=error "prod-replica@$PROD_REPLICA_HELPER_VERSION" &&
      mv "$work/node_modules/prod-replica/dist/prod-replica.cjs" "$work/helper"
  elif command -v curl >/dev/null 2>&1; then
    curl --fail --silent --show-error --location --output "$work/helper" --url "$PROD_REPLICA_HELPER_URL"
  else
    wget -q -O "$work/helper" -- "$PROD_REPLICA_HELPER_URL"
  fi
}

# Networks fail for a moment; a file that is not there stays away.
fetch_patiently() {
  for pause in 1 4 0; do
    if fetch; then return 0; fi
    if [ "$pause" -eq 0 ] || [ -n "${PROD_REPLICA_HELPER_PATH:-}" ]; then return 1; fi
    sleep "$pause"
  done
}

command -v node >/dev/null 2>&1 || die 'this image has no node. Use one with Node 20.19 or later, such as cimg/node.'
node -e 'const [major, minor] = process.versions.node.split(".").map(Number)
  process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' ||
  die "Node $(node --version) is too old. Use an image with Node 20.19 or later, such as cimg/node."
[ -n "${HOME:-}" ] || die 'HOME is not set. Set it to a folder that this user can write to.'

expected=$(printf '%s' "${PROD_REPLICA_HELPER_SHA256:-$PROD_REPLICA_HELPER_STAMP}" | tr 'A-F' 'a-f')
folder=$HOME/.prod-replica/$PROD_REPLICA_HELPER_VERSION
helper=$folder/prod-replica.cjs

if [ -f "$helper" ] && [ "$(sha256 "$helper")" = "$expected" ]; then
  printf 'prod-replica %s is there already, SHA-256 verified\n' "$PROD_REPLICA_HELPER_VERSION"
  exit 0
fi

if [ -z "${PROD_REPLICA_HELPER_PATH:-}" ] && [ -z "${PROD_REPLICA_HELPER_URL:-}" ]; then
  command -v npm >/dev/null 2>&1 || die 'this image has no npm. Use one with npm, or give helper-path or helper-url.'
elif [ -z "${PROD_REPLICA_HELPER_PATH:-}" ] && ! command -v curl >/dev/null 2>&1; then
  command -v wget >/dev/null 2>&1 || die 'this image has neither curl nor wget. Use one with either, or give helper-path.'
fi

mkdir -p "$folder" || die "$folder cannot be made. HOME must be a folder that this user can write to."
work=$(mktemp -d "$folder/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
fetch_patiently || die "the helper could not be fetched from ${PROD_REPLICA_HELPER_PATH:-${PROD_REPLICA_HELPER_URL:-npm}}."
found=$(sha256 "$work/helper")
[ "$found" = "$expected" ] || die "the helper is not the one that was asked for: its SHA-256 is $found, not $expected. It was not installed."
mv -f "$work/helper" "$helper"
printf 'prod-replica %s is installed, SHA-256 verified\n' "$PROD_REPLICA_HELPER_VERSION"
