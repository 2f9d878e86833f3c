"""Carries enrolments over with COPY, on both ways without looking at them."""
import psycopg

with psycopg.connect("") as connection:
    with connection.cursor() as reader:
        with reader.copy("COPY (SELECT student_id, school_id, enrolled_at FROM students WHERE grade > 6 ORDER BY 1) TO STDOUT") as out:  # [t] [i] [k] [e] [g]
            rows = b"".join(bytes(part) for part in out)
    with connection.cursor() as writer:
        with writer.copy("COPY reports.enrolments FROM STDIN") as copy:  # [o]
            copy.write(rows)
