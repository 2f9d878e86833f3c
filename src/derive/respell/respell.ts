import type { JsonValue } from '../../production/json.ts'
import type { DraftStack } from '../draft.ts'
import { newName } from '../names/new-name.ts'
import { referencesOf } from '../references.ts'
import { type KnownText, knownTexts, type Rename } from './known-texts.ts'
import type { PseudoPlace } from './marks.ts'
import { createReach } from './reach.ts'
import type { Site } from './sites.ts'
import { type Piece, spell } from './spell.ts'
import { referTo, type Target, type Wiring } from './targets.ts'
import { indexTexts, type Match, type TextIndex } from './text-index.ts'

/** Lets everything that said an old name, id, ARN or endpoint say the replica's own. Returns the index, for what holds text elsewhere. */
export function respell(
  stacks: readonly DraftStack[],
  sites: readonly Site[],
  renames: readonly Rename[],
  wired: Omit<Wiring, 'reach'> & { allow: readonly string[] },
): TextIndex<KnownText> {
  const find = indexTexts(knownTexts(stacks, renames, wired.allow))
  const work = {
    find,
    everyday: groupByService(renames),
    telling: tellingParameters(stacks, find),
    wiring: { ...wired, reach: createReach() },
  }
  for (const site of sites) {
    if (Object.hasOwn(site.holder, site.key)) respellSite(site, work)
  }
  return find
}

interface Work {
  find: TextIndex<KnownText>
  everyday: EverydayNames
  telling: ReadonlyMap<DraftStack, ReadonlySet<string>>
  wiring: Wiring
}

/** Parameters whose value means something of production's: whatever is made of them says it in full, so that they can go. */
function tellingParameters(stacks: readonly DraftStack[], find: TextIndex<KnownText>): Map<DraftStack, Set<string>> {
  const entries = stacks.map((stack) => {
    const names = Object.keys(stack.template.Parameters ?? {}).filter((name) => find(stack.scope.parameters[name] ?? '').length > 0)
    return [stack, new Set(names)] as const
  })
  return new Map(entries.filter(([, names]) => names.size > 0))
}

function respellSite(site: Site, work: Work): void {
  const isInFull = saysParameter(site, work.telling.get(site.stack))
  const values = site.texts.map((text, index) => everydayName(text, site, work.everyday) ?? respellText(text, index, site, work, isInFull))
  if (values.every((value) => value === undefined)) return
  const filled = values.map((value, index) => value ?? site.texts[index] ?? '')
  const holder = site.holder as Record<string | number, unknown>
  holder[site.key] = site.kind === 'list' ? filled : filled[0]
}

function saysParameter(site: Site, telling: ReadonlySet<string> | undefined): boolean {
  if (telling === undefined || site.kind === 'literal') return false
  const value = (site.holder as Record<string | number, JsonValue>)[site.key]
  return [...referencesOf(value)].some((name) => telling.has(name))
}

/** Undefined where nothing changes: what a pseudo parameter says is the replica's by itself. */
function respellText(text: string, index: number, site: Site, { find, wiring }: Work, isInFull: boolean): JsonValue | undefined {
  const pseudos = site.pseudos[index] ?? []
  const matches = find(text).filter((match) => !pseudos.some((place) => isWithin(match, place)))
  const spelt = matches.flatMap(({ at, known }): Part[] => {
    const piece = pieceFor(known, site, wiring)
    return piece === undefined ? [] : [narrowed({ at, length: known.text.length, piece }, text)]
  })
  if (!isInFull && spelt.length === 0) return undefined
  const free = pseudos.filter(({ at, text: said }) => !spelt.some((part) => at < part.at + part.length && part.at < at + said.length))
  const parts = [...spelt, ...free.map(({ at, text: said, name }) => ({ at, length: said.length, piece: { Ref: name } }))]
  return spell(
    piecesOf(
      text,
      parts.sort((one, other) => one.at - other.at),
    ),
    site,
  )
}

function pieceFor(known: KnownText, site: Site, wiring: Wiring): Piece | undefined {
  const { by } = known
  if ('to' in by) return by.to
  if ('target' in by) return isItself(by.target, site) ? newName(known.text, wiring.replicaId, {}) : referTo(by.target, site, wiring)
  return by.stackName === site.stack ? { Ref: 'AWS::StackName' } : by.stackName.name
}

/** A resource that says its own physical id: a name that the facts of its type do not know as one. */
function isItself({ stack, value }: Target, site: Site): boolean {
  return site.logicalId !== undefined && stack === site.stack && value.Ref === site.logicalId
}

/** The stack's name within its ARN, which `AWS::StackId` said. */
function isWithin({ at, known }: Match<KnownText>, place: PseudoPlace): boolean {
  return place.at <= at && at + known.text.length <= place.at + place.text.length
}

interface Part {
  at: number
  length: number
  piece: Piece
}

/** Of a text that becomes another one, only what differs: the region of a renamed queue's ARN stays as it was said. */
function narrowed(part: Part, text: string): Part {
  const { at, length, piece } = part
  if (typeof piece !== 'string') return part
  const most = Math.min(length, piece.length)
  let same = 0
  while (same < most && text.charAt(at + same) === piece.charAt(same)) same += 1
  return { at: at + same, length: length - same, piece: piece.slice(same) }
}

function piecesOf(text: string, parts: readonly Part[]): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const { at, length, piece } of parts) {
    pieces.push(text.slice(from, at), piece)
    from = at + length
  }
  return [...pieces, text.slice(from)]
}

/**
 * Names that are everyday words, such as `orders`: only followed as a whole, in a property of the same service that names
 * something, and where a program is told its settings. `''` holds those of all services, but for names that mean nothing.
 */
type EverydayNames = ReadonlyMap<string, ReadonlyMap<string, string>>

const meaningless =
  /^(prod|production|live|dev|test|staging|default|main|public|app|api|web|db|admin|root|postgres|true|false|\d+|.{1,2})$/i

function groupByService(renames: readonly Rename[]): EverydayNames {
  const groups = new Map<string, Map<string, string>>([['', new Map()]])
  for (const { type, from, to } of renames) {
    groups.set(serviceOf(type), (groups.get(serviceOf(type)) ?? new Map()).set(from, to))
    if (!meaningless.test(from)) groups.get('')?.set(from, to)
  }
  return groups
}

function serviceOf(type: string): string {
  return type.split('::').slice(0, 2).join('::')
}

function everydayName(text: string, site: Site, everyday: EverydayNames): string | undefined {
  if (site.isSetting) return everyday.get('')?.get(text)
  if (site.logicalId === undefined || !/(Name|Id|Identifier|Group|Family|Ref)s?$/.test(site.property)) return undefined
  return everyday.get(serviceOf(site.stack.template.Resources[site.logicalId]?.Type ?? ''))?.get(text)
}
