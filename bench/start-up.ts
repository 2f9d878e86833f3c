/**
 * `node --import tsx bench/start-up.ts [--rounds 15] [--tools aws,cdk] [--json]`: how long the helper takes to start, and for a
 * real call against the local cloud, beside bare Node, the AWS CLI and CDK. Rounds are interleaved, so that a machine whose
 * speed drifts slows all of them alike; ratios count, not seconds.
 */
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { medianOf } from './drive/figures.ts'
import { installPeer } from './drive/peers.ts'
import { openStage, type Stage } from './drive/stage.ts'
import type { Command } from './drive/tools.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    tools: { type: 'string', default: 'aws,cdk' },
    json: { type: 'boolean', default: false },
    peers: { type: 'string', default: join(tmpdir(), 'prod-replica-peers') },
  },
})
const own: Command = [process.execPath, `${process.cwd()}/dist/prod-replica.cjs`]
const candidates: Record<string, Command> = {
  'node -e 0': [process.execPath, '-e', '0'],
  'prod-replica --version': [...own, '--version'],
  'prod-replica --help': [...own, '--help'],
  'prod-replica list': [...own, 'list'],
}
if (values.tools.includes('aws')) {
  const aws = await installPeer('aws', values.peers)
  candidates['aws --version'] = [aws, '--version']
  candidates['aws cloudformation describe-stacks'] = [aws, 'cloudformation', 'describe-stacks']
}
if (values.tools.includes('cdk')) {
  const cdk = await installPeer('cdk', values.peers)
  candidates['cdk --version'] = [cdk, '--version']
  candidates['cdk list'] = [cdk, 'list', '--app', 'cdk.out', '--no-notices', '--no-version-reporting']
}

const stage = await openStage({ timeScale: 0, fails: false, isExpress: true })
try {
  report(await time(stage))
} finally {
  await stage.close()
}

async function time(stage: Stage): Promise<Record<string, number>> {
  const timings = Object.keys(candidates).map((name) => [name, [] as number[]] as const)
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [name, taken] of timings) taken.push(await milliseconds(candidates[name] as Command, stage))
  }
  return Object.fromEntries(timings.map(([name, taken]) => [name, medianOf(taken) ?? 0]))
}

/** The stage's cloud answers in this process, so the command must not block it. */
function milliseconds([program, ...words]: Command, { folder, environment }: Stage): Promise<number> {
  const startedMs = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: folder, env: environment, stdio: 'ignore' })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve(performance.now() - startedMs)
      else reject(new Error(`${program} ${words.join(' ')} ended with ${code}`))
    })
  })
}

function report(medians: Readonly<Record<string, number>>): void {
  const version = medians['prod-replica --version'] ?? 0
  const list = medians['prod-replica list'] ?? 0
  for (const [name, ms] of Object.entries(medians)) {
    const [base, title] = / list| describe/.test(name) ? [list, 'list'] : [version, '--version']
    console.log(`${name.padEnd(36)} median ${ms.toFixed(0).padStart(5)} ms, ${(ms / base).toFixed(1)} × prod-replica ${title}`)
  }
  if (values.json) console.log(JSON.stringify({ bench: 'start-up', rounds: Number(values.rounds), medianMs: medians }))
}
