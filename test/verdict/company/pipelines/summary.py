"""One row a school: how many pupils, and their mean. Takes what is missing as nothing."""
import psycopg
from psycopg.rows import dict_row

with psycopg.connect("", row_factory=dict_row) as connection:
    schools = connection.execute("SELECT * FROM schools ORDER BY school_id").fetchall()  # [c]
    pupils = connection.execute("SELECT * FROM students").fetchall()  # [j]
    scores = connection.execute("SELECT student_id, points FROM scores").fetchall()  # [t] [i] [p]
    points = {}
    for score in scores:
        points.setdefault(score["student_id"], []).append(score["points"] or 0)  # [i] [p]
    for school in schools:
        own = [pupil for pupil in pupils if pupil.get("school_id") == school["school_id"] and pupil.get("status") == "active"]  # [k] [h] [s]
        values = [value for pupil in own for value in points.get(pupil["student_id"], [])]  # [m]
        mean = round(sum(values) / len(values), 2) if values else None
        connection.execute(
            "INSERT INTO reports.school_summary (school_id, name, pupils, mean) VALUES (%s, %s, %s, %s)"  # [o]
            " ON CONFLICT (school_id) DO UPDATE SET name = excluded.name, pupils = excluded.pupils, mean = excluded.mean",  # [u]
            (school["school_id"], school.get("name", ""), len(own), mean),  # [h] [n]
        )
