import { chmod, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { VerifyEmailIdentityCommand } from '@aws-sdk/client-ses'
import { changes } from '../../examples/demo/changes.ts'
import { checkOutChange, makeCheckout } from '../../examples/demo/checkout.ts'
import { type Clients, createClients } from '../../examples/demo/clients.ts'
import { type DatabaseAccess, databasesOf, loadData } from '../../examples/demo/databases.ts'
import { deployProduction } from '../../examples/demo/deploy.ts'
import { fingerprintProduction } from '../../examples/demo/fingerprint.ts'
import { type Inventory, leftovers, takeInventory } from '../../examples/demo/inventory.ts'
import { startLocalCloud } from '../../examples/demo/local-cloud.ts'
import type { Show } from '../../examples/demo/show.ts'
import { takeSnapshots } from '../../examples/demo/snapshots.ts'

/** The example company with its production up in a local cloud of its own. */
export interface Stage {
  /** What leads an AWS client there. */
  readonly environment: Record<string, string>
  /** Where the cloud keeps its state. */
  readonly cloudFolder: string
  /** A fresh git checkout with this change on a branch of its own. Gives its folder. */
  checkOut(changeName: string, folder: string): Promise<string>
  /** What the cloud holds beside production, `kind name`. */
  leftovers(): Promise<string[]>
  /** All of production, its rows too, as a few characters to compare. */
  fingerprint(): Promise<string>
  /** The text of every mail so far, oldest first. */
  mails(): Promise<string[]>
  /** Stops the cloud and starts it again on what it holds, with other options. */
  restart(options: readonly string[]): Promise<void>
  stop(): Promise<void>
}

const password = 'Aa1-only-in-this-test'

/** Deploys the example's production, fills it and takes its snapshots. `folder` must be empty; PostgreSQL walks through it. `options` are the local cloud's. */
export async function startStage(folder: string, show: Show, options: readonly string[] = []): Promise<Stage> {
  await chmod(folder, 0o711)
  await mkdir(join(folder, 'cloud'))
  const cloudFolder = join(folder, 'cloud')
  let cloud = await startLocalCloud(cloudFolder, show, options)
  try {
    let clients = createClients(cloud.endpoint, cloud.environment)
    const { inventory: production, databases } = await deploy(clients, show)
    return {
      get environment() {
        return cloud.environment
      },
      cloudFolder,
      checkOut,
      leftovers: async () => leftovers(production, await takeInventory(clients)),
      fingerprint: async () => (await fingerprintProduction(clients, databases)).hash,
      mails: () => readMails(join(cloudFolder, 'outbox')),
      async restart(others) {
        await cloud.stop()
        cloud = await startLocalCloud(cloudFolder, show, others)
        clients = createClients(cloud.endpoint, cloud.environment)
      },
      stop: () => cloud.stop(),
    }
  } catch (error) {
    await cloud.stop()
    throw error
  }
}

async function deploy(clients: Clients, show: Show): Promise<{ inventory: Inventory; databases: DatabaseAccess[] }> {
  const { signal } = new AbortController()
  const outputs = await deployProduction(clients, password, show, signal)
  const databases = databasesOf(outputs, password)
  await loadData(databases)
  await takeSnapshots(clients, outputs, signal)
  await clients.ses.send(new VerifyEmailIdentityCommand({ EmailAddress: 'ci@newvision.example' }))
  return { inventory: await takeInventory(clients), databases }
}

async function checkOut(changeName: string, folder: string): Promise<string> {
  const change = changes.find(({ name }) => name === changeName)
  if (change === undefined) throw new Error(`the example has no change ${changeName}`)
  await makeCheckout(folder)
  await checkOutChange(folder, change)
  return folder
}

async function readMails(outbox: string): Promise<string[]> {
  const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml')).sort()
  return await Promise.all(names.map((name) => readFile(join(outbox, name), 'utf8')))
}
