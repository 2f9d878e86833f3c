import { type Change, change, withoutView } from './types.ts'

/** Columns that get another type. */
export const retypes: readonly Change[] = [
  change('int to text', 'public.scores.points', 'ALTER TABLE scores ALTER points TYPE text;'),
  change('int to bigint', 'public.scores.points', 'ALTER TABLE scores ALTER points TYPE bigint;'),
  change('int key to bigint', 'public.students.student_id', withoutView('ALTER TABLE students ALTER student_id TYPE bigint;')),
  change('int to smallint', 'public.students.grade', 'ALTER TABLE students ALTER grade TYPE smallint;'),
  change('text to a varchar that cuts', 'public.schools.name', 'ALTER TABLE schools ALTER name TYPE varchar(6) USING left(name, 6);'),
  change('text to a varchar that is long enough', 'public.students.email', 'ALTER TABLE students ALTER email TYPE varchar(100);'),
  change('text to a varchar too narrow for new rows', 'public.students.name', 'ALTER TABLE students ALTER name TYPE varchar(8);'),
  change('numeric to fewer digits', 'public.scores.weight', 'ALTER TABLE scores ALTER weight TYPE numeric(6,1);'),
  change('numeric to more digits', 'public.schools.budget', 'ALTER TABLE schools ALTER budget TYPE numeric(12,4);'),
  change('numeric to double precision', 'public.scores.weight', 'ALTER TABLE scores ALTER weight TYPE double precision;'),
  change('timestamp to date', 'public.students.enrolled_at', 'ALTER TABLE students ALTER enrolled_at TYPE date;'),
  change(
    'timestamp to timestamp with time zone',
    'public.students.enrolled_at',
    "ALTER TABLE students ALTER enrolled_at TYPE timestamptz USING enrolled_at AT TIME ZONE 'UTC';",
  ),
  change('date to text', 'public.attendance.day', withoutView('ALTER TABLE attendance ALTER day TYPE text;')),
  change('boolean to int', 'public.attendance.present', withoutView('ALTER TABLE attendance ALTER present TYPE int USING present::int;')),
  change('enum to text', 'public.scores.term', 'ALTER TABLE scores ALTER term TYPE text;'),
]
