import { isScalar, type Node } from 'yaml'
import type { Definitions } from './definitions.ts'
import type { ConfigDocument, Entry } from './document.ts'
import { checkArguments } from './parameters.ts'

/** The ends of a job that `requires` may name. */
export const statuses: ReadonlySet<string> = new Set(['success', 'failed', 'canceled', 'unauthorized', 'not_run', 'terminal'])
const native = new Set('name requires context filters matrix type pre-steps post-steps when serial-group override-with key'.split(' '))

/** A job as a workflow calls it. */
export type Call = { job: string; name: string; node: Node; body: Node | undefined; varied: Set<string> }
/** A job that a call waits for, and the end or ends of it, where they are written. */
type Needed = { name: string; node: Node; status: Node | undefined }

/** Checks one workflow: its jobs' parameters, names that are taken twice, what they require, and cycles. */
export function checkWorkflow(document: ConfigDocument, definitions: Definitions, workflow: Node | undefined): void {
  const calls = document.items(document.get(workflow, 'jobs')).map((item) => readCall(document, item))
  const known = calls.filter((call) => call !== undefined)
  for (const call of known) checkJob(document, definitions, call)
  checkNames(document, known)
  checkRequires(document, known)
  checkCycles(document, known)
}

/** A job's name and settings as a workflow or a job group lists them; what is no job is reported. */
export function readCall(document: ConfigDocument, item: Node): Call | undefined {
  const [entry] = document.entries(item)
  const job = document.text(item) ?? entry?.key
  if (job === undefined) {
    document.report('wrong-shape', item, 'this is not a job', "Write the job's name, or its name: and its settings.")
    return undefined
  }
  const name = document.text(document.get(entry?.value, 'name')) ?? job
  const matrix = document.get(document.get(entry?.value, 'matrix'), 'parameters')
  const varied = new Set(document.entries(matrix).map(({ key }) => key))
  return { job, name, node: entry?.keyNode ?? item, body: entry?.value, varied }
}

function checkJob(document: ConfigDocument, definitions: Definitions, call: Call): void {
  const type = document.text(document.get(call.body, 'type'))
  if ((type !== undefined && type !== 'build') || call.job.includes('<<')) return
  const found = definitions.find('jobs', call.job)
  if (found === 'unchecked') return
  // A job group is called as a job is; only its name can be known here.
  if (document.get(document.get(document.root, 'job-groups'), call.job)) return
  if (found === undefined) document.report('undefined-job', call.node, `no job is named "${call.job}"`, 'Define it, or correct the name.')
  else checkArguments(document, { name: call.job, node: call.node, given: document.entries(call.body), varied: call.varied }, found, native)
}

/** CircleCI numbers jobs that are called twice without a name; only a name given twice is a mistake. */
function checkNames(document: ConfigDocument, calls: Call[]): void {
  const taken = new Set<string>()
  for (const call of calls) {
    const given = document.get(call.body, 'name')
    if (given && call.varied.size === 0 && taken.has(call.name))
      document.report('duplicate-job', given, `two jobs of this workflow are named "${call.name}"`, 'Give each a name of its own.')
    taken.add(call.name)
  }
}

function checkRequires(document: ConfigDocument, calls: Call[]): void {
  for (const call of calls) {
    for (const { name, node, status } of needed(document, call)) {
      if (!calls.some((other) => answersTo(document, other, name)))
        document.report(
          'unknown-requires',
          node,
          `no job of this workflow is named "${name}"`,
          'Require a job by the name it has in this workflow.',
        )
      for (const end of document.items(status).length > 0 ? document.items(status) : [status]) checkStatus(document, end)
    }
  }
}

function checkStatus(document: ConfigDocument, node: Node | undefined): void {
  const status = isScalar(node) ? String(node.value) : undefined
  if (status !== undefined && !statuses.has(status))
    document.report('unknown-status', node, `"${status}" is no end of a job`, `Write one of ${[...statuses].join(', ')}.`)
}

/** What a call requires, in either way of writing it. */
export function needed(document: ConfigDocument, call: Call): Needed[] {
  return document.items(document.get(call.body, 'requires')).flatMap((item): Needed[] => {
    const name = document.text(item)
    if (name !== undefined) return [{ name, node: item, status: undefined }]
    return document.entries(item).map(({ key, keyNode, value }: Entry) => ({ name: key, node: keyNode, status: value }))
  })
}

/** Whether a call answers to a name: its own, its matrix's alias, one numbered, or one made of a matrix's values. */
export function answersTo(document: ConfigDocument, call: Call, name: string): boolean {
  if (name.includes('<<') || name === call.name || name === call.job) return true
  if (document.text(document.get(document.get(call.body, 'matrix'), 'alias')) === name) return true
  if (call.name.includes('<<')) return true
  const rest = name.startsWith(`${call.name}-`) ? name.slice(call.name.length + 1) : ''
  return rest !== '' && (call.varied.size > 0 || /^\d+$/.test(rest))
}

function checkCycles(document: ConfigDocument, calls: Call[]): void {
  const waiting = new Map<string, Set<string>>()
  for (const call of calls) {
    // A job called again has another name, so that it may wait for its first call.
    const name = waiting.has(call.name) ? `${call.name}-${waiting.size}` : call.name
    waiting.set(name, new Set(needed(document, call).map((need) => need.name)))
  }
  let freed = true
  while (freed) {
    freed = false
    for (const [name, needs] of waiting) {
      if ([...needs].some((need) => waiting.has(need))) continue
      waiting.delete(name)
      freed = true
    }
  }
  const first = calls.find(({ name }) => waiting.has(name))
  if (first)
    document.report('cycle', first.node, `these jobs wait for each other: ${[...waiting.keys()].join(', ')}`, 'Remove one of the requires.')
}
