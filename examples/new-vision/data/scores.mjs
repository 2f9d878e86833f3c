const SCHOOLS = ['northside', 'riverbank', 'hilltop']
const DATES = ['fall', 'winter', 'spring']

/** From this score on a student counts as at or above the average. */
const AVERAGE = 50

/** How many of 100 students are at or above the average: New Vision's real figures. */
const SUBJECTS = [
  { subject: 'ela', table: 'sample_student_ela_scores', percent: 45 },
  { subject: 'math', table: 'sample_student_math_scores', percent: 40 },
  { subject: 'science', table: 'sample_student_science_scores', percent: 39 },
  { subject: 'history', table: 'sample_student_scores_history', percent: 55 },
  { subject: 'extra', table: 'sample_student_scores_extra', percent: 54 },
]

/** The five score tables: one test of every student in every subject. */
export function scoreTables(random, students) {
  const schools = Array.from({ length: students }, () => random.pick(SCHOOLS))
  return SUBJECTS.map(({ subject, table, percent }) => {
    const scores = scoresWithShare(random, students, percent)
    const rows = scores.map((test_score, index) => ({
      student_id: index + 1,
      school_id: schools[index],
      subject,
      test_score,
      test_date: random.pick(DATES),
    }))
    return { name: table, columns: ['student_id', 'school_id', 'subject', 'test_score', 'test_date'], rows }
  })
}

/** What counts as a high and as a low average, by school and subject, several times over as it was recorded. */
export function subjectTable(random, length) {
  const pairs = SCHOOLS.flatMap((school_id) => SUBJECTS.map(({ subject }) => ({ school_id, subject })))
  const rows = Array.from({ length }, (_, index) => ({
    ...pairs[index % pairs.length],
    high_score: random.between(AVERAGE - 4, AVERAGE),
    low_score: random.between(AVERAGE - 8, AVERAGE - 5),
    test_date: random.pick(DATES),
  }))
  return { name: 'sample_subject_test_scores', columns: ['school_id', 'subject', 'high_score', 'low_score', 'test_date'], rows }
}

function scoresWithShare(random, length, percent) {
  const above = Math.round((length * percent) / 100)
  const scores = Array.from({ length }, (_, index) => (index < above ? random.between(AVERAGE, 100) : random.between(0, AVERAGE - 1)))
  return random.shuffle(scores)
}
