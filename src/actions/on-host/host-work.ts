import { basename } from 'node:path'
import { ExitCode, fail } from '../../errors.ts'
import type { Emit } from '../../events.ts'
import type { Ports } from '../../ports/index.ts'
import { loadSpec } from '../../spec/load.ts'
import { openResults } from '../results.ts'
import { judgeHere, maskHere, type Workplace } from '../workplace.ts'
import { hostFiles, type Orders, type TaskResult } from './orders.ts'
import { openReporter } from './reporter.ts'
import { asReplicaError, storeError } from './stored-error.ts'

/** On the host: unpacks the checkout and makes the key that the orders are sealed for; called again, does what they say. */
export async function hostWork(_options: unknown, ports: Ports): Promise<ExitCode> {
  if (ports.environment.PROD_REPLICA_WORK === 'prepare') return prepare(ports)
  const { orders, privateKey } = await readOrders(ports)
  const reporter = openReporter(orders.lease, privateKey, ports)
  const interrupted = AbortSignal.any([ports.interrupted, reporter.callerLost])
  const result = await perform(orders, { ...ports, interrupted }, reporter.emit).catch((error: unknown): TaskResult => {
    return { failure: storeError(asReplicaError(error, (reason) => fail('cli.unexpected', { reason }, error))) }
  })
  const results = at(hostFiles.results, ports)
  await ports.files.write(`${results}/${hostFiles.result}`, JSON.stringify(result))
  for (const folder of ['base', 'sides']) await ports.files.remove(`${results}/${folder}`)
  if (orders.share?.shard !== undefined) await ports.files.remove(`${results}/shard-${orders.share.shard.number}`)
  const { content } = await ports.parcels.pack(results)
  await reporter.finish(content, () => removeFolder(ports))
  return ExitCode.passed
}

/** Whoever is cancelled has no script any more that would clean up. */
async function removeFolder({ files, workingFolder }: Ports): Promise<void> {
  if (basename(workingFolder).startsWith('prod-replica-')) await files.remove(workingFolder)
}

async function prepare(ports: Ports): Promise<ExitCode> {
  const { files, parcels, seals, output } = ports
  const code = await files.readBytes(at(hostFiles.code, ports))
  if (code === undefined) throw fail('parcel.damaged', { reason: 'it did not arrive' })
  await parcels.unpack(code, at(hostFiles.checkout, ports))
  await files.remove(at(hostFiles.code, ports))
  const { publicKey, privateKey } = seals.makeKeys()
  await files.write(at(hostFiles.key, ports), privateKey, { mode: 0o600 })
  output.print(`${JSON.stringify({ publicKey })}\n`)
  return ExitCode.passed
}

/** Neither the key nor the address stays on the disk. */
async function readOrders(ports: Ports): Promise<{ orders: Orders; privateKey: string }> {
  const { files, links, seals } = ports
  const [key, address] = [at(hostFiles.key, ports), at(hostFiles.orders, ports)]
  const [privateKey, from] = [await files.readText(key), await files.readText(address)]
  await files.remove(key)
  await files.remove(address)
  const sealed = from === undefined ? undefined : await links.get(from)
  if (sealed === undefined || privateKey === undefined) throw fail('host.orders_lost', {})
  try {
    return { orders: JSON.parse(seals.open(sealed, privateKey)) as Orders, privateKey }
  } catch (error) {
    throw fail('host.orders_lost', {}, error)
  }
}

async function perform(orders: Orders, ports: Ports, emit: Emit): Promise<TaskResult> {
  const place = await openWorkplace(orders, ports, emit)
  if (orders.task === 'mask') return { masked: (await maskHere(place, orders.replica)).masked }
  return { verdict: await judgeHere(place, orders.replica, orders.hostNames) }
}

async function openWorkplace(orders: Orders, ports: Ports, emit: Emit): Promise<Workplace> {
  const text = (await ports.files.readText(basename(orders.config))) ?? ''
  for (const { password } of Object.values(orders.secrets)) if (password !== undefined) ports.output.hide(password)
  return {
    spec: loadSpec(text, orders.config),
    ports: { ...ports, environment: { ...ports.environment, ...orders.environment }, revisions: revisionsOf(orders, ports) },
    secrets: { read: async (arn) => ({ ...orders.secrets[arn] }) },
    emit,
    results: { ...openResults(hostFiles.results, ports), named: orders.results },
    ...(orders.share === undefined ? {} : { share: orders.share }),
  }
}

/** What git would say here, if the checkout had brought its history along; pipelines find no repository. */
function revisionsOf({ revisions: { current, base } }: Orders, ports: Ports): Ports['revisions'] {
  const exportTo = async (sha: string, folder: string): Promise<void> => {
    const content = await ports.files.readBytes(at(hostFiles.base, ports))
    if (content === undefined) throw fail('change.base_not_exported', { sha })
    await ports.parcels.unpack(content, folder)
  }
  return {
    current: async () => current,
    mergeBase: async () => base,
    files: async () => undefined,
    exportTo,
    async writeTree(folder, { sha }) {
      // Results are written beside the checkout here, and what git ignores did not come along.
      if (sha === undefined) await ports.parcels.unpack((await ports.parcels.pack(ports.folder)).content, folder)
      else await exportTo(sha, folder)
      return folder
    },
    makeRepository: async () => {},
  }
}

/** The command is started in the folder of the work; `files` takes paths from the checkout. */
function at(name: string, { workingFolder }: Ports): string {
  return `${workingFolder}/${name}`
}
