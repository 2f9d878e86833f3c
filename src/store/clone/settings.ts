import type { Session } from '../../ports/databases.ts'
import { quoteName, quoteText } from '../sql/quote.ts'

/** CREATE DATABASE does not take over what ALTER DATABASE … SET said, a search_path for one. */
export async function copySettings(admin: Session, source: string, name: string): Promise<void> {
  const rows = await admin.query<{ setting: string }>(
    `SELECT unnest(s.setconfig) AS setting FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
      WHERE d.datname = $1 AND s.setrole = 0`,
    [source],
  )
  for (const { setting } of rows) {
    const at = setting.indexOf('=')
    const value = settingValue(setting.slice(0, at), setting.slice(at + 1))
    await admin.execute(`ALTER DATABASE ${quoteName(name)} SET ${quoteName(setting.slice(0, at))} TO ${value}`)
  }
}

const listSettings: ReadonlySet<string> = new Set([
  'search_path',
  'temp_tablespaces',
  'local_preload_libraries',
  'session_preload_libraries',
])

/** Lists of names are kept as one text, `"$user", public`, but must be given name by name. */
function settingValue(setting: string, value: string): string {
  if (!listSettings.has(setting)) return quoteText(value)
  const names = value.match(/"(?:[^"]|"")*"|[^\s,"]+/g) ?? []
  return names.map((name) => quoteText(name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name)).join(', ') || "''"
}
