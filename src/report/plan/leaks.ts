import { type Refusal, refusalsIn } from '../../derive/leaks/refusals.ts'
import { cleanLine } from '../clean.ts'
import { type Pen, wrapLines } from '../terminal.ts'
import { count, markOf } from '../words.ts'
import { shortType } from './decisions.ts'
import type { LocatedLeak, PlanReport } from './types.ts'

/** What keeps the plan from being carried out. */
export interface Obstacles {
  leaks: readonly LocatedLeak[]
  refusals: readonly Refusal[]
  /** Every resource is left out. */
  isEmpty: boolean
  /** How many leaks the team took on itself: they stop nothing. */
  allowed: number
}

/** Leaks that nobody allowed, and resources that were refused, as `requireNoLeaks` of derive/ sees them. */
export function obstaclesOf(plan: PlanReport): Obstacles {
  const leaks = plan.leaks.filter(({ allowed }) => !allowed)
  const isEmpty = plan.stacks.every(({ production }) => production === '')
  return { leaks, refusals: refusalsIn(plan), isEmpty, allowed: plan.leaks.length - leaks.length }
}

/** `2 leaks and 1 refused resource`, or that nothing is left; empty where nothing stops the plan. */
export function countObstacles({ leaks, refusals, isEmpty }: Obstacles): string {
  const parts = [
    isEmpty ? ['nothing of production is left'] : [],
    leaks.length === 0 ? [] : [count(leaks.length, 'leak')],
    refusals.length === 0 ? [] : [count(refusals.length, 'refused resource')],
  ]
  return parts.flat().join(' and ')
}

/** Each obstacle with its places and the way around it. */
export function formatObstacles({ leaks, refusals }: Obstacles, pen: Pen): string {
  const mark = pen.as('broken')(markOf('broken'))
  const refused = refusals.map(({ stack, logicalId, type, reason }) => {
    const name = cleanLine(logicalId, 60)
    const title = `${mark} ${name} (${shortType(type)}) in ${cleanLine(stack, 60)} is refused`
    const advice = 'If it is safe beside production, allow it in replica.yml, under replica:'
    return [wrapLines(title, pen, 2), ...[cleanLine(reason), advice].map((text) => wrapLines(text, pen, 4)), allowing(name, pen)].join('\n')
  })
  return [...refused, ...sameOnes(leaks).map((same) => formatLeak(same, mark, pen))].join('\n')
}

/** Leaks that the team took on itself. */
export function formatAllowed(leaks: readonly LocatedLeak[], pen: Pen): string {
  const groups = sameOnes(leaks.filter(({ allowed }) => allowed))
  return groups.map((same) => [wrapLines(nameOf(same[0]), pen, 2), ...placesOf(same, pen)].join('\n')).join('\n')
}

type SameLeaks = readonly [LocatedLeak, ...LocatedLeak[]]

/** One thing of production's is found in many places. */
function sameOnes(leaks: readonly LocatedLeak[]): SameLeaks[] {
  const groups = new Map<string, [LocatedLeak, ...LocatedLeak[]]>()
  for (const leak of leaks) {
    const group = groups.get(leak.found)
    if (group === undefined) groups.set(leak.found, [leak])
    else group.push(leak)
  }
  return [...groups.values()]
}

function formatLeak(same: SameLeaks, mark: string, pen: Pen): string {
  const advice =
    'Refer to it (Ref, GetAtt, ImportValue) in its place or, if the replica may use it, allow it in replica.yml, under replica:'
  const title = wrapLines(`${mark} ${nameOf(same[0])}`, pen, 2)
  return [title, ...placesOf(same, pen), wrapLines(advice, pen, 4), allowing(JSON.stringify(cleanLine(same[0].found, 400)), pen)].join('\n')
}

function nameOf({ found, meaning }: LocatedLeak): string {
  return `"${cleanLine(found, 120)}": ${cleanLine(meaning, 160)}`
}

/** In YAML's flow form, which can be copied as it is. */
function allowing(name: string, pen: Pen): string {
  return wrapLines(`allow: [${name}]`, pen, 6)
}

const mostPlaces = 6

function placesOf(same: SameLeaks, pen: Pen): string[] {
  const places = same.map(placeOf)
  const more = places.length - mostPlaces
  const shown = more > 1 ? [...places.slice(0, mostPlaces), `and in ${more} more places`] : places
  return shown.map((place) => wrapLines(place, pen, 4))
}

/** `infra/data.yml:34 /Resources/…`: the file first, so that a terminal makes it a link. */
function placeOf({ stack, path, origin, line }: LocatedLeak): string {
  const isFile = origin !== undefined && origin !== `stack ${stack}`
  const source = isFile ? cleanLine(origin, 120) : `stack ${cleanLine(stack, 120)}`
  const at = line === undefined ? '' : isFile ? `:${line}` : `, line ${line}:`
  return `${source}${at} ${cleanLine(path, 200)}`
}
