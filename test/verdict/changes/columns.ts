import { type Change, change, withoutView } from './types.ts'

/** Columns that are renamed, dropped, moved or added. */
export const columnChanges: readonly Change[] = [
  change('rename a column', 'public.scores.points', 'ALTER TABLE scores RENAME COLUMN points TO result;', {
    'public.scores.points': 'result',
  }),
  change('rename a column under a view', 'public.attendance.minutes_late', 'ALTER TABLE attendance RENAME minutes_late TO late_by;', {
    'public.attendance.minutes_late': 'late_by',
  }),
  change('rename a status column', 'public.students.status', 'ALTER TABLE students RENAME status TO state;', {
    'public.students.status': 'state',
  }),
  change('rename a key column', 'public.students.school_id', 'ALTER TABLE students RENAME school_id TO school;', {
    'public.students.school_id': 'school',
  }),
  change(
    'swap the names of two columns',
    ['public.students.name', 'public.students.email'],
    `ALTER TABLE students RENAME name TO former;
ALTER TABLE students RENAME email TO name;
ALTER TABLE students RENAME former TO email;`,
    { 'public.students.name': 'email', 'public.students.email': 'name' },
  ),
  change('drop a column', 'public.scores.points', 'ALTER TABLE scores DROP COLUMN points;'),
  change('drop a column in the middle', 'public.students.grade', 'ALTER TABLE students DROP COLUMN grade;'),
  change('drop a date column', 'public.scores.taken_on', 'ALTER TABLE scores DROP COLUMN taken_on;'),
  change('drop the last column', 'public.schools.budget', 'ALTER TABLE schools DROP COLUMN budget;'),
  change(
    'reorder by dropping and adding again',
    'public.attendance.present',
    withoutView(`ALTER TABLE attendance ADD COLUMN present_copy boolean;
UPDATE attendance SET present_copy = present;
ALTER TABLE attendance DROP COLUMN present;
ALTER TABLE attendance RENAME present_copy TO present;
ALTER TABLE attendance ALTER present SET NOT NULL;`),
    { 'public.attendance.present': 'present' },
  ),
  change(
    'reorder with equal types',
    'public.students.name',
    `ALTER TABLE students ADD COLUMN name_copy text;
UPDATE students SET name_copy = name;
ALTER TABLE students DROP COLUMN name;
ALTER TABLE students RENAME name_copy TO name;`,
    { 'public.students.name': 'name' },
  ),
  change('add a column at the end', ['public.scores', 'public.scores.remark'], 'ALTER TABLE scores ADD COLUMN remark text;'),
  change(
    'add a column with a default',
    ['public.students', 'public.students.language'],
    "ALTER TABLE students ADD COLUMN language text NOT NULL DEFAULT 'en';",
  ),
  change(
    'add a required column',
    ['public.students', 'public.students.guardian'],
    `ALTER TABLE students ADD COLUMN guardian text;
UPDATE students SET guardian = 'unknown';
ALTER TABLE students ALTER guardian SET NOT NULL;`,
  ),
  change(
    'add a generated column',
    ['public.students', 'public.students.initial'],
    'ALTER TABLE students ADD COLUMN initial text GENERATED ALWAYS AS (left(name, 1)) STORED;',
  ),
  change(
    'set a column not null',
    'public.students.email',
    "UPDATE students SET email = '' WHERE email IS NULL;\nALTER TABLE students ALTER email SET NOT NULL;",
  ),
  change('drop a not null', 'public.scores.weight', 'ALTER TABLE scores ALTER weight DROP NOT NULL;'),
  change('change a default', 'public.students.status', "ALTER TABLE students ALTER status SET DEFAULT 'pending';"),
  change('drop a default', 'public.students.status', 'ALTER TABLE students ALTER status DROP DEFAULT;'),
  change('drop an identity', 'public.students.student_id', 'ALTER TABLE students ALTER student_id DROP IDENTITY;'),
]
