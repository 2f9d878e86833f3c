CREATE TABLE students (
  student_id INT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  birth_date DATE NOT NULL
);
