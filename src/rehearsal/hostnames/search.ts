import { dirname, isAbsolute, join, normalize } from 'node:path'
import type { PipelineSpec } from '../../spec/types.ts'
import { readCodeFiles } from '../code/own-files.ts'
import { pipelineEnvironment } from '../environment.ts'
import type { IntegratePorts } from '../ports.ts'
import { hostsIn } from './known.ts'

/** Where a pipeline's own text has a host: a file of the folder, its command (`command`), or a variable of the environment. */
export interface HostUse {
  host: string
  where: { kind: 'file'; path: string } | { kind: 'command' } | { kind: 'variable'; name: string }
}

/** Every host of a production database that a job's command, files, settings files or environment have written into them. */
export async function findHosts(
  job: PipelineSpec['job'],
  folder: string,
  names: readonly string[],
  ports: IntegratePorts,
): Promise<HostUse[]> {
  const code = await readCodeFiles(job, folder, ports)
  const files = new Map([...code, ...(await readSettings(code, folder, ports))])
  const uses = [...files].flatMap(([path, text]) =>
    hostsIn(withoutRemarks(text, path), names).map((host): HostUse => ({ host, where: { kind: 'file', path } })),
  )
  if (job.kind === 'sql') return uses
  const ofCommand = hostsIn(job.run, names).map((host): HostUse => ({ host, where: { kind: 'command' } }))
  return [...ofCommand, ...uses, ...inVariables(names, ports)]
}

function inVariables(names: readonly string[], { environment }: IntegratePorts): HostUse[] {
  return Object.entries(pipelineEnvironment(environment, {}, undefined, {})).flatMap(([name, value]) =>
    // What the environment holds beside the stores' names is nobody's claim: CI has hosts of its own.
    hostsIn(value, names).flatMap((host): HostUse[] => (names.includes(host) ? [{ host, where: { kind: 'variable', name } }] : [])),
  )
}

const settings = 'ini|cfg|conf|toml|properties|json|xml|env|ya?ml'
const settingsFile = new RegExp(String.raw`[\w./-]*\.(?:${settings})\b`, 'g')
const isSettingsName = new RegExp(String.raw`\.(?:${settings})$`)

/** Whether a file holds settings, of whatever language. */
export function isSettings(path: string): boolean {
  return isSettingsName.test(path)
}

/** Settings that the code names: blame has no use for them, but hosts are often there. */
async function readSettings(code: ReadonlyMap<string, string>, folder: string, ports: IntegratePorts): Promise<[string, string][]> {
  const named = [...code].flatMap(([file, text]) =>
    (text.match(settingsFile) ?? []).flatMap((name) => [normalize(join(dirname(file), name)), normalize(name)]),
  )
  const inside = [...new Set(named)].filter((path) => !isAbsolute(path) && !path.startsWith('..'))
  const read = await Promise.all(inside.map(async (path) => [path, await readFile(join(folder, path), ports)] as const))
  return read.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as [string, string]]))
}

async function readFile(path: string, { files }: IntegratePorts): Promise<string | undefined> {
  // A folder, or no text: not a file of settings.
  return await files.readText(path).catch(() => undefined)
}

/** Whole lines of remarks lead nowhere, whatever they name; in SQL the ends of lines neither. */
function withoutRemarks(text: string, path: string): string {
  const code = text.replace(/^\s*(?:#|\/\/|\/?\*|--).*$/gm, '')
  return path.endsWith('.sql') ? code.replace(/--.*$/gm, '') : code
}
