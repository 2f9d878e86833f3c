import { type Change, change } from './types.ts'

/** Rows that change while the schema stays, and several changes at once. */
export const dataChanges: readonly Change[] = [
  change('case of values', 'public.scores.subject', 'UPDATE scores SET subject = upper(subject);'),
  change('blanks behind values', 'public.students.status', "UPDATE students SET status = status || ' ';"),
  change('unit of values', 'public.attendance.minutes_late', 'UPDATE attendance SET minutes_late = minutes_late * 60;'),
  change('shift dates', 'public.scores.taken_on', 'UPDATE scores SET taken_on = taken_on + 30;'),
  change('delete rows', 'public.scores', 'DELETE FROM scores WHERE student_id > 60;'),
  change(
    'duplicate rows',
    'public.scores',
    'INSERT INTO scores SELECT score_id + 5000, student_id, subject, term, points, weight, taken_on FROM scores WHERE student_id = 11;',
  ),
  change('nulls to zero', 'public.scores.points', 'UPDATE scores SET points = 0 WHERE points IS NULL;'),
  change('zeros to null', 'public.attendance.minutes_late', 'UPDATE attendance SET minutes_late = NULL WHERE minutes_late = 0;'),
  change('another setting', 'public.settings.value', "UPDATE settings SET value = '95' WHERE key = 'honours_from';"),
  change('a setting is gone', ['public.settings', 'public.settings.key'], "DELETE FROM settings WHERE key = 'late_from';"),
  change('other names', 'public.schools.name', "UPDATE schools SET name = name || ' High' WHERE school_id = 3;"),
  change('rows that nobody reads', 'public.unread.remark', "UPDATE unread SET remark = 'none';"),
  change('rows of the past in a log', 'reports.run_log', "DELETE FROM reports.run_log WHERE pipeline = 'old';"),
  change('rows that a pipeline writes anew', 'reports.subject_means.mean', 'UPDATE reports.subject_means SET mean = 5;'),
  change(
    'two changes at once',
    ['public.scores.points', 'public.schools.budget'],
    'ALTER TABLE scores RENAME points TO result;\nALTER TABLE schools DROP COLUMN budget;',
    { 'public.scores.points': 'result' },
  ),
  change(
    'another column under an old name',
    'public.scores.points',
    'ALTER TABLE scores RENAME points TO raw_points;\nALTER TABLE scores ADD COLUMN points int DEFAULT 0;',
    { 'public.scores.points': 'raw_points' },
  ),
  change(
    'a harmless change beside one that is not',
    'public.students.status',
    'ALTER TABLE scores ADD COLUMN remark text;\nCREATE INDEX ON students (grade);\nUPDATE students SET status = initcap(status);',
  ),
]
