import curated from './curated-names.json' with { type: 'json' }
import { type Node, resolve, type Schema, topLevel } from './schemas.ts'

/**
 * What a property that could name something names: the resource itself, another resource (its parent, or what it acts
 * on), or nothing at all.
 */
export type Kind = 'name' | 'ref' | 'other'

/** How firmly the schema says so. */
export type Tier = 'primary' | 'additional' | 'createOnly' | 'mutable'

export interface Candidate {
  property: string
  kind: Kind
  tier: Tier
  required: boolean
  node: Node
}

/** Which types each service has, without their vendor: `RDS` → `DBCluster`, `DBInstance`, … */
export type Services = ReadonlyMap<string, ReadonlySet<string>>

export function servicesOf(types: readonly Schema[]): Services {
  const services = new Map<string, Set<string>>()
  for (const { typeName } of types) {
    const [service, name] = partsOf(typeName)
    services.set(service, (services.get(service) ?? new Set()).add(name))
  }
  return services
}

/**
 * The top-level string properties by which a template can name a resource of the type, or another that it belongs to.
 * AWS gives no list of these; the schema tells them by its identifiers, by what cannot change later, and by their names.
 */
export function classify(schema: Schema, services: Services): Candidate[] {
  const tierOf = tiers(schema)
  const found = Object.entries(schema.properties).flatMap(([property, raw]): Candidate[] => {
    const node = resolve(schema, raw)
    const tier = isText(node) ? tierOf(property) : undefined
    if (tier === undefined) return []
    const kind = kindOf(schema.typeName, property, node, services)
    const required = schema.required?.includes(property) ?? false
    return isCandidate(property, tier, kind, schema.typeName) ? [{ property, kind, tier, required, node }] : []
  })
  const firm = found.some(({ kind, tier }) => kind === 'name' && tier !== 'mutable')
  return found.filter(({ property, tier }) => tier !== 'mutable' || property === 'Name' || !firm)
}

function tiers(schema: Schema): (property: string) => Tier | undefined {
  const readOnly = topLevel(schema.readOnlyProperties)
  const createOnly = topLevel([...(schema.createOnlyProperties ?? []), ...(schema.conditionalCreateOnlyProperties ?? [])])
  const primary = topLevel(schema.primaryIdentifier)
  const additional = topLevel(schema.additionalIdentifiers?.flat())
  return (property) => {
    if (readOnly.has(property)) return undefined
    if (primary.has(property)) return 'primary'
    if (!createOnly.has(property)) return 'mutable'
    return additional.has(property) ? 'additional' : 'createOnly'
  }
}

/** Identifiers all; what else cannot change, where it is named like a name; what can, where it is surely the resource's own. */
function isCandidate(property: string, tier: Tier, kind: Kind, typeName: string): boolean {
  if (tier === 'primary' || tier === 'additional') return true
  if (kind === 'ref') return tier === 'createOnly'
  if (tier === 'createOnly') return /(Name|Identifier|Alias)$/.test(property)
  return kind === 'name' && (property === 'Name' || (property.endsWith('Name') && isOwn(property.slice(0, -4), partsOf(typeName)[1])))
}

/** What another thing's name begins with: `SourceDBInstanceIdentifier`, `SnapshotClusterIdentifier`. */
const foreignStart = /^(Source|Target|Parent|Owning|Master|Admin|Creator|Monitored|Snapshot(?=Cluster))[A-Z]/
/** Things that belong to the account or to another service. */
const foreignStem = /(Account|Catalog|Organization|Vpc|Subnet|Region|Zone|User|Member|Principal|Snapshot)$/

function kindOf(typeName: string, property: string, node: Node, services: Services): Kind {
  const [service, type] = partsOf(typeName)
  if (isClosed(node) || curated.notNamesOf.includes(`${typeName} ${property}`)) return 'other'
  if (curatedNames(typeName).includes(property)) return 'name'
  if (isLink(typeName, property, node)) return 'ref'
  const stem = property.replace(/(Name|Identifier|Id)$/, '')
  if (stem === type || property === type) return 'name'
  if (foreignStart.test(property)) return 'ref'
  if (isOwn(stem, type)) return 'name'
  if (curated.notNames.includes(property) || foreignStem.test(stem) || isTypeOf(stem, services.get(service))) return 'ref'
  if (/[a-z]Id$/.test(property)) return 'ref'
  return /(Name|Identifier|Alias|Label|Prefix|Key|Id)$/.test(property) ? 'name' : 'other'
}

/** Of another type's format, or an ARN. */
function isLink(typeName: string, property: string, { format = '', pattern = '' }: Node): boolean {
  const isForeign = format.startsWith('AWS::') && !format.startsWith(`${typeName}.`)
  return isForeign || /A(rn|RN)$/.test(property) || /^\^?arn:/.test(pattern)
}

/** Paths of names that the schema does not tell as such. */
export function curatedNames(typeName: string): readonly string[] {
  const names: Readonly<Record<string, readonly string[]>> = curated.names
  return names[typeName] ?? []
}

/** `DBCluster` of DBCluster, `Cluster` of DBCluster, nothing at all (`Name`). */
function isOwn(stem: string, type: string): boolean {
  return stem === '' || type.toLowerCase().endsWith(stem.toLowerCase()) || stem.toLowerCase().endsWith(type.toLowerCase())
}

/** Another type of the same service, or the end of its name: `Api` for RestApi. */
function isTypeOf(stem: string, types: ReadonlySet<string> | undefined): boolean {
  return [...(types ?? [])].some((type) => type === stem || type.endsWith(stem))
}

function isClosed(node: Node): boolean {
  return node.enum !== undefined || node.const !== undefined
}

function isText(node: Node): boolean {
  return [node.type ?? []].flat().includes('string')
}

export function partsOf(typeName: string): [service: string, name: string] {
  const [, service = '', ...name] = typeName.split('::')
  return [service, name.join('::')]
}
