-- Room for marks such as "absent".
ALTER TABLE sample_student_math_scores ALTER COLUMN test_score TYPE TEXT;
