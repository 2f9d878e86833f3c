-- The school is in the student directory: ELA does not need to repeat it.
ALTER TABLE sample_student_ela_scores DROP COLUMN school_id;
