#!/bin/sh
# The job's last step: ends as the helper ended, now that its results are stored.
set -eu

file=./$PROD_REPLICA_RESULTS/exit-codes/$PROD_REPLICA_COMMAND
[ "${CIRCLE_NODE_TOTAL:-1}" = 1 ] || file=$file.${CIRCLE_NODE_INDEX:-0}
if [ ! -f "$file" ]; then
  printf 'prod-replica: %s did not come to its end.\n' "$PROD_REPLICA_COMMAND" >&2
  exit 3
fi

code=$(cat "$file")
case $PROD_REPLICA_COMMAND:$code in
  *:0) meaning='all is well' ;;
  *:1) meaning='the change breaks something, or moves results that nobody accepted' ;;
  *:2) meaning="the input is wrong; the helper's step says what, where, and what to do" ;;
  teardown:3 | reap:3) meaning='something of a replica may still be there; run this job again' ;;
  notify:3) meaning='the mail was not delivered' ;;
  *:3) meaning='no verdict: the infrastructure or the baseline failed' ;;
  *:130 | *:143) meaning='interrupted, after cleaning up' ;;
  *) meaning='the helper was killed or crashed' ;;
esac
printf '%s: exit code %s, %s\n' "$PROD_REPLICA_COMMAND" "$code" "$meaning"
exit "$code"
