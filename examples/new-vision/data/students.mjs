const FIRST_NAMES = ['Amara', 'Bilal', 'Chloe', 'Diego', 'Elif', 'Femi', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Keiko', 'Luca']
const LAST_NAMES = ['Abbott', 'Bianchi', 'Castillo', 'Dubois', 'Eze', 'Fischer', 'Garner', 'Haddad', 'Ito', "O'Brien", 'Singh', 'Zhou']

/** The pupils. All of it is personal; none of it is real. */
export function studentTable(random, students) {
  const rows = Array.from({ length: students }, (_, index) => student(random, index + 1))
  return { name: 'students', columns: ['student_id', 'name', 'email', 'birth_date'], rows }
}

function student(random, student_id) {
  const first = random.pick(FIRST_NAMES)
  const last = random.pick(LAST_NAMES)
  const mailbox = `${first}.${last}.${student_id}`.toLowerCase().replace(/[^a-z0-9.]/g, '')
  return { student_id, name: `${first} ${last}`, email: `${mailbox}@pupils.newvision.example`, birth_date: birthDate(random) }
}

function birthDate(random) {
  const pad = (part) => String(part).padStart(2, '0')
  return `${random.between(2006, 2011)}-${pad(random.between(1, 12))}-${pad(random.between(1, 28))}`
}
