// The main job, end to end, without an account: production goes up in the local cloud, four changes are rehearsed on
// replicas of it, and nothing but production is left. `npm run demo`
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VerifyEmailIdentityCommand } from '@aws-sdk/client-ses'
import { changes } from './changes.ts'
import { checkOutChange, makeCheckout } from './checkout.ts'
import { type Clients, createClients } from './clients.ts'
import { type DatabaseAccess, databasesOf, loadData } from './databases.ts'
import { deployProduction } from './deploy.ts'
import { compareWithExpectation } from './expectation.ts'
import { fingerprintProduction } from './fingerprint.ts'
import { leftovers, takeInventory } from './inventory.ts'
import { type LocalCloud, startLocalCloud } from './local-cloud.ts'
import { type Rehearsal, rehearseChange } from './rehearsal.ts'
import { createShow, type Show } from './show.ts'
import { takeSnapshots } from './snapshots.ts'
import { formatSummary } from './summary.ts'

const show = createShow(process.stdout, process.env)
process.exitCode = await runDemo(show, interruption())

/**
 * Exit code 0 when every verdict is as expected, production is as it was, and nothing else is left. The folder stays, but
 * for the databases, which are large.
 */
async function runDemo(show: Show, signal: AbortSignal): Promise<number> {
  const folder = await makeFolder()
  show.step('Starting the local cloud: AWS on loopback, its databases real PostgreSQL')
  try {
    const cloud = await startLocalCloud(join(folder, 'cloud'), show)
    try {
      return await rehearseAll(folder, cloud, show, signal)
    } finally {
      await cloud.stop()
      await rm(join(folder, 'cloud', 'postgres'), { recursive: true, force: true })
    }
  } catch (error) {
    show.line(`\n${signal.aborted ? 'Interrupted; everything has been stopped.' : `The demo failed: ${messageOf(error)}`}`)
    return signal.aborted ? 130 : 3
  } finally {
    show.line(`\nMails, reports and the checkout are kept in ${folder}`)
  }
}

async function rehearseAll(folder: string, cloud: LocalCloud, show: Show, signal: AbortSignal): Promise<number> {
  const clients = createClients(cloud.endpoint, cloud.environment)
  const databases = await makeProduction(clients, show, signal)
  const [before, inventory] = await Promise.all([fingerprintProduction(clients, databases), takeInventory(clients)])

  const checkout = join(folder, 'new-vision')
  await makeCheckout(checkout)
  const rehearsals: Rehearsal[] = []
  for (const change of changes) {
    show.step(`Rehearsing ${change.name}: ${change.subject}`)
    await checkOutChange(checkout, change)
    rehearsals.push(await rehearseChange(change, checkout, cloud.environment, show, signal))
  }

  const after = await fingerprintProduction(clients, databases)
  const left = await takeInventory(clients)
  show.step('What came of it')
  show.line(formatSummary({ rehearsals, before, after, left, mails: await findMails(folder) }, process.stdout.columns ?? 120))
  return tellFailures(show, [
    ...rehearsals.flatMap(({ change, verdict }) => compareWithExpectation(change, verdict)),
    ...(before.hash === after.hash ? [] : ['production has changed']),
    ...leftovers(inventory, left).map((name) => `left behind: ${name}`),
  ])
}

async function makeProduction(clients: Clients, show: Show, signal: AbortSignal): Promise<DatabaseAccess[]> {
  show.step('Deploying New Vision’s production: three stacks, two databases and their data')
  const password = `Aa1${randomBytes(18).toString('base64url')}`
  const outputs = await deployProduction(clients, password, show, signal)
  const databases = databasesOf(outputs, password)
  await loadData(databases)
  show.progress('loaded 100 pupils and their scores')
  await takeSnapshots(clients, outputs, signal)
  show.progress('took the nightly snapshots')
  await clients.ses.send(new VerifyEmailIdentityCommand({ EmailAddress: 'ci@newvision.example' }))
  return databases
}

/** PostgreSQL, which gives up root, must be able to walk through it. */
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-demo-'))
  await chmod(folder, 0o711)
  await mkdir(join(folder, 'cloud'))
  return folder
}

async function findMails(folder: string): Promise<string[]> {
  const outbox = join(folder, 'cloud', 'outbox')
  const names = await readdir(outbox)
  return names
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => join(outbox, name))
}

function tellFailures(show: Show, failures: readonly string[]): number {
  for (const failure of failures) show.line(`\nNot as expected: ${failure}`)
  return failures.length === 0 ? 0 : 1
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Aborted by the first SIGINT or SIGTERM, after which the demo cleans up; the second one ends it at once. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130)
      controller.abort()
    })
  }
  return controller.signal
}
