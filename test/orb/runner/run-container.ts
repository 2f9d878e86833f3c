import { chmod, mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { restoreCache, saveCache } from './cache.ts'
import type { JobWork } from './plan-job.ts'
import type { Project, Watch } from './project.ts'
import { endMachine, runShell, startShell } from './shell.ts'
import type { RunStep, Step } from './step.ts'
import { copyIfThere, moveFiles, type Shelf } from './storage.ts'

export interface ContainerEnd {
  status: 'success' | 'failed' | 'canceled'
  /** Of the last step that failed; 0 where none did. */
  exitCode: number
  /** Names of the steps that ran, in order. */
  steps: string[]
  output: string
  /** Its own checkout. */
  checkout: string
  /** The file that its bash steps read first. */
  bashEnv: string
}

interface Container {
  end: ContainerEnd
  environment: Readonly<Record<string, string>>
  shell: string
  halted: string
  shelf: Shelf
  project: Project
  watch: Watch
}

/** Runs a job's steps on a machine of its own: an empty home, an empty working directory. Everything on it ends with it. */
export async function runContainer(job: string, work: JobWork, shelf: Shelf, project: Project, watch: Watch): Promise<ContainerEnd> {
  const container = await startContainer(job, work, shelf, project, watch)
  const { end } = container
  try {
    for (const step of work.steps) {
      if (watch.signal.aborted || (await isThere(container.halted))) break
      if (isDue(step, end.exitCode !== 0)) await runStep(step, container)
    }
  } finally {
    await endMachine(String(container.environment.HOME))
  }
  if (watch.signal.aborted) end.status = watch.signal.reason === 'kill' ? 'failed' : 'canceled'
  return end
}

/** After a failure only what asks for it runs, and what stores results. */
function isDue(step: Step, hasFailed: boolean): boolean {
  if (step.kind.startsWith('store_')) return true
  const when = 'when' in step ? step.when : 'on_success'
  return when === 'always' || hasFailed === (when === 'on_fail')
}

async function startContainer(job: string, work: JobWork, shelf: Shelf, project: Project, watch: Watch): Promise<Container> {
  await mkdir(join(project.folder, 'machines'), { recursive: true })
  const machine = await mkdtemp(join(project.folder, 'machines', `${job.replace(/[^\w-]+/g, '-')}-`))
  const [home, checkout, programs, bashEnv] = ['home', 'project', 'bin', 'bash.env'].map((name) => join(machine, name)) as [
    string,
    string,
    string,
    string,
  ]
  await Promise.all([home, checkout, programs].map((folder) => mkdir(folder)))
  await writeFile(bashEnv, '')
  const halted = join(machine, 'halted')
  await makeAgent(programs, halted)
  return {
    end: { status: 'success', exitCode: 0, steps: [], output: '', checkout, bashEnv },
    environment: {
      ...project.environment,
      ...work.environment,
      PATH: `${programs}:${process.env.PATH ?? ''}`,
      HOME: home,
      BASH_ENV: bashEnv,
      CIRCLE_JOB: job,
      CIRCLE_WORKING_DIRECTORY: checkout,
    },
    shell: work.shell ?? '/bin/bash -eo pipefail',
    halted,
    shelf,
    project,
    watch,
  }
}

/** `circleci-agent step halt` ends the job well after the step that says it. */
async function makeAgent(folder: string, halted: string): Promise<void> {
  for (const name of ['circleci-agent', 'circleci']) {
    await writeFile(join(folder, name), `#!/bin/sh\n[ "$1 $2" = 'step halt' ] || exit 1\n: >'${halted}'\n`)
    await chmod(join(folder, name), 0o755)
  }
}

async function runStep(step: Step, container: Container): Promise<void> {
  const { end } = container
  end.steps.push(step.kind === 'run' ? step.name : step.kind)
  try {
    const exitCode = step.kind === 'run' ? await runCommand(step, container) : await runNative(step, container)
    if (exitCode !== 0) fail(end, exitCode)
  } catch (error) {
    end.output += `${error instanceof Error ? error.message : String(error)}\n`
    fail(end, 1)
  }
}

function fail(end: ContainerEnd, exitCode: number): void {
  end.exitCode = exitCode
  end.status = 'failed'
}

async function runCommand(step: RunStep, { end, environment, shell, project, watch }: Container): Promise<number> {
  const heard = (text: string): void => {
    end.output += text
    watch.heard(text)
  }
  const call = {
    shell: step.shell ?? shell,
    command: step.command,
    folder: resolve(end.checkout, step.workingDirectory),
    environment: { ...environment, ...step.environment },
    heard,
    noOutputTimeoutMs: step.noOutputTimeoutMs,
    graceMs: project.graceMs ?? 10_000,
    signal: watch.signal,
  }
  await mkdir(call.folder, { recursive: true })
  if (!step.background) return await runShell(call)
  const child = startShell(call)
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', heard)
  // It goes with the machine.
  return 0
}

async function runNative(step: Exclude<Step, RunStep>, { end, environment, shelf, project }: Container): Promise<number> {
  const place = { caches: join(project.folder, 'caches'), checkout: end.checkout, environment }
  if (step.kind === 'checkout') await copyIfThere(project.repository, end.checkout)
  else if (step.kind === 'save_cache') await saveCache(step.key, step.paths, place)
  else if (step.kind === 'restore_cache') await restoreCache(step.keys, place)
  else await moveFiles(step, end.checkout, shelf)
  return 0
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
