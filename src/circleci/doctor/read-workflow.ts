import { isScalar, type Node } from 'yaml'
import { answersTo, type Call, needed, readCall, statuses } from '../check/check-workflow.ts'
import type { ConfigDocument, Entry } from '../check/document.ts'
import type { Acts } from './acts.ts'
import type { Job, Need, Workflow } from './types.ts'

type Placed = Call & { index: number; scope: Placed[]; group: Placed | undefined; inner: Placed[] | undefined }

/** Reads a workflow as a graph of jobs, with the jobs of its groups in it. */
export function readWorkflow(document: ConfigDocument, acts: Acts, { key, keyNode, value }: Entry): Workflow {
  const placed = placeCalls(document, value)
  const jobs = placed.map((call) => readJob(document, acts, call))
  return { name: key, node: keyNode, body: value, jobs, order: orderOf(jobs) }
}

function placeCalls(document: ConfigDocument, workflow: Node | undefined): Placed[] {
  const all: Placed[] = []
  const place = (list: Node | undefined, group: Placed | undefined): Placed[] => {
    const scope: Placed[] = []
    for (const item of document.items(document.get(list, 'jobs'))) {
      const call = readCall(document, item)
      if (!call) continue
      const made: Placed = { ...call, index: all.length, scope, group, inner: undefined }
      all.push(made)
      scope.push(made)
      const inside = group ? undefined : document.get(document.get(document.root, 'job-groups'), call.job)
      if (inside) made.inner = place(inside, made)
    }
    return scope
  }
  place(workflow, undefined)
  return all
}

function readJob(document: ConfigDocument, acts: Acts, call: Placed): Job {
  const type = document.text(document.get(call.body, 'type'))
  return {
    name: call.name,
    node: call.node,
    body: call.body,
    needs: [...needsOf(document, call), ...(call.group ? needsOf(document, call.group) : [])],
    acts: call.inner ? [] : acts.ofJob(call.job, call.node, call.body),
    type: type === 'approval' || type === 'no-op' ? type : 'build',
    inner: call.inner?.map(({ index }) => index),
  }
}

function needsOf(document: ConfigDocument, call: Placed): Need[] {
  return needed(document, call).map(({ name, node, status }) => {
    const exact = call.scope.filter((other) => other.name === name)
    const targets = exact.length > 0 ? exact : call.scope.filter((other) => answersTo(document, other, name))
    const others = targets.filter((other) => other !== call)
    return { name, node, targets: others.map(({ index }) => index), ends: endsOf(document, status) }
  })
}

/** A plain name waits for success. */
function endsOf(document: ConfigDocument, status: Node | undefined): ReadonlySet<string> {
  if (!status) return new Set(['success'])
  const items = document.items(status)
  const written = (items.length > 0 ? items : [status]).map((node) => (isScalar(node) ? String(node.value) : ''))
  return written.includes('terminal') ? statuses : new Set(written)
}

/** The indexes of what a job waits for: of a group's, its jobs too. */
export function before(job: Job): number[] {
  return [...job.needs.flatMap(({ targets }) => targets), ...(job.inner ?? [])]
}

function orderOf(jobs: readonly Job[]): number[] {
  const open = jobs.map((job) => new Set(before(job)).size)
  const after: number[][] = jobs.map(() => [])
  for (const [index, job] of jobs.entries()) for (const target of new Set(before(job))) after[target]?.push(index)
  const order = [...jobs.keys()].filter((index) => open[index] === 0)
  // The list grows while it is walked.
  for (const index of order) {
    for (const next of after[index] ?? []) {
      open[next] = (open[next] ?? 0) - 1
      if (open[next] === 0) order.push(next)
    }
  }
  return order
}
