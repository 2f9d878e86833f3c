import { createHash } from 'node:crypto'
import { basename, relative } from 'node:path'
import { fail, type ReplicaError } from '../../errors.ts'
import type { HostResult } from '../../ports/hosts.ts'
import type { Parcel } from '../../ports/parcels.ts'
import type { Revision } from '../../ports/revisions.ts'
import { cleanLine } from '../../report/clean.ts'
import { confirmedFile } from '../../store/mask/confirmed.ts'
import type { Errand } from './errand.ts'
import { type Addresses, noNode, prepareScript, prepareSteps } from './scripts.ts'

/** A host that has all it needs but its orders. */
export interface Prepared {
  /** What is sealed for it opens there alone. It came by Systems Manager: nobody but the host can have written it. */
  publicKey: string
  revisions: { current?: Revision; base?: string }
}

/**
 * Sends the helper and what the task needs of the checkout, and unpacks both on the host. What was sent is deleted as soon as
 * it has arrived. Throws `host.no_checkout`, `host.no_program`, `host.no_node`, `host.not_prepared`, `parcel.*`, `cloud.*`.
 */
export async function prepareHost(errand: Errand): Promise<Prepared> {
  const { run, host } = errand
  const startedAt = run.ports.clock.now().getTime()
  const code = await packCode(errand)
  const { addresses, bytes } = await sendAll(errand, code)
  let result = await prepare(errand, addresses)
  if (result.exitCode === noNode) result = await prepare(errand, { ...addresses, node: await sendNode(errand, result) })
  const publicKey = keyIn(errand, result)
  await errand.cloud.buckets.removeBelow(errand.bucket, errand.prefix)
  const seconds = Math.round((run.ports.clock.now().getTime() - startedAt) / 1000)
  run.emit('host.prepared', { host, files: code.checkout.files, megabytes: toMegabytes(bytes), seconds })
  return { publicKey, revisions: code.revisions }
}

interface Code {
  checkout: Parcel
  base?: Parcel
  revisions: Prepared['revisions']
}

/** Masking needs the team's own files alone. */
async function packCode({ task, run, host }: Errand): Promise<Code> {
  const { parcels, revisions, folder } = run.ports
  if (task === 'mask') return { checkout: await parcels.pack(folder, [basename(run.spec.path), confirmedFile]), revisions: {} }
  const paths = await revisions.files()
  if (paths === undefined) throw fail('host.no_checkout', { host, folder })
  const results = relative(folder, run.results.folder)
  const checkout = await parcels.pack(
    folder,
    paths.filter((path) => path !== results && !path.startsWith(`${results}/`)),
  )
  const current = await revisions.current()
  const sha = await revisions.mergeBase(run.spec.change.base)
  const known = current === undefined ? {} : { current }
  return sha === undefined
    ? { checkout, revisions: known }
    : { checkout, base: await packBase(sha, run), revisions: { ...known, base: sha } }
}

async function packBase(sha: string, { ports, results }: Errand['run']): Promise<Parcel> {
  const folder = `${results.folder}/base`
  await ports.files.remove(folder)
  await ports.revisions.exportTo(sha, folder)
  const base = await ports.parcels.pack(folder)
  await ports.files.remove(folder)
  return base
}

async function sendAll(errand: Errand, { checkout, base }: Code): Promise<{ addresses: Addresses; bytes: number }> {
  const { parcels, files, program } = errand.run.ports
  const helper = await files.readBytes(program.file)
  if (helper === undefined || !program.file.endsWith('.cjs')) throw fail('host.no_program', { file: program.file })
  const packed = await parcels.compress(helper)
  const addresses = {
    program: await send(errand, 'program', packed),
    programSha256: createHash('sha256').update(helper).digest('hex'),
    code: await send(errand, 'code', checkout.content),
    ...(base === undefined ? {} : { base: await send(errand, 'base', base.content) }),
  }
  return { addresses, bytes: packed.length + checkout.content.length + (base?.content.length ?? 0) }
}

/** Long enough for a start that dawdles; the objects are gone before. */
const lifeSeconds = 900

async function send({ cloud: { buckets }, bucket, prefix }: Errand, name: string, content: Uint8Array): Promise<string> {
  await buckets.put(bucket, `${prefix}${name}`, content)
  return buckets.link(bucket, `${prefix}${name}`, 'GET', lifeSeconds)
}

/** The runner's own Node, where the host is a machine of the same kind. Throws `host.no_node`. */
async function sendNode(errand: Errand, { output }: HostResult): Promise<string> {
  const { program, files, parcels } = errand.run.ports
  const machine = machineIn(output)
  const [system, architecture] = machine.toLowerCase().split(' ')
  const own = { x64: 'x86_64', arm64: 'aarch64' }[program.architecture]
  const node = system === program.platform && architecture === own ? await files.readBytes(program.node) : undefined
  if (node === undefined) throw missing(errand, machine)
  const packed = await parcels.compress(node)
  errand.run.emit('host.node_sent', { host: errand.host, megabytes: toMegabytes(packed.length) })
  return send(errand, 'node', packed)
}

function missing({ host, run }: Errand, machine: string): ReplicaError {
  const { platform, architecture } = run.ports.program
  return fail('host.no_node', { host, machine, runner: `${platform} ${architecture}` })
}

function machineIn(output: string): string {
  return cleanLine(output.trim().split('\n').at(-1) ?? '', 60)
}

const timeoutMs = 15 * 60_000

function prepare({ cloud, instanceId, workId, replica, run }: Errand, addresses: Addresses): Promise<HostResult> {
  const script = prepareScript(workId, addresses)
  const comment = `prod-replica ${replica.id}: getting ready`
  return cloud.hosts.run(instanceId, { script, timeoutMs, comment, signal: run.ports.interrupted })
}

function keyIn(errand: Errand, { status, exitCode, output, errors }: HostResult): string {
  const { host } = errand
  if (status === 'undelivered') throw fail('host.not_online', { host, id: errand.instanceId })
  if (exitCode === noNode) throw missing(errand, machineIn(output))
  const [, publicKey] = /^\{"publicKey":"([A-Za-z0-9+/=]+)"\}$/m.exec(output) ?? []
  if (status === 'succeeded' && publicKey !== undefined) return publicKey
  const reason = cleanLine(errors.trim().split('\n').at(-1) ?? '', 200)
  throw fail('host.not_prepared', { host, step: prepareSteps[exitCode ?? 0] ?? `its script (${status})`, reason })
}

function toMegabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2 / 0.1) / 10
}
