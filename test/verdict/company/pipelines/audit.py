"""Prints who is late, and notes in the log that it ran."""
import psycopg

with psycopg.connect("") as connection:
    (limit,) = connection.execute("SELECT value::int FROM settings WHERE key = 'late_from'").fetchone()  # [q] [v]
    rows = connection.execute(
        "SELECT a.student_id, a.day::text, a.minutes_late FROM attendance a WHERE a.minutes_late >= %s ORDER BY 1, 2", (limit,)  # [t] [i] [d] [m]
    ).fetchall()
    for row in rows[:20]:
        print(*row)
    connection.execute("INSERT INTO reports.run_log (pipeline, rows) VALUES ('audit', 1)")  # [o]
