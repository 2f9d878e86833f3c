import { spawn } from 'node:child_process'
import type { EventRecord } from '../../src/local-cloud/cloudformation/records.ts'
import type { Observation } from './figures.ts'
import { openStage, type Stage } from './stage.ts'
import type { Command, Tool } from './tools.ts'

/** What is done with the stack. */
export const cases = ['create', 'fail', 'delete'] as const
export type Case = (typeof cases)[number]

/** Lets a tool do the wanted cases in fresh local clouds, and watches it. The deletion is of what it has created. */
export async function observeTool(tool: Tool, wanted: readonly Case[], timeScale: number): Promise<[Case, Observation][]> {
  const seen: [Case, Observation][] = []
  if (wanted.includes('fail')) {
    const failed = await onStage({ timeScale, fails: true, isExpress: tool.isExpress }, (stage) => observe('fail', tool.create, stage))
    seen.push(['fail', failed])
  }
  if (!wanted.includes('create') && !wanted.includes('delete')) return seen
  await onStage({ timeScale, fails: false, isExpress: tool.isExpress }, async (stage) => {
    const created = await observe('create', tool.create, stage)
    if (wanted.includes('create')) seen.push(['create', created])
    if (wanted.includes('delete')) seen.push(['delete', await observe('delete', tool.delete, stage)])
  })
  return seen
}

async function onStage<Result>(options: Parameters<typeof openStage>[0], work: (stage: Stage) => Promise<Result>): Promise<Result> {
  const stage = await openStage(options)
  try {
    return await work(stage)
  } finally {
    await stage.close()
  }
}

async function observe(kind: Case, commands: readonly Command[], stage: Stage): Promise<Observation> {
  const output: { text: string; atMs: number }[] = []
  const callsBefore = stage.log.calls.length
  const startedMs = Date.now()
  let exitCode = 0
  for (const command of commands) {
    if (exitCode === 0) exitCode = await runCommand(command, stage, output)
  }
  const exitedMs = Date.now()
  const seen = { startedMs, exitedMs, exitCode, output, calls: stage.log.calls.slice(callsBefore) }
  if ((kind === 'fail') === (exitCode === 0))
    throw new Error(`${kind} with ${commands[0]?.join(' ')} ended with ${exitCode}:\n${textOf(seen)}`)
  return { ...seen, ...recordOf(kind, stage.events()) }
}

function runCommand([program, ...words]: Command, stage: Stage, output: { text: string; atMs: number }[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { cwd: stage.folder, env: stage.environment, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'] }
    const child = spawn(program, words, options)
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => output.push({ text: chunk.toString('utf8'), atMs: Date.now() }))
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

const stackType = 'AWS::CloudFormation::Stack'

/** What the cloud itself says of the stack's end, or of the first failure in it. */
function recordOf(kind: Case, events: readonly EventRecord[]): Pick<Observation, 'endedMs' | 'failure'> {
  if (kind === 'fail') {
    const failed = events.find(({ type, status }) => type !== stackType && status === 'CREATE_FAILED')
    return failed === undefined ? {} : { failure: { atMs: Date.parse(failed.at), reason: failed.reason ?? '' } }
  }
  const status = kind === 'create' ? 'CREATE_COMPLETE' : 'DELETE_COMPLETE'
  const end = events.findLast((event) => event.type === stackType && event.status === status)
  return end === undefined ? {} : { endedMs: Date.parse(end.at) }
}

function textOf({ output }: Pick<Observation, 'output'>): string {
  return output.map(({ text }) => text).join('')
}
