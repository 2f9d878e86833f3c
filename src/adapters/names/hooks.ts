import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { LeadRequest, LedCommand } from '../../ports/names.ts'
import { nodeHook } from './hook-node.ts'
import { pythonHook } from './hook-python.ts'
import { withNames } from './hosts-text.ts'

/** Leads names elsewhere by what libpq, Python, Node and Java offer for it, through variables and files of a moment. */
export async function leadByHooks({ command, environment, addresses, everything }: LeadRequest): Promise<LedCommand> {
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-names-'))
  const files = { python: join(folder, 'python'), node: join(folder, 'names.cjs'), hosts: join(folder, 'hosts') }
  await mkdir(files.python)
  await writeFile(join(files.python, 'sitecustomize.py'), pythonHook(addresses))
  await writeFile(files.node, nodeHook(addresses))
  const hosts = await readFile('/etc/hosts', 'utf8').catch(() => '127.0.0.1 localhost\n')
  await writeFile(files.hosts, withNames(hosts, addresses))
  const precise = {
    PYTHONPATH: joined([files.python, environment.PYTHONPATH], delimiter),
    NODE_OPTIONS: joined([environment.NODE_OPTIONS, `--require ${JSON.stringify(files.node)}`], ' '),
  }
  const broad = everything ? broadVariables(files.hosts, addresses, environment) : {}
  return { command, environment: { ...environment, ...precise, ...broad }, end: () => rm(folder, { recursive: true, force: true }) }
}

/** libpq goes to one address whatever the name; Java looks in no place but the file. */
function broadVariables(
  hosts: string,
  addresses: LeadRequest['addresses'],
  environment: LeadRequest['environment'],
): Record<string, string> {
  const [address, ...others] = new Set(Object.values(addresses))
  return {
    JAVA_TOOL_OPTIONS: joined([environment.JAVA_TOOL_OPTIONS, `-Djdk.net.hosts.file=${hosts}`], ' '),
    ...(address === undefined || others.length > 0 ? {} : { PGHOSTADDR: address }),
  }
}

function joined(parts: readonly (string | undefined)[], separator: string): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator)
}
