import type { ColumnRef, SchemaDelta } from '../types.ts'
import type { TableMatch } from './compare-tables.ts'
import type { Catalog, Grant } from './types.ts'

/** Rights that roles won or lost on what is there before and after. */
export function compareGrants(before: Catalog, after: Catalog, tables: TableMatch): SchemaDelta[] {
  const came = new Map([...tables].map(([old, now]) => [now.oid, old]))
  // What bears an old number, but gave its name to another, counts as new.
  const numberOf = (on: number): number => came.get(on) ?? (tables.has(on) ? -on : on)
  const now = after.grants.map((grant) => ({ ...grant, on: numberOf(grant.on) }))
  const [oldOnes, newOnes] = [objectsOf(before.grants), objectsOf(now)]
  const held = new Map(now.map((grant) => [keyOf(grant), grant]))
  const had = new Map(before.grants.map((grant) => [keyOf(grant), grant]))
  const keys = [...new Set([...had.keys(), ...held.keys()])]
  return keys.flatMap((key) => {
    const [was, is] = [had.get(key), held.get(key)]
    const grant = was ?? is
    const lasting = grant !== undefined && (grant.kind === 'column' || (oldOnes.has(objectOf(grant)) && newOnes.has(objectOf(grant))))
    return lasting ? grantDeltas(grant, was?.privileges ?? [], is?.privileges ?? [], before) : []
  })
}

function objectsOf(grants: readonly Grant[]): Set<string> {
  return new Set(grants.map(objectOf))
}

function objectOf({ kind, on }: Grant): string {
  return `${kind} ${on}`
}

function keyOf(grant: Grant): string {
  return `${objectOf(grant)} ${grant.attnum} ${grant.grantee}`
}

function grantDeltas(grant: Grant, had: readonly string[], has: readonly string[], before: Catalog): SchemaDelta[] {
  const lost = had.filter((privilege) => !has.includes(privilege))
  const won = has.filter((privilege) => !had.includes(privilege))
  const base = { table: grant.on, attnum: grant.attnum, ...namesOf(grant), object: grant.grantee, touches: touchesOf(grant, before) }
  return [
    ...(lost.length === 0 ? [] : [{ ...base, kind: 'grant_revoked' as const, before: lost.join(', ') }]),
    ...(won.length === 0 ? [] : [{ ...base, kind: 'grant_added' as const, after: won.join(', ') }]),
  ]
}

function namesOf(grant: Grant): Pick<SchemaDelta, 'name' | 'column'> {
  if (grant.kind !== 'column') return { name: grant.name }
  const at = grant.name.lastIndexOf('.')
  return { name: grant.name.slice(0, at), column: grant.name.slice(at + 1) }
}

/** Who may not use a schema may not use what is in it. */
function touchesOf(grant: Grant, before: Catalog): ColumnRef[] {
  if (grant.kind !== 'schema') return []
  return [...before.tables.values()].filter(({ schema }) => schema === grant.name).map(({ oid }) => ({ table: oid, attnum: 0 }))
}
