-- The district renames the column in one table first, "to see how it goes".
ALTER TABLE sample_student_ela_scores RENAME COLUMN test_score TO score;
