"""A pipeline in psycopg 3: text and binary results, a pipeline of statements, COPY both ways, an error, a server-side cursor."""
import sys
import psycopg

host, port = sys.argv[1:3]
with psycopg.connect(f"host={host} port={port} user=root password=of-production dbname=dev {sys.argv[3] if len(sys.argv) > 3 else ''}") as db:
    with db.cursor() as cur:
        print(cur.execute("SELECT name, score FROM scores WHERE id = %s", (2,)).fetchall())
    with db.cursor(binary=True) as cur:
        print(cur.execute("SELECT score FROM scores ORDER BY id").fetchall())
    with db.pipeline(), db.cursor() as cur:
        cur.executemany("INSERT INTO out_rows (id, note) VALUES (%s, %s)", [(number, f"row {number}") for number in range(500)])
    with db.cursor().copy("COPY out_rows (id, note) FROM STDIN") as copy:
        for number in range(500, 100_500):
            copy.write_row((number, f"copied {number}"))
    total = 0
    with db.cursor().copy("COPY (SELECT id, note FROM out_rows) TO STDOUT") as copy:
        for row in copy.rows():
            total += int(row[0])
    print(total)
    with db.cursor(name="walk") as cur:
        cur.itersize = 10
        cur.execute("SELECT id FROM out_rows ORDER BY id LIMIT 35")
        print(sum(row[0] for row in cur))
    db.commit()
    try:
        db.execute("SELECT nme FROM scores")
    except psycopg.errors.UndefinedColumn as error:
        print(error.sqlstate)
    db.rollback()
