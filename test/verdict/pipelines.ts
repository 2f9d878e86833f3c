import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from './languages.ts'

/** One pipeline of the company, and where its source uses which column: known from marks such as `[p]` in comments. */
export interface Pipeline {
  name: string
  language: Language
  /** Below company/pipelines. */
  file: string
  /** Files that it writes. */
  outputs: readonly string[]
  /** `schema.table.column`, or `schema.table` for the table as a whole → the mark of its lines, or a pattern of them. */
  uses: Readonly<Record<string, string | RegExp>>
}

export const pipelinesFolder = join(import.meta.dirname, 'company/pipelines')

export const pipelines: readonly Pipeline[] = [
  sql('means', {
    'public.scores': 't',
    'public.scores.subject': 's',
    'public.scores.points': 'p',
    'public.scores.weight': 'w',
    'reports.subject_means': 'o',
    'reports.subject_means.subject': /\[[ou]\]/,
    'reports.subject_means.mean': /\[[ou]\]/,
  }),
  sql('snapshot', { 'public.students': /\[t\]|CREATE TABLE/ }),
  sql('overview', {
    'public.scores': 't',
    'public.scores.points': 's',
    'public.grade_letter': 'f',
    'public.attendance_overview': 'v',
    'public.attendance': 'v',
    'public.attendance.present': 'p',
    'public.attendance.minutes_late': 'm',
    'public.students': 'v',
    'public.students.school_id': 'k',
  }),
  sql('tidy', {
    'public.attendance': 't',
    'public.attendance.student_id': 'i',
    'public.attendance.day': 'd',
    'public.attendance.present': 'p',
    'public.attendance.minutes_late': 'm',
    'public.students': 't',
    'public.students.student_id': 'j',
    'public.students.school_id': 'k',
    'reports.late': /\[[on]\]/,
  }),
  node('late', {
    'public.attendance': 't',
    'public.attendance.student_id': 'a',
    'public.attendance.minutes_late': 'm',
    'public.attendance.present': 'p',
    'public.students': 'j',
    'public.students.student_id': 'i',
    'public.students.school_id': 'k',
    'reports.late': /\[[on]\]/,
  }),
  node('honours', {
    'public.scores': 't',
    'public.scores.student_id': /\[[ti]\]/,
    'public.scores.points': /\[[tp]\]/,
    'public.scores.subject': /\[[ts]\]/,
    'public.settings': 'q',
    'public.settings.value': 'v',
    'reports.honours': 'o',
  }),
  {
    ...node('export', {
      'public.students': /FROM students/,
      'public.students.student_id': /s\.student_id|row\.student_id/,
      'public.students.name': /s\.name|row\.name/,
      'public.students.email': /s\.email|row\.email/,
      'public.students.school_id': /s\.school_id/,
      'public.students.status': /s\.status/,
      'public.schools': /JOIN schools/,
      'public.schools.name': /c\.name|row\.school/,
      'public.schools.school_id': /c\.school_id/,
    }),
    outputs: ['out/students.csv'],
  },
  node('enrol', {
    'public.students': 't',
    'public.students.school_id': 'k',
    'public.students.name': 'n',
    'public.students.email': 'e',
    'public.students.enrolled_at': 'r',
    'public.students.student_id': 'i',
    'public.students.status': 's',
    'public.attendance': 'a',
    'reports.receipts': 'o',
    'public.receipt_no': 'o',
  }),
  node('noisy', {
    'public.scores': 't',
    'public.scores.subject': 's',
    'public.scores.term': 'e',
    'public.scores.taken_on': 'd',
  }),
  python('summary', {
    'public.schools': 'c',
    'public.schools.school_id': 'h',
    'public.schools.name': 'n',
    'public.students': 'j',
    'public.students.school_id': 'k',
    'public.students.status': 's',
    'public.students.student_id': 'm',
    'public.scores': 't',
    'public.scores.student_id': 'i',
    'public.scores.points': 'p',
    'reports.school_summary': 'o',
    'reports.school_summary.mean': /\[[ou]\]/,
  }),
  python('load', {
    'public.students': 't',
    'public.students.student_id': 'i',
    'public.students.school_id': 'k',
    'public.students.enrolled_at': 'e',
    'public.students.grade': 'g',
    'reports.enrolments': 'o',
  }),
  python('positional', {
    'public.students': 't',
    'public.students.student_id': /\[[ti]\]/,
    'public.students.name': /\[[tn]\]/,
    'public.students.enrolled_at': /\[[te]\]/,
    'public.students.status': /\[[ts]\]/,
  }),
  python('roster', {
    'public.schools': /FROM schools/,
    'public.schools.school_id': /USING \(school_id\)/,
    'public.schools.name': /c\.name/,
    'public.schools.district': /c\.district/,
    'public.schools.budget': /c\.budget/,
    'public.students': /JOIN students/,
    'public.students.school_id': /USING \(school_id\)/,
    'public.students.grade': /s\.grade/,
  }),
  {
    ...python('values', {
      'public.scores': 't',
      'public.scores.score_id': 'i',
      'public.scores.term': 'e',
      'public.scores.subject': 's',
      'public.scores.points': 'p',
    }),
    outputs: ['out/terms.json'],
  },
  python('audit', {
    'public.attendance': 't',
    'public.attendance.student_id': 'i',
    'public.attendance.day': 'd',
    'public.attendance.minutes_late': 'm',
    'public.settings': 'q',
    'public.settings.value': 'v',
    'reports.run_log': 'o',
  }),
  {
    ...from('nightly', 'shell', 'sh', {
      'public.schools': 'c',
      'public.scores': 't',
      'public.scores.term': 'e',
      'public.scores.points': 'p',
    }),
  },
  from('report', 'R', 'R', {
    'public.scores': 't',
    'public.scores.points': 'p',
    'public.scores.subject': 's',
    'public.scores.weight': 'w',
  }),
  from('columns', 'R', 'R', {
    'public.attendance': 't',
    'public.attendance.student_id': /\[[ti]\]/,
    'public.attendance.day': /\[[td]\]/,
    'public.attendance.present': /\[[tp]\]/,
    'public.attendance.minutes_late': /\[[tm]\]/,
  }),
]

/** Lines, from 1, where a pipeline's source uses a column or table. Empty where it does not name it. */
export function linesOf(pipeline: Pipeline, name: string): number[] {
  const use = pipeline.uses[name]
  if (use === undefined) return []
  const pattern = typeof use === 'string' ? new RegExp(String.raw`\[${use}\]`) : use
  const lines = readFileSync(join(pipelinesFolder, pipeline.file), 'utf8').split('\n')
  return lines.flatMap((line, at) => (pattern.test(line) ? [at + 1] : []))
}

function from(name: string, language: Language, ending: string, uses: Pipeline['uses']): Pipeline {
  return { name, language, file: `${name}.${ending}`, outputs: [], uses }
}

function sql(name: string, uses: Pipeline['uses']): Pipeline {
  return from(name, 'SQL', 'sql', uses)
}

function node(name: string, uses: Pipeline['uses']): Pipeline {
  return from(name, 'Node', 'cjs', uses)
}

function python(name: string, uses: Pipeline['uses']): Pipeline {
  return from(name, 'Python', 'py', uses)
}
