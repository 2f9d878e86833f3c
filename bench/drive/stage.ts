import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EventRecord } from '../../src/local-cloud/cloudformation/records.ts'
import { type LocalCloud, startLocalCloud } from '../../src/local-cloud/start.ts'
import { type CallLog, openCallLog } from './call-log.ts'
import { benchTemplate, failure } from './template.ts'

/** A local cloud of one's own, and a folder from which every tool deploys the same template. */
export interface Stage {
  folder: string
  environment: NodeJS.ProcessEnv
  log: CallLog
  /** The events of all stacks, oldest first. */
  events(): EventRecord[]
  close(): Promise<void>
}

/** `timeScale` is the share of AWS's own durations. With `fails`, one resource cannot be created. */
export async function openStage(options: { timeScale: number; fails: boolean; isExpress: boolean }): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-drive-'))
  const cloud = await startLocalCloud({
    folder: join(folder, 'cloud'),
    timeScale: options.timeScale,
    faults: options.fails ? [failure] : [],
  })
  await writeCheckout(folder, options.isExpress)
  const log = await openCallLog(cloud.endpoint, !options.isExpress)
  const close = async (): Promise<void> => {
    await log.close()
    await cloud.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { folder, environment: environmentOf(folder, cloud, log), log, events: () => eventsOf(cloud), close }
}

const spec = `version: 1
production:
  region: us-east-1
  templates: {bench: template.json}
stores: {}
`

/** What the AWS CLI, SAM, CDK (an app that is synthesized already) and the helper are given. */
async function writeCheckout(folder: string, isExpress: boolean): Promise<void> {
  const template = JSON.stringify(benchTemplate(isExpress), null, 2)
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://111122223333/us-east-1',
    properties: { templateFile: 'template.json' },
  }
  await mkdir(join(folder, 'cdk.out'))
  await writeFile(join(folder, 'template.json'), template)
  await writeFile(join(folder, 'replica.yml'), spec)
  await writeFile(join(folder, 'cdk.out', 'template.json'), template)
  await writeFile(join(folder, 'cdk.out', 'manifest.json'), JSON.stringify({ version: '38.0.0', artifacts: { bench: stack } }))
}

/** As on a CI runner: no settings of the user's, nobody who is told what runs here. */
function environmentOf(folder: string, cloud: LocalCloud, log: CallLog): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
    CI: 'true',
    NO_COLOR: '1',
    ...quiet,
    ...cloud.environment,
    AWS_ENDPOINT_URL: log.endpoint,
  }
}

const quiet = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
  SAM_CLI_TELEMETRY: '0',
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CDK_DISABLE_VERSION_CHECK: 'true',
}

function eventsOf({ world }: LocalCloud): EventRecord[] {
  const tables = world.state.table<{ events: EventRecord[] }>('stack-events').values()
  return tables.flatMap(({ events }) => events).sort((a, b) => a.at.localeCompare(b.at))
}
