import type { NamesWay } from '../../ports/names.ts'
import type { PipelineSpec, Spec } from '../../spec/types.ts'
import type { IntegratePorts } from '../ports.ts'
import { hostnamesOf, type StoreHostnames } from './known.ts'
import { findHosts, type HostUse } from './search.ts'
import { createTurns, type Turns } from './turns.ts'

/** How production's host names are led to the recorders in this rehearsal. */
export interface Hostnames {
  known: StoreHostnames
  way: NamesWay
  /** Names that the team takes on itself: a pipeline that has one runs, wherever it leads. */
  allow: ReadonlySet<string>
  /** Where the whole machine's hosts file is written, one run has it alone. */
  turns: Turns
}

/** Finds out what this machine allows; nothing is tried where no name is known. */
export async function prepareHostnames(known: StoreHostnames, { replica }: Pick<Spec, 'replica'>, ports: IntegratePorts): Promise<Hostnames> {
  const isAny = Object.values(known).some(({ names }) => names.length > 0)
  const way = isAny ? await ports.names.way() : 'none'
  return { known, way, allow: new Set(replica.allow.map((name) => name.toLowerCase())), turns: createTurns() }
}

/** What is known of a job and the hosts that it has written into it. */
export async function usesOf(job: PipelineSpec['job'], folder: string, hostnames: Hostnames, ports: IntegratePorts): Promise<HostUse[]> {
  const names = [...hostnamesOf(hostnames.known, hostnames.known).values()].flatMap((each) => each.names)
  return await findHosts(job, folder, names, ports)
}

/** Why a job may not run: it names a host of production's that cannot be led to its recorder. Undefined where all is well. */
export function refusalOf(uses: readonly HostUse[], job: PipelineSpec['job'], hostnames: Hostnames): string | undefined {
  const known = new Set(Object.values(hostnames.known).flatMap(({ names }) => names.map((name) => name.toLowerCase())))
  for (const use of uses) {
    if (hostnames.allow.has(use.host) || hostnames.allow.has('*')) continue
    const reason = known.has(use.host) ? whyNotLed(use, job, hostnames) : 'which is no store of this replica'
    if (reason !== undefined) return `${placeOf(use)} names the database ${use.host}, ${reason}`
  }
  return undefined
}

function whyNotLed({ where }: HostUse, job: PipelineSpec['job'], { way }: Hostnames): string | undefined {
  if (job.kind === 'sql') return 'and a server looks names up by itself'
  if (way === 'none') return 'and this machine has no way to lead it to the replica'
  if (way !== 'hooks') return undefined
  if (where.kind === 'file') return hooked.test(where.path) ? undefined : noHook
  return programs.test(job.run) ? undefined : noHook
}

const noHook = 'and here only libpq, Python, Node, R and Java can be led to the replica (the hosts file cannot be written)'
/** Files whose languages look names up in a way that can be led, and settings, which they read. */
const hooked = /\.(?:py|ipynb|r|m?[jt]s|c[jt]s|sh|sql|rb|pl|php|jl|java|scala|kt|ya?ml|ini|cfg|conf|toml|properties|json|xml|env)$/i
const programs = /(?:^|[\s/;&|])(?:psql|pg_\w+|python[\d.]*|node|npx|tsx|Rscript|R|java|ruby|perl|php|julia|dbt|airflow)(?=\s|$)/

function placeOf({ where }: HostUse): string {
  if (where.kind === 'file') return where.path
  return where.kind === 'command' ? 'its command' : `the variable ${where.name}`
}
