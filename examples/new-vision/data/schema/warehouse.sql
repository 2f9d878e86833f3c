-- As grown: no keys, no constraints, and the schema known to every pipeline by heart.
CREATE TABLE sample_student_ela_scores (
  student_id INT,
  school_id TEXT,
  subject TEXT,
  test_score INT,
  test_date TEXT
);

CREATE TABLE sample_student_math_scores (
  student_id INT,
  school_id TEXT,
  subject TEXT,
  test_score INT,
  test_date TEXT
);

CREATE TABLE sample_student_science_scores (
  student_id INT,
  school_id TEXT,
  subject TEXT,
  test_score INT,
  test_date TEXT
);

CREATE TABLE sample_student_scores_history (
  student_id INT,
  school_id TEXT,
  subject TEXT,
  test_score INT,
  test_date TEXT
);

CREATE TABLE sample_student_scores_extra (
  student_id INT,
  school_id TEXT,
  subject TEXT,
  test_score INT,
  test_date TEXT
);

CREATE TABLE sample_subject_test_scores (
  school_id TEXT,
  subject TEXT,
  high_score INT,
  low_score INT,
  test_date TEXT
);
