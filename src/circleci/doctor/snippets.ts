import { comesAfter } from './simulate.ts'
import type { Job, Workflow } from './types.ts'

/** The teardown job to paste into a workflow, after any end of the provisioning job and of what works on its replica. */
export function teardownSnippet(workflow: Workflow, maker: number, name: string): string {
  const users = [maker, ...usersOf(workflow, maker)].map((index) => workflow.jobs[index]?.name ?? '')
  const lines = [...new Set(users)].map((user) => `      - ${quote(user)}: terminal`)
  return [`- ${quote(name)}:`, '    requires:', ...lines].join('\n')
}

/** The jobs of a workflow that run the integration on the replica that another has made. */
export function usersOf(workflow: Workflow, maker: number): number[] {
  return workflow.jobs.flatMap((job, index) => (index !== maker && isUser(job) && comesAfter(workflow, index, maker) ? [index] : []))
}

function isUser(job: Job): boolean {
  return job.acts.some(({ name }) => name === 'run-integration')
}

function quote(name: string): string {
  return /^[A-Za-z][\w./-]*$/.test(name) ? name : JSON.stringify(name)
}
