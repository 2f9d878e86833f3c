-- Retaken tests are marked, and no longer count.
ALTER TABLE sample_student_ela_scores ADD COLUMN retake BOOLEAN NOT NULL DEFAULT FALSE;
