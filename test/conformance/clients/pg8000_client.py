"""The same in pg8000, which is written in Python alone."""
import sys
import pg8000.dbapi

host, port = sys.argv[1:3]
db = pg8000.dbapi.connect(user="root", password="of-production", host=host, port=int(port), database="dev")
cur = db.cursor()
cur.execute("SELECT name, score FROM scores WHERE id = %s", (2,))
print(cur.fetchall())
cur.executemany("INSERT INTO out_rows (id, note) VALUES (%s, %s)", [(number, f"row {number}") for number in range(50)])
db.commit()
try:
    cur.execute("SELECT nme FROM scores")
except pg8000.dbapi.DatabaseError as error:
    print(error.args[0]["C"])
db.rollback()
db.close()
