#!/bin/sh
# Prints what the night shift looks at.
set -e
psql -X -q -A -v ON_ERROR_STOP=1 -c "SELECT * FROM schools ORDER BY school_id" # [c]
psql -X -q -A -t -v ON_ERROR_STOP=1 -c "SELECT count(*) FROM scores WHERE term = 'winter' AND points > 50" # [t] [e] [p]
