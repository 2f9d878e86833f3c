"""Prints a list of pupils, which it reads through a named cursor, by position."""
import psycopg

with psycopg.connect("") as connection:
    with connection.cursor(name="pupils") as cursor:
        cursor.execute("SELECT * FROM students ORDER BY 1")  # [t]
        for row in cursor:
            if row[-1] == "active" and row[0] <= 40:  # [s]
                print(f"{row[0]};{row[2]};{row[5]:%d.%m.%Y}")  # [i] [n] [e]
