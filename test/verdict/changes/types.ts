/** One change of the company's database. What it does to each pipeline is not said here: plain copies show it. */
export interface Change {
  name: string
  /** One migration. */
  sql: string
  /** What it changes, by the old names: `schema.table.column` or `schema.table`. A true finding names one of these. */
  about: readonly string[]
  /** Old name → new name of tables (`schema.table`) and columns (`schema.table.column` → `column`) that live on. */
  renamed?: Readonly<Record<string, string>>
}

export function change(name: string, about: string | readonly string[], sql: string, renamed?: Change['renamed']): Change {
  return { name, about: typeof about === 'string' ? [about] : about, sql, ...(renamed === undefined ? {} : { renamed }) }
}

/** A change that drops the view on attendance and makes it anew around itself, as a team has to. */
export function withoutView(sql: string): string {
  return `DROP VIEW attendance_overview;\n${sql}\n${overview};`
}

const overview = `CREATE VIEW attendance_overview AS
SELECT a.student_id, a.day, a.present, a.minutes_late, s.school_id FROM attendance a JOIN students s USING (student_id)`
