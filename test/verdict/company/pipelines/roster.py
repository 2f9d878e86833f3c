"""Prints the roster of each district, with pg8000, and when it ran."""
import datetime
import os

import pg8000.native

connection = pg8000.native.Connection(
    os.environ["PGUSER"],
    host=os.environ["PGHOST"],
    port=int(os.environ["PGPORT"]),
    database=os.environ["PGDATABASE"],
    password=os.environ["PGPASSWORD"],
)
print("at", datetime.datetime.now().isoformat())
sql = """
  SELECT c.district, c.name, count(*), min(s.grade), max(c.budget)
    FROM schools c
    JOIN students s USING (school_id)
   GROUP BY 1, 2
   ORDER BY 1, 2
"""
for district, name, pupils, grade, budget in connection.run(sql):
    print(f"{district:<12} {name:<12} {pupils:>4} {grade} {budget}")
connection.close()
