import type { NamesWay } from '../../ports/names.ts'
import type { PipelineSpec, Spec } from '../../spec/types.ts'
import type { Store } from '../../store/types.ts'
import type { Code } from '../base.ts'
import type { IntegratePorts } from '../ports.ts'
import { namesIn, type StoreHostnames, writtenHostnames } from './known.ts'
import { findHosts, type HostUse, isSettings } from './search.ts'
import { createTurns, type Turns } from './turns.ts'

/** How production's host names are led to the recorders in this rehearsal. */
export interface Hostnames {
  known: StoreHostnames
  /** Those whose port a recorder can listen on. */
  led: StoreHostnames
  way: NamesWay
  /** Names that the team takes on itself: a pipeline that has one runs, wherever it leads. */
  allow: ReadonlySet<string>
  /** Where the whole machine's hosts file is written, one run has it alone. */
  turns: Turns
}

/** Finds out what this machine allows; nothing is tried where no name is known. `read` is what production itself has told. */
export async function prepareHostnames(
  read: StoreHostnames,
  spec: Pick<Spec, 'replica' | 'stores'>,
  stores: Readonly<Record<string, Store>>,
  { names }: IntegratePorts,
): Promise<Hostnames> {
  const known = { ...writtenHostnames(spec, stores), ...read }
  const allow = new Set(spec.replica.allow.map((name) => name.toLowerCase()))
  const led: Record<string, StoreHostnames[string]> = {}
  for (const [store, each] of Object.entries(known)) if (await names.canListen(each.port)) led[store] = each
  return { known, led, way: Object.keys(led).length === 0 ? 'none' : await names.way(), allow, turns: createTurns() }
}

/** The hosts that a job has written into it on one side. */
export async function usesOf(job: PipelineSpec['job'], folder: string, { known }: Hostnames, ports: IntegratePorts): Promise<HostUse[]> {
  return await findHosts(job, folder, namesIn(known), ports)
}

/** Why a pipeline or check may not run: on one side it names a host of production's that cannot be led to its recorder. */
export async function obstacleOf(
  { job }: Pick<PipelineSpec, 'job'>,
  { code, hostnames, ports }: { code: Code; hostnames: Hostnames; ports: IntegratePorts },
): Promise<string | undefined> {
  for (const folder of [code.candidate, code.baseline]) {
    const refusal = refusalOf(await usesOf(job, folder, hostnames, ports), job, hostnames)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function refusalOf(uses: readonly HostUse[], job: PipelineSpec['job'], hostnames: Hostnames): string | undefined {
  const [known, led] = [namesIn(hostnames.known), namesIn(hostnames.led)]
  for (const use of uses) {
    if (hostnames.allow.has(use.host)) continue
    const reason = known.includes(use.host) ? whyNotLed(use, job, hostnames, led) : 'which is none of the stores in replica.yml'
    if (reason !== undefined)
      return `${placeOf(use)} names the database ${use.host}, ${reason}: put it into replica.allow to run it all the same`
  }
  return undefined
}

function whyNotLed(
  { host, where }: HostUse,
  job: PipelineSpec['job'],
  { way, led: stores }: Hostnames,
  led: readonly string[],
): string | undefined {
  if (job.kind === 'sql') return 'and a server looks names up by itself'
  if (!led.includes(host)) return 'and no recorder can listen on its port on this machine'
  if (way === 'none') return 'and this machine has no way to lead it to the replica'
  if (way !== 'hooks') return undefined
  const hooks = sharePort(stores) ? { ...preciseHooks, missing: noPreciseHook } : { ...allHooks, missing: noHook }
  const isHooked = (where.kind === 'file' && hooks.files.test(where.path)) || (isRead(where) && hooks.programs.test(job.run))
  return isHooked ? undefined : hooks.missing
}

/** Whether the command's own program reads it: its words, its variables, its settings. */
function isRead(where: HostUse['where']): boolean {
  return where.kind !== 'file' || isSettings(where.path)
}

/** libpq can be told one address only, and a port tells the stores of a run apart there. */
function sharePort(led: StoreHostnames): boolean {
  const ports = Object.values(led).map(({ port }) => port)
  return new Set(ports).size < ports.length
}

const noHook = 'and here only libpq, Python, Node, R and Java can be led to the replica (the hosts file cannot be written)'
/** Files whose languages look names up in a way that can be led. What is in settings is looked up by the program that reads them. */
const allHooks = {
  files: /\.(?:py|ipynb|r|m?[jt]s|c[jt]s|sh|sql|rb|pl|php|jl|java|scala|kt)$/i,
  programs: /(?:^|[\s/;&|])(?:psql|pg_\w+|python[\d.]*|node|npx|tsx|Rscript|R|java|ruby|perl|php|julia|dbt|airflow)(?=\s|$)/,
}

const noPreciseHook =
  'and here only Node and Java can be led to one of several stores with the same port (the hosts file cannot be written)'
const preciseHooks = {
  files: /\.(?:m?[jt]s|c[jt]s|java|scala|kt)$/i,
  programs: /(?:^|[\s/;&|])(?:node|npx|tsx|java)(?=\s|$)/,
}

function placeOf({ where }: HostUse): string {
  if (where.kind === 'file') return where.path
  return where.kind === 'command' ? 'its command' : `the variable ${where.name}`
}
