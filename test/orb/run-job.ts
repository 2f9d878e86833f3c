import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createFiles } from '../../src/adapters/files.ts'
import type { Step } from './expand.ts'

/** What CircleCI keeps between the jobs of a workflow, and what it gives each of them; all of it folders. */
export interface Workflow {
  /** Where jobs' machines, the workspace, artifacts and test results are kept. */
  folder: string
  /** What `checkout` brings. */
  repository: string
  /** Of every job: the project's and the contexts' variables, CIRCLE_*. */
  environment: Readonly<Record<string, string>>
  /** How a machine's shell is started; a step's text follows. */
  shell: readonly [program: string, ...options: string[]]
}

export interface JobEnd {
  exitCode: number
  /** Names of the steps that ran, in order. */
  steps: string[]
  output: string
  /** The job's own checkout. */
  checkout: string
  /** The file that its bash steps read first. */
  bashEnv: string
}

/**
 * Runs a job's steps on a machine of its own: an empty home, an empty working directory. After a step that fails only
 * the steps that store results run, as on CircleCI.
 */
export async function runJob(name: string, steps: readonly Step[], workflow: Workflow): Promise<JobEnd> {
  await mkdir(join(workflow.folder, 'machines'), { recursive: true })
  const machine = await mkdtemp(join(workflow.folder, 'machines', `${name}-`))
  const end: JobEnd = { exitCode: 0, steps: [], output: '', checkout: join(machine, 'project'), bashEnv: join(machine, 'bash.env') }
  await Promise.all([mkdir(end.checkout, { recursive: true }), mkdir(join(machine, 'home'), { recursive: true })])
  const environment = {
    PATH: process.env.PATH ?? '',
    ...workflow.environment,
    HOME: join(machine, 'home'),
    BASH_ENV: end.bashEnv,
    CIRCLE_JOB: name,
  }
  await writeFile(end.bashEnv, '')
  for (const step of steps) {
    if (end.exitCode !== 0 && !step.kind.startsWith('store_')) continue
    end.steps.push(step.kind === 'run' ? step.name : step.kind)
    if (step.kind === 'run') end.exitCode = await runShell(step, end, environment, workflow.shell)
    else await moveFiles(step, name, end.checkout, workflow)
  }
  return end
}

async function runShell(
  step: Extract<Step, { kind: 'run' }>,
  end: JobEnd,
  environment: Readonly<Record<string, string>>,
  [program, ...options]: Workflow['shell'],
): Promise<number> {
  const child = spawn(program, [...options, '-c', step.command], {
    cwd: resolve(end.checkout, step.workingDirectory),
    env: { ...environment, ...step.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      end.output += text
    })
  }
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return exitCode ?? 137
}

async function moveFiles(step: Exclude<Step, { kind: 'run' }>, job: string, checkout: string, workflow: Workflow): Promise<void> {
  const workspace = join(workflow.folder, 'workspace')
  const kept = join(workflow.folder, step.kind, job)
  switch (step.kind) {
    case 'checkout':
      return await copy(workflow.repository, checkout)
    case 'attach_workspace':
      return await copyIfThere(workspace, join(checkout, step.at))
    case 'persist_to_workspace':
      return await persist(step, checkout, workspace, Number(workflow.environment.CIRCLE_NODE_TOTAL ?? '1') > 1)
    case 'store_artifacts':
      return await copyIfThere(join(checkout, step.path), join(kept, step.destination))
    case 'store_test_results':
      return await copyIfThere(join(checkout, step.path), kept)
  }
}

/** Patterns are taken as CircleCI takes them, and as there a file that two parallel containers persist is refused. */
async function persist(
  step: Extract<Step, { kind: 'persist_to_workspace' }>,
  checkout: string,
  workspace: string,
  isParallel: boolean,
): Promise<void> {
  const root = join(checkout, step.root)
  const files = createFiles(root)
  for (const pattern of step.paths) {
    const paths = (await files.exists(pattern)) ? [pattern] : await files.glob(pattern, root)
    if (paths.length === 0) throw new Error(`the specified paths did not match any files: ${pattern}`)
    for (const path of paths) {
      const target = join(workspace, path)
      await cp(join(root, path), target, { recursive: true, verbatimSymlinks: true, force: !isParallel, errorOnExist: isParallel })
    }
  }
}

async function copyIfThere(from: string, to: string): Promise<void> {
  if ((await stat(from).catch(() => undefined)) !== undefined) await copy(from, to)
}

async function copy(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, verbatimSymlinks: true })
}
