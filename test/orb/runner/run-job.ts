import { join } from 'node:path'
import type { JobWork } from './plan-job.ts'
import type { Project, Watch } from './project.ts'
import type { Status } from './requires.ts'
import { type ContainerEnd, runContainer } from './run-container.ts'

export interface JobEnd {
  status: Status
  /** One for each container; none where the job did not run. */
  containers: ContainerEnd[]
}

/** Where a job runs, and the layers of the workspace that the jobs before it left, oldest first. */
export interface JobPlace {
  project: Project
  layers: readonly string[]
}

/** Runs a job in as many containers as it wants, at the same time. It ends as the worst of them. */
export async function runJob(name: string, work: JobWork, { project, layers }: JobPlace, watch: Watch): Promise<JobEnd> {
  const nodes = Array.from({ length: work.parallelism }, (_, index) => index)
  const containers = await Promise.all(
    nodes.map((node) => {
      const shelf = {
        workspace: join(project.folder, 'workspace'),
        layers,
        ownLayer: layerOf(name, node),
        artifacts: join(project.folder, 'artifacts', fileName(name), String(node)),
        testResults: join(project.folder, 'test-results', fileName(name), String(node)),
      }
      const numbers = { CIRCLE_NODE_INDEX: String(node), CIRCLE_NODE_TOTAL: String(work.parallelism) }
      return runContainer(name, { ...work, environment: { ...work.environment, ...numbers } }, shelf, project, watch)
    }),
  )
  const worst = (['canceled', 'failed'] as const).find((status) => containers.some((container) => container.status === status))
  return { status: worst ?? 'success', containers }
}

/** The layers of the workspace that a job leaves. */
export function layersOf(name: string, parallelism: number): string[] {
  return Array.from({ length: parallelism }, (_, node) => layerOf(name, node))
}

function layerOf(name: string, node: number): string {
  return `${fileName(name)}.${node}`
}

function fileName(job: string): string {
  return job.replace(/[^\w.-]+/g, '-')
}
