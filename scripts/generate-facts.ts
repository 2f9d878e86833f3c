/**
 * Makes the facts about CloudFormation's resource types that ship in src/derive/facts.
 *
 *   npm run facts                   fetches the sources, at the versions in scripts/facts/fetch.ts
 *   npm run facts -- --schemas DIR --spec DIR --access DIR
 *                                   takes unpacked ones
 *   npm run facts -- --compare FILE also prints the recall against another list of names
 */
import { parseArgs } from 'node:util'
import { loadAccess } from './facts/access.ts'
import { loadArnTemplates } from './facts/arns.ts'
import { classify, servicesOf } from './facts/classify.ts'
import { compareNames } from './facts/compare.ts'
import { fetchSources, pinned, versionIn } from './facts/fetch.ts'
import { namesOf } from './facts/names.ts'
import { permissionsOf } from './facts/permissions.ts'
import { referencesOf } from './facts/references.ts'
import { requiredOf } from './facts/required.ts'
import { loadSchemas, type Schema } from './facts/schemas.ts'
import { tagsOf } from './facts/tags.ts'
import { formatLines, formatSections, writeFacts } from './facts/write.ts'

const { values } = parseArgs({
  options: { schemas: { type: 'string' }, spec: { type: 'string' }, access: { type: 'string' }, compare: { type: 'string' } },
})
const folders = fetchSources(values)
const { date, types } = loadSchemas(folders.schemas)
const services = servicesOf(types)
const classified = new Map(types.map((schema) => [schema.typeName, classify(schema, services)]))
const names = byType((schema) => nonEmpty(namesOf(schema, classified.get(schema.typeName) ?? [])))
const arns = loadArnTemplates(folders.spec)
const permissions = permissionsOf(types, loadAccess(folders.access))

write('physical-names.json', formatLines(names))
write('required.json', formatLines(byType((schema) => nonEmpty(requiredOf(schema)))))
write('tags.json', formatLines(byType(tagsOf)))
write('references.json', formatLines(byType((schema) => nonEmpty(referencesOf(schema, classified.get(schema.typeName) ?? [])))))
write('arns.json', formatLines(Object.fromEntries(arns)))
write(
  'permissions.json',
  formatSections({
    verbs: JSON.stringify(permissions.verbs),
    actions: formatLines(permissions.actions),
    access: formatLines(permissions.access),
    types: formatLines(permissions.types),
  }),
)
write(
  'sources.json',
  formatLines({
    schemas: { ...sourceOf('schemas'), schemaDate: date, types: types.length },
    arns: { ...sourceOf('spec'), types: arns.size },
    access: sourceOf('access'),
  }),
)
if (values.compare !== undefined) console.log(compareNames(names, values.compare))

function sourceOf(name: keyof typeof pinned): { source: string; version: string } {
  return { source: pinned[name].source, version: versionIn(folders[name], pinned[name].package) }
}

/** One entry for each type that has the fact, in the order of the types' names. */
function byType<Fact>(factOf: (schema: Schema) => Fact | undefined): Record<string, Fact> {
  return Object.fromEntries(
    types.flatMap((schema): [string, Fact][] => {
      const fact = factOf(schema)
      return fact === undefined ? [] : [[schema.typeName, fact]]
    }),
  )
}

function nonEmpty<Fact extends object>(fact: Fact): Fact | undefined {
  return Object.keys(fact).length === 0 ? undefined : fact
}

function write(name: string, text: string): void {
  writeFacts(new URL('../src/derive/facts/', import.meta.url), name, text)
}
