\set ON_ERROR_STOP off
SELECT name, score FROM scores WHERE id = 2;
\copy out_rows (id, note) FROM PROGRAM 'seq 1 1000 | sed s/$/,row/' WITH (FORMAT csv)
SELECT sum(id) FROM out_rows;
\copy (SELECT id FROM out_rows WHERE id > 998) TO STDOUT
SELECT nme FROM scores;
SELECT 'after' AS what;
