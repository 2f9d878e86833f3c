import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Mapping } from '../../scripts/orb/types.ts'
import { type PlannedJob, planPipeline } from '../orb/runner/plan-workflow.ts'
import type { Project } from '../orb/runner/project.ts'
import { type Attendance, runWorkflow, type WorkflowEnd } from '../orb/runner/run-workflow.ts'

const branch = { 'git.branch': 'feature' }

/** The jobs of the config's workflow `w`. */
export function planOf(yaml: string, values: Mapping = branch, parameters: Mapping = {}): PlannedJob[] {
  return planPipeline(parse(yaml) as Mapping, { values, parameters }).w ?? []
}

/** A job for every shell text, on the plainest shell, and the workflow `w` below them. */
export function jobs(commands: Readonly<Record<string, string>>, workflow: string): string {
  const defined = Object.fromEntries(
    Object.entries(commands).map(([name, command]) => [name, { machine: true, shell: '/bin/sh -e', steps: [{ run: command }] }]),
  )
  return `version: 2.1\njobs: ${JSON.stringify(defined)}\nworkflows:\n  w:\n    jobs:\n${workflow.replace(/^/gm, '      ')}\n`
}

/** Projects in a folder that goes with `remove`. */
export async function makeProjects(): Promise<{ project(): Promise<Project>; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'prod-replica-runner-'))
  return {
    async project() {
      const own = await mkdtemp(join(folder, 'project-'))
      await mkdir(join(own, 'repository'))
      await writeFile(join(own, 'repository', 'code.txt'), 'code\n')
      return { folder: own, repository: join(own, 'repository'), environment: { CIRCLE_BRANCH: 'feature' }, graceMs: 200 }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Runs the workflow `w` of a config and gives how its jobs ended, by name. */
export async function statusesOf(yaml: string, project: Project, attendance: Attendance = {}): Promise<Record<string, string>> {
  const end = await runWorkflow(planOf(yaml), project, attendance)
  return Object.fromEntries(Object.entries(end.jobs).map(([name, { status }]) => [name, status]))
}

/** What a job's first container printed. */
export function outputOf(end: WorkflowEnd, job: string): string {
  return end.jobs[job]?.containers[0]?.output ?? ''
}
