import { readFileSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import { CreateDBSnapshotCommand, DescribeDBSnapshotsCommand } from '@aws-sdk/client-rds'
import { type Clients, createClients } from '../../../examples/demo/clients.ts'
import { startLocalCloud } from '../../../examples/demo/local-cloud.ts'
import type { Pipeline } from '../pipelines.ts'
import { runSql } from '../plain/databases.ts'

/** The company's production, up in a local cloud of its own. */
export interface CompanyCloud {
  /** What leads an AWS client there. */
  environment: Record<string, string>
  stop(): Promise<void>
}

export const companySchema = readFileSync(join(import.meta.dirname, 'schema.sql'), 'utf8')

const login = { user: 'school', password: 'Aa1-only-in-this-test' }
const silent = { step: () => {}, progress: () => {}, result: () => {}, line: () => {} }

const template = {
  Resources: {
    Database: {
      Type: 'AWS::RDS::DBInstance',
      Properties: {
        DBInstanceIdentifier: 'school-app',
        DBInstanceClass: 'db.t4g.medium',
        Engine: 'postgres',
        EngineVersion: '18.1',
        DBName: 'app',
        AllocatedStorage: '20',
        MasterUsername: login.user,
        MasterUserPassword: login.password,
      },
    },
  },
  Outputs: {
    Address: { Value: { 'Fn::GetAtt': ['Database', 'Endpoint.Address'] } },
    Port: { Value: { 'Fn::GetAtt': ['Database', 'Endpoint.Port'] } },
  },
}

/** Deploys the database, fills it and takes its snapshot. `folder` must be empty. */
export async function startCompanyCloud(folder: string): Promise<CompanyCloud> {
  await chmod(folder, 0o711)
  await mkdir(join(folder, 'cloud'))
  const cloud = await startLocalCloud(join(folder, 'cloud'), silent)
  try {
    const clients = createClients(cloud.endpoint, cloud.environment)
    await clients.stacks.send(new CreateStackCommand({ StackName: 'school', TemplateBody: JSON.stringify(template) }))
    const outputs = await outputsOf(clients)
    await runSql({ host: outputs.Address ?? '', port: Number(outputs.Port), ...login }, 'app', companySchema)
    await takeSnapshot(clients)
    return { environment: cloud.environment, stop: () => cloud.stop() }
  } catch (error) {
    await cloud.stop()
    throw error
  }
}

/** The team's replica.yml, with the pipelines given. Nothing is masked: the matrix looks at what the rows hold. */
export function replicaYml(pipelines: readonly Pipeline[]): string {
  const jobs = pipelines.map(({ name, language, file }) =>
    language === 'SQL' ? `{name: ${name}, sql: pipelines/${file}}` : `{name: ${name}, run: node pipelines/${file}}`,
  )
  return `version: 1
production: {region: us-east-1, stacks: [school]}
stores: {app: {resource: Database, database: app, data: latest-snapshot}}
mask:
  app.public.students.name: keep
  app.public.students.email: keep
  app.public.schools.name: keep
  app.public.unread.remark: keep
  app.reports.school_summary.name: keep
change: {base: main, migrations: {app: db/migrations/*.sql}}
pipelines: [${jobs.join(', ')}]
notify: {from: ci@school.example, to: [team@school.example]}
`
}

async function outputsOf(clients: Clients): Promise<Record<string, string>> {
  for (;;) {
    const [stack] = (await clients.stacks.send(new DescribeStacksCommand({ StackName: 'school' }))).Stacks ?? []
    if (stack?.StackStatus === 'CREATE_COMPLETE')
      return Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]))
    if (stack?.StackStatus !== 'CREATE_IN_PROGRESS') throw new Error(`production is ${stack?.StackStatus ?? 'not there'}`)
    await sleep(100)
  }
}

async function takeSnapshot({ rds }: Clients): Promise<void> {
  const name = { DBSnapshotIdentifier: 'school-app-nightly' }
  await rds.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier: 'school-app', ...name }))
  for (;;) {
    const { DBSnapshots } = await rds.send(new DescribeDBSnapshotsCommand(name))
    if (DBSnapshots?.[0]?.Status === 'available') return
    await sleep(100)
  }
}
