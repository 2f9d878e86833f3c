"""Writes a JSON file of counts by term; what it does not know stops it."""
import json
import pathlib

import psycopg

PLACE = {"fall": 1, "winter": 2, "spring": 3}

with psycopg.connect("") as connection:
    counts = {}
    for term, subject, points in connection.execute("SELECT term, subject, points FROM scores ORDER BY score_id"):  # [t] [e] [s] [p] [i]
        key = f"{PLACE[term]}/{subject[0]}"  # [e] [s]
        counts[key] = counts.get(key, 0) + (1 if subject == "ELA" and points else 0)  # [s] [p]

pathlib.Path("out").mkdir(exist_ok=True)
pathlib.Path("out/terms.json").write_text(json.dumps(counts, sort_keys=True, indent=1))
