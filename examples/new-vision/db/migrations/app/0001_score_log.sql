-- One row for each student and run of record-scores.
CREATE TABLE IF NOT EXISTS score_log (
  student_id INT NOT NULL,
  grade INT NOT NULL,
  recorded_at TIMESTAMP NOT NULL
);
