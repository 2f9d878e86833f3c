#!/bin/sh
# Runs one command of the helper and keeps its exit code for the job's last step, so that results are stored first.
# The helper takes its options from PROD_REPLICA_* itself and expands ${VAR} in them; nothing is put into a command here.
set -eu

die() {
  printf 'prod-replica: %s\n' "$*" >&2
  exit 2
}

helper=${HOME:-}/.prod-replica/$PROD_REPLICA_HELPER_VERSION/prod-replica.cjs
[ -f "$helper" ] || die "the helper is not at $helper. The orb's command install puts it there."
case $PROD_REPLICA_RESULTS in
  '' | *'$'* | /* | .. | ../* | */../* | */..) die 'results must be a plain path below working-directory, without variables.' ;;
esac

codes=./$PROD_REPLICA_RESULTS/exit-codes
mkdir -p "$codes"
rm -f "$codes/$PROD_REPLICA_COMMAND"

# The helper cleans up on a signal; this shell waits for it.
trap : INT TERM
code=0
node "$helper" "$PROD_REPLICA_COMMAND" || code=$?
printf '%s\n' "$code" >"$codes/$PROD_REPLICA_COMMAND"
