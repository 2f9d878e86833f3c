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
code_file=$codes/$PROD_REPLICA_COMMAND
# A workspace takes no file that two containers have written.
[ "${CIRCLE_NODE_TOTAL:-1}" = 1 ] || code_file=$code_file.${CIRCLE_NODE_INDEX:-0}
rm -f "$code_file"

# The helper cleans up on a signal; this shell waits for it.
trap : INT TERM
code=0
node "$helper" "$PROD_REPLICA_COMMAND" || code=$?
printf '%s\n' "$code" >"$code_file"
