import { type Change, change } from './types.ts'

/** Views, enums, keys, constraints, functions, grants and sequences. */
export const objectChanges: readonly Change[] = [
  change(
    "change a view's query",
    'public.attendance_overview',
    `CREATE OR REPLACE VIEW attendance_overview AS
SELECT a.student_id, a.day, a.present, a.minutes_late, s.school_id FROM attendance a JOIN students s USING (student_id) WHERE s.status = 'active';`,
  ),
  change(
    "drop a view's column",
    ['public.attendance_overview', 'public.attendance_overview.minutes_late'],
    `DROP VIEW attendance_overview;
CREATE VIEW attendance_overview AS
SELECT a.student_id, a.day, a.present, s.school_id FROM attendance a JOIN students s USING (student_id);`,
  ),
  change(
    'add a column to a view',
    'public.attendance_overview',
    `CREATE OR REPLACE VIEW attendance_overview AS
SELECT a.student_id, a.day, a.present, a.minutes_late, s.school_id, s.grade FROM attendance a JOIN students s USING (student_id);`,
  ),
  change('add an enum value', ['public.season', 'public.scores.term'], "ALTER TYPE season ADD VALUE 'summer';"),
  change('rename an enum value', ['public.season', 'public.scores.term'], "ALTER TYPE season RENAME VALUE 'fall' TO 'autumn';"),
  change(
    'remove an enum value',
    ['public.season', 'public.scores.term'],
    `ALTER TYPE season RENAME TO season_old;
CREATE TYPE season AS ENUM ('fall', 'spring');
ALTER TABLE scores ALTER term TYPE season USING (CASE term::text WHEN 'winter' THEN 'spring' ELSE term::text END)::season;
ALTER TABLE archive.scores_2023 ALTER term TYPE season USING (CASE term::text WHEN 'winter' THEN 'spring' ELSE term::text END)::season;
DROP TYPE season_old;`,
  ),
  change(
    'drop a primary key that ON CONFLICT needs',
    ['reports.subject_means', 'reports.subject_means.subject'],
    'ALTER TABLE reports.subject_means DROP CONSTRAINT subject_means_pkey;',
  ),
  change('drop a primary key', ['public.schools', 'public.schools.school_id'], 'ALTER TABLE schools DROP CONSTRAINT schools_pkey CASCADE;'),
  change(
    'add a unique key that rows break',
    ['reports.honours', 'reports.honours.subject'],
    'ALTER TABLE reports.honours ADD UNIQUE (subject);',
  ),
  change(
    'add a foreign key that a new row breaks',
    ['public.attendance', 'public.attendance.student_id'],
    'ALTER TABLE attendance ADD FOREIGN KEY (student_id) REFERENCES students;',
  ),
  change(
    'add a check that new rows break',
    ['reports.late', 'reports.late.late_minutes'],
    'ALTER TABLE reports.late ADD CHECK (late_minutes < 50);',
  ),
  change(
    'add a check that all rows pass',
    ['public.scores', 'public.scores.points'],
    'ALTER TABLE scores ADD CHECK (points BETWEEN 0 AND 100);',
  ),
  change('add an index', 'public.scores', 'CREATE INDEX scores_by_student ON scores (student_id);'),
  change('comment on a column', 'public.scores.points', "COMMENT ON COLUMN scores.points IS 'of 100';"),
  change('revoke a grant', 'public.scores', 'REVOKE SELECT ON scores FROM CURRENT_USER;'),
  change(
    'filter rows by a policy',
    'public.scores',
    "ALTER TABLE scores ENABLE ROW LEVEL SECURITY;\nALTER TABLE scores FORCE ROW LEVEL SECURITY;\nCREATE POLICY no_math ON scores USING (subject <> 'Math');",
  ),
  change(
    'reset a sequence',
    ['public.receipt_no', 'reports.receipts', 'reports.receipts.receipt'],
    'ALTER SEQUENCE receipt_no RESTART WITH 1;',
  ),
  change(
    "change a function's body",
    'public.grade_letter',
    `CREATE OR REPLACE FUNCTION grade_letter(points int) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN points >= 90 THEN 'A' WHEN points >= 50 THEN 'B' ELSE 'C' END $$;`,
  ),
  change(
    "change a function's signature",
    'public.grade_letter',
    `DROP FUNCTION grade_letter(int);
CREATE FUNCTION grade_letter(points int, top int) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN points >= top THEN 'A' WHEN points >= 50 THEN 'B' ELSE 'C' END $$;`,
  ),
  change(
    'give a function an optional parameter',
    'public.grade_letter',
    `DROP FUNCTION grade_letter(int);
CREATE FUNCTION grade_letter(points int, top int DEFAULT 80) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN points >= top THEN 'A' WHEN points >= 50 THEN 'B' ELSE 'C' END $$;`,
  ),
  change(
    'add a trigger that alters new rows',
    ['reports.honours', 'reports.honours.subject'],
    `CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.subject := upper(NEW.subject); RETURN NEW; END $$;
CREATE TRIGGER shout BEFORE INSERT ON reports.honours FOR EACH ROW EXECUTE FUNCTION shout();`,
  ),
]
