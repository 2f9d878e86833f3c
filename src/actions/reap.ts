import { identifyRun } from '../circleci/identity.ts'
import { ExitCode, fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import { cleanLine } from '../report/clean.ts'
import { count } from '../report/words.ts'
import { parseDuration } from '../spec/duration.ts'
import { createBudget, jitterFrom } from '../stack/budget/budget.ts'
import { type ReapChoice, type Reaped, reapReplicas } from '../stack/expiry/reap.ts'
import { clearStaging } from '../stack/staging.ts'
import { openClouds } from './clouds.ts'
import { sweepFuses } from './fuse.ts'
import { openJournal } from './journal.ts'
import { readPlace } from './team-file.ts'

export interface ReapOptions {
  config: string
  json: boolean
  region?: string | undefined
  role?: string | undefined
  local?: string | undefined
  'older-than'?: string | undefined
  all: boolean
  mine: boolean
  'dry-run': boolean
}

/** Deletes the replicas that are due, whoever made them. Exit 3 with the list of survivors where something is left. */
export async function reap(options: ReapOptions, ports: Ports): Promise<ExitCode> {
  const identity = identifyRun(ports.environment, await ports.revisions.current())
  const choice = chooseFrom(options, identity.owner)
  const { emit } = openJournal(ports)
  const { aws, ...where } = await readPlace(options, ports)
  const cloud = await openClouds({ ...options, ...where }, aws, identity, { ...ports, emit }).as('teardown')
  const budget = createBudget(ports.clock, jitterFrom(ports.entropy))
  const work = { cloud, clock: ports.clock, emit, budget }
  const result = await reapReplicas(choice, { dryRun: options['dry-run'] }, work)
  const isGone = result.survivors.length === 0
  if (!options['dry-run']) await sweepFuses(isGone ? [...result.reaped, ...result.swept] : [], work)
  if (!options['dry-run']) await clearStaging([...result.reaped, ...result.swept], work)
  ports.output.print(options.json ? `${JSON.stringify(result, null, 2)}\n` : formatReaped(result, options['dry-run']))
  return result.survivors.length === 0 ? ExitCode.passed : ExitCode.inconclusive
}

/** Throws `cli.usage`. */
function chooseFrom(options: ReapOptions, owner: string): ReapChoice {
  const { all, mine, 'older-than': olderThan } = options
  if (all && !mine)
    throw fail('cli.usage', { reason: '--all would take what others work with: it goes with --mine only.', command: 'reap' })
  const olderThanMs = olderThan === undefined ? undefined : parseDuration(olderThan)
  if (olderThan !== undefined && olderThanMs === undefined) {
    throw fail('cli.usage', { reason: `--older-than ${olderThan} is not a duration such as 90m or 6h.`, command: 'reap' })
  }
  return {
    ...(all ? { all } : {}),
    ...(olderThanMs === undefined ? {} : { olderThanMs }),
    ...(mine ? { owner } : {}),
  }
}

function formatReaped({ reaped, skipped, swept, deleted, survivors }: Reaped, dryRun: boolean): string {
  const lines = [
    ...reaped.map((id) => `${dryRun ? 'would delete' : 'reaped'} ${id}`),
    ...swept.map((id) => `${dryRun ? 'would sweep' : 'swept'} what was left of ${id}`),
    ...skipped.map(({ id, reason }) => `skipped ${id}: ${reason}`),
    ...(survivors.length === 0 ? [] : ['these are still there:', ...survivors.map((name) => `  ${name}`)]),
    dryRun || reaped.length + swept.length > 0
      ? `${count(reaped.length, 'replica')} ${dryRun ? 'would go' : `taken, ${count(deleted.length, 'stack')} deleted`}`
      : 'there was nothing to reap',
  ]
  return lines.map((line) => `${cleanLine(line, 1_000)}\n`).join('')
}
