-- A copy of all pupils for the yearly archive.
CREATE TABLE archive.students_copy AS
SELECT * FROM students; -- [t]

CREATE INDEX ON archive.students_copy (student_id);
