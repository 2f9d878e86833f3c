import { type Change, change } from './types.ts'

/** Tables that are renamed, dropped, split, moved or remade. */
export const tableChanges: readonly Change[] = [
  change('rename a table', 'public.scores', 'ALTER TABLE scores RENAME TO results;', { 'public.scores': 'public.results' }),
  change('rename a joined table', 'public.schools', 'ALTER TABLE schools RENAME TO school;', { 'public.schools': 'public.school' }),
  change('drop a table', ['public.attendance', 'public.attendance_overview'], 'DROP TABLE attendance CASCADE;'),
  change('drop a table that nobody reads', 'public.unread', 'DROP TABLE unread;'),
  change('add a table', 'public.parents', 'CREATE TABLE parents (parent_id int PRIMARY KEY, student_id int REFERENCES students);'),
  change(
    'split a table',
    ['public.students', 'public.students.email'],
    `CREATE TABLE contacts AS SELECT student_id, email FROM students WHERE email IS NOT NULL;
ALTER TABLE students DROP COLUMN email;`,
  ),
  change(
    'merge two tables',
    ['public.scores', 'archive.scores_2023'],
    'INSERT INTO scores SELECT * FROM archive.scores_2023;\nDROP TABLE archive.scores_2023;',
  ),
  change(
    'a table becomes a view',
    'public.schools',
    `ALTER TABLE schools RENAME TO schools_data;
CREATE VIEW schools AS SELECT school_id, name, district, opened, budget FROM schools_data;`,
    { 'public.schools': 'public.schools_data' },
  ),
  change(
    'a table becomes a narrower view',
    ['public.schools', 'public.schools.district'],
    `ALTER TABLE schools RENAME TO schools_data;
CREATE VIEW schools AS SELECT school_id, name, opened, budget FROM schools_data;`,
    { 'public.schools': 'public.schools_data' },
  ),
  change(
    'a view becomes a table',
    'public.attendance_overview',
    `CREATE TABLE overview_data AS SELECT * FROM attendance_overview;
DROP VIEW attendance_overview;
ALTER TABLE overview_data RENAME TO attendance_overview;`,
  ),
  change('move a table to another schema', 'public.settings', 'ALTER TABLE settings SET SCHEMA archive;', {
    'public.settings': 'archive.settings',
  }),
  change(
    'partition a table',
    'public.scores',
    `ALTER TABLE scores RENAME TO scores_plain;
CREATE TABLE scores (LIKE scores_plain INCLUDING DEFAULTS) PARTITION BY LIST (term);
CREATE TABLE scores_fall PARTITION OF scores FOR VALUES IN ('fall');
CREATE TABLE scores_rest PARTITION OF scores DEFAULT;
INSERT INTO scores SELECT * FROM scores_plain ORDER BY score_id;
DROP TABLE scores_plain;`,
  ),
  change(
    'remake a table as it was',
    'public.settings',
    `CREATE TABLE settings_new (key text PRIMARY KEY, value text NOT NULL);
INSERT INTO settings_new SELECT * FROM settings;
DROP TABLE settings;
ALTER TABLE settings_new RENAME TO settings;`,
  ),
  change(
    'remake a table with its columns in another order',
    'public.attendance',
    `DROP VIEW attendance_overview;
CREATE TABLE attendance_new (day date NOT NULL, student_id int NOT NULL, present boolean NOT NULL, minutes_late int, PRIMARY KEY (student_id, day));
INSERT INTO attendance_new SELECT day, student_id, present, minutes_late FROM attendance;
DROP TABLE attendance;
ALTER TABLE attendance_new RENAME TO attendance;
CREATE VIEW attendance_overview AS
SELECT a.student_id, a.day, a.present, a.minutes_late, s.school_id FROM attendance a JOIN students s USING (student_id);`,
  ),
  change('rename an output table', 'reports.late', 'ALTER TABLE reports.late RENAME TO lateness;', { 'reports.late': 'reports.lateness' }),
  change('drop a column of an output table', 'reports.honours.subject', 'ALTER TABLE reports.honours DROP COLUMN subject;'),
  change(
    'rename a column of an output table',
    'reports.school_summary.mean',
    'ALTER TABLE reports.school_summary RENAME mean TO average;',
    {
      'reports.school_summary.mean': 'average',
    },
  ),
  change(
    'add a column to a table that COPY fills',
    ['reports.enrolments', 'reports.enrolments.source'],
    'ALTER TABLE reports.enrolments ADD source text;',
  ),
  change('add a column to an output table', ['reports.late', 'reports.late.note'], 'ALTER TABLE reports.late ADD note text;'),
  change(
    'add a required column to an output table',
    ['reports.run_log', 'reports.run_log.host'],
    "ALTER TABLE reports.run_log ADD host text NOT NULL DEFAULT '';\nALTER TABLE reports.run_log ALTER host DROP DEFAULT;",
  ),
  change('widen a column of an output table', 'reports.honours.points', 'ALTER TABLE reports.honours ALTER points TYPE bigint;'),
  change(
    'round a column of an output table',
    'reports.subject_means.mean',
    'ALTER TABLE reports.subject_means ALTER mean TYPE numeric(8,1);',
  ),
]
