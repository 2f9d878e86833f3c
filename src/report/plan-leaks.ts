import { cleanLine } from './clean.ts'
import { allDecisions, shortType } from './plan-decisions.ts'
import type { LocatedLeak, PlanReport } from './plan-types.ts'
import { type Pen, wrapLines } from './terminal.ts'
import { count, markOf } from './words.ts'

/** What keeps the plan from being carried out. */
export interface Obstacles {
  leaks: readonly LocatedLeak[]
  refusals: readonly { stack: string; logicalId: string; type: string; reason: string }[]
}

/** Leaks that nobody allowed, and resources that were refused. */
export function obstaclesOf(plan: PlanReport): Obstacles {
  const refusals = plan.stacks.flatMap((stack) =>
    allDecisions(stack)
      .filter(({ kind }) => kind === 'refused')
      .map(({ logicalId, type, reasons }) => ({
        stack: stack.production,
        logicalId,
        type,
        reason: reasons.map(({ reason }) => reason).join('; '),
      })),
  )
  return { leaks: plan.leaks.filter(({ allowed }) => !allowed), refusals }
}

/** `2 leaks and 1 refused resource`; empty where nothing stops the plan. */
export function countObstacles({ leaks, refusals }: Obstacles): string {
  const parts = [
    leaks.length === 0 ? [] : [count(leaks.length, 'leak')],
    refusals.length === 0 ? [] : [count(refusals.length, 'refused resource')],
  ]
  return parts.flat().join(' and ')
}

/** Each obstacle with its place and the way around it. */
export function formatObstacles({ leaks, refusals }: Obstacles, pen: Pen): string {
  const mark = pen.as('broken')(markOf('broken'))
  const refused = refusals.map(({ stack, logicalId, type, reason }) =>
    [
      `  ${mark} ${pen.strong(cleanLine(logicalId, 60))} (${shortType(type)}) in ${cleanLine(stack, 60)} is refused`,
      wrapLines(cleanLine(reason), pen, 4),
      wrapLines(`If it is safe beside production: replica.allow: [${cleanLine(logicalId, 60)}]`, pen, 4),
    ].join('\n'),
  )
  return [...refused, ...leaks.map((leak) => formatLeak(leak, mark, pen))].join('\n')
}

function formatLeak(leak: LocatedLeak, mark: string, pen: Pen): string {
  const found = cleanLine(leak.found, 120)
  return [
    wrapLines(`${mark} "${found}": ${cleanLine(leak.meaning, 160)}`, pen, 2),
    wrapLines(placeOf(leak), pen, 4),
    wrapLines(`Refer to it (Ref, GetAtt, ImportValue) or, if the replica may use it: replica.allow: [${JSON.stringify(found)}]`, pen, 4),
  ].join('\n')
}

/** `infra/data.yml:34 /Resources/…`: the file first, so that a terminal makes it a link. */
function placeOf({ stack, path, origin, line }: LocatedLeak): string {
  const source = cleanLine(origin ?? stack, 120)
  return `${source}${line === undefined ? '' : `:${line}`} ${cleanLine(path, 200)}`
}

/** Leaks that the team took on itself, in one line each. */
export function formatAllowed(leaks: readonly LocatedLeak[], pen: Pen): string {
  const lines = leaks
    .filter(({ allowed }) => allowed)
    .map((leak) => `${cleanLine(leak.found, 120)} in ${placeOf(leak)}: ${cleanLine(leak.meaning, 160)}`)
  return lines.map((line) => wrapLines(line, pen, 2)).join('\n')
}
