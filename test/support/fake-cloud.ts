import { fail } from '../../src/errors.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Cloud } from '../../src/ports/cloud.ts'
import type { CreateStackRequest, StackDescription, StackEvent, StackFailure, StackResource } from '../../src/ports/stacks.ts'
import type { Template } from '../../src/production/types.ts'

export interface FakeCloud extends Cloud {
  /** Every call that changes something, in order: `create NAME`, `delete NAME`, `unprotect NAME`, `empty BUCKET`. */
  readonly calls: string[]
  /** How often events were read. */
  readonly polls: { count: number }
  readonly requests: CreateStackRequest[]
  /** Bucket → number of objects. */
  readonly objects: Map<string, number>
  /** A stack that is there already. */
  put(stack: Partial<StackDescription> & { name: string; status: string }, template?: Template): string
  /** What a stack is from so many seconds on. */
  become(arn: string, status: string, afterSeconds: number): void
  /** What the next calls of that name throw, before anything is done. */
  failNext(call: 'create' | 'events' | 'delete' | 'describe' | 'update' | 'listPage', error: Error, times?: number): void
}

export interface FakeBehaviour {
  /** Seconds that every resource takes; they are made one after the other. */
  secondsEach?: number
  /** Logical id → the reason for which it cannot be created. */
  createFailures?: Record<string, string>
  /** Logical id → the reason for which its deletion fails, and how often. */
  deleteFailures?: Record<string, { reason: string; times: number }>
  failures?: StackFailure[]
}

/** As many stacks as AWS lists on a page. */
const pageSize = 100

interface FakeStack {
  description: StackDescription
  template: Template
  events: StackEvent[]
  physicalIds: Map<string, string>
}

/** CloudFormation in memory, as far as this room sees it: what happens is laid out on the clock's time when a call starts it. */
export function createFakeCloud(clock: Clock, behaviour: FakeBehaviour = {}): FakeCloud {
  const stacks: FakeStack[] = []
  const calls: string[] = []
  const polls = { count: 0 }
  const requests: CreateStackRequest[] = []
  const objects = new Map<string, number>()
  const planned: { call: string; error: Error; times: number }[] = []
  const step = (behaviour.secondsEach ?? 10) * 1000
  let serial = 0

  const trip = (call: string): void => {
    const found = planned.find((entry) => entry.call === call && entry.times > 0)
    if (found === undefined) return
    found.times--
    throw found.error
  }
  const happened = (stack: FakeStack): StackEvent[] => stack.events.filter((event) => event.at <= clock.now())
  const statusOf = (stack: FakeStack): string => happened(stack).findLast((event) => event.isStack)?.status ?? stack.description.status
  const current = (stack: FakeStack): StackDescription => ({ ...stack.description, status: statusOf(stack) })
  const find = (nameOrArn: string): FakeStack | undefined =>
    stacks.find(({ description }) => description.arn === nameOrArn) ??
    stacks.findLast((stack) => stack.description.name === nameOrArn && statusOf(stack) !== 'DELETE_COMPLETE')
  const add = (stack: FakeStack, afterMs: number, logicalId: string, status: string, reason?: string): void => {
    const isStack = logicalId === stack.description.name
    const physicalId = isStack ? stack.description.arn : stack.physicalIds.get(logicalId)
    stack.events.push({
      id: `event-${++serial}`,
      at: new Date(clock.now().getTime() + afterMs),
      logicalId,
      type: isStack ? 'AWS::CloudFormation::Stack' : (stack.template.Resources[logicalId]?.Type ?? ''),
      status,
      isStack,
      ...(physicalId === undefined ? {} : { physicalId }),
      ...(reason === undefined ? {} : { reason }),
    })
  }
  const make = (description: StackDescription, template: Template): FakeStack => {
    const ids = Object.keys(template.Resources).map((id) => [id, `${description.name}-${id}`.toLowerCase()] as const)
    const stack = { description, template, events: [], physicalIds: new Map(ids) }
    stacks.push(stack)
    return stack
  }
  const layOutCreation = (stack: FakeStack): void => {
    const ids = Object.keys(stack.template.Resources)
    add(stack, 0, stack.description.name, 'CREATE_IN_PROGRESS')
    for (const [index, id] of ids.entries()) {
      add(stack, index * step, id, 'CREATE_IN_PROGRESS')
      const reason = behaviour.createFailures?.[id]
      if (reason !== undefined) {
        for (const other of ids.slice(index + 1)) add(stack, (index + 1) * step, other, 'CREATE_FAILED', 'Resource creation cancelled')
        add(stack, (index + 1) * step, id, 'CREATE_FAILED', reason)
        add(stack, (index + 1) * step, stack.description.name, 'CREATE_FAILED', 'The following resource(s) failed')
        return
      }
      add(stack, (index + 1) * step, id, 'CREATE_COMPLETE')
    }
    add(stack, ids.length * step, stack.description.name, 'CREATE_COMPLETE')
  }
  const obstacleOf = (stack: FakeStack, id: string): string | undefined => {
    if ((objects.get(stack.physicalIds.get(id) ?? '') ?? 0) > 0) return 'The bucket you tried to delete is not empty'
    const failure = behaviour.deleteFailures?.[id]
    if (failure === undefined || failure.times <= 0) return undefined
    failure.times--
    return failure.reason
  }
  const layOutDeletion = (stack: FakeStack, retained: readonly string[]): void => {
    add(stack, 0, stack.description.name, 'DELETE_IN_PROGRESS')
    for (const id of Object.keys(stack.template.Resources)) {
      const reason = retained.includes(id) ? undefined : obstacleOf(stack, id)
      if (reason !== undefined) {
        add(stack, step, id, 'DELETE_FAILED', reason)
        add(stack, step, stack.description.name, 'DELETE_FAILED', `The following resource(s) failed to delete: [${id}].`)
        return
      }
      add(
        stack,
        step,
        id,
        retained.includes(id) || stack.template.Resources[id]?.DeletionPolicy === 'Retain' ? 'DELETE_SKIPPED' : 'DELETE_COMPLETE',
      )
    }
    add(stack, step, stack.description.name, 'DELETE_COMPLETE')
  }
  const fresh = (name: string): StackDescription => ({
    arn: `arn:aws:cloudformation:eu-west-1:111122223333:stack/${name}/${++serial}`,
    name,
    status: 'CREATE_IN_PROGRESS',
    createdAt: clock.now(),
    parameters: {},
    outputs: {},
    tags: {},
    terminationProtection: false,
  })

  return {
    calls,
    polls,
    requests,
    objects,
    region: 'eu-west-1',
    put(stack, template = { Resources: {} }) {
      const added = make({ ...fresh(stack.name), ...stack }, template)
      if (stack.status === 'CREATE_IN_PROGRESS') layOutCreation(added)
      else add(added, 0, stack.name, stack.status)
      return added.description.arn
    },
    become(arn, status, afterSeconds) {
      const stack = find(arn)
      if (stack !== undefined) add(stack, afterSeconds * 1000, stack.description.name, status)
    },
    failNext: (call, error, times = 1) => void planned.push({ call, error, times }),
    stacks: {
      async describe(nameOrArn) {
        trip('describe')
        const stack = find(nameOrArn)
        return stack === undefined || statusOf(stack) === 'DELETE_COMPLETE' ? undefined : current(stack)
      },
      list: async () => stacks.map(current).filter(({ status }) => status !== 'DELETE_COMPLETE'),
      async listPage(next = '0') {
        trip('listPage')
        const there = stacks.map(current).filter(({ status }) => status !== 'DELETE_COMPLETE')
        const end = Number(next) + pageSize
        return { stacks: there.slice(Number(next), end), ...(end < there.length ? { next: String(end) } : {}) }
      },
      template: async (nameOrArn) => JSON.stringify(find(nameOrArn)?.template),
      async resources(nameOrArn): Promise<StackResource[]> {
        const stack = find(nameOrArn)
        return Object.entries(stack?.template.Resources ?? {}).map(([logicalId, { Type }]) => ({
          logicalId,
          type: Type,
          physicalId: stack?.physicalIds.get(logicalId) ?? '',
          status: stack?.events.findLast((event) => event.logicalId === logicalId)?.status ?? 'CREATE_COMPLETE',
        }))
      },
      exports: async () => [],
      async events(arn, after) {
        polls.count++
        trip('events')
        const stack = find(arn)
        const all = stack === undefined ? [] : happened(stack)
        return all.slice(all.findIndex(({ id }) => id === after) + 1)
      },
      failures: async () => behaviour.failures ?? [],
      async create(request) {
        trip('create')
        const there = find(request.name)
        if (there !== undefined) throw fail('stack.already_exists', { stack: request.name })
        calls.push(`create ${request.name}`)
        requests.push(request)
        const template = JSON.parse(request.template) as Template
        const outputs = Object.entries(template.Outputs ?? {}).map(([name, { Value }]) => [name, { value: String(Value) }] as const)
        const stack = make({ ...fresh(request.name), tags: { ...request.tags }, outputs: Object.fromEntries(outputs) }, template)
        layOutCreation(stack)
        return { arn: stack.description.arn }
      },
      async update({ arn, tags }) {
        trip('update')
        const found = find(arn)
        calls.push(`update ${found?.description.name}`)
        if (found === undefined || tags === undefined) return false
        found.description = { ...found.description, tags: { ...tags } }
        add(found, 0, found.description.name, 'UPDATE_IN_PROGRESS')
        add(found, step, found.description.name, 'UPDATE_COMPLETE')
        return true
      },
      async delete(arn, { retain = [], mode }) {
        trip('delete')
        const stack = find(arn)
        const kept = retain.length === 0 ? '' : ` without ${retain.join(' ')}`
        calls.push(`delete ${stack?.description.name}${mode === 'EXPRESS' ? ' in express mode' : ''}${kept}`)
        if (stack === undefined) return
        stack.events = happened(stack)
        layOutDeletion(stack, retain)
      },
      async setTerminationProtection(arn, enabled) {
        const stack = find(arn)
        calls.push(`unprotect ${stack?.description.name}`)
        if (stack !== undefined) stack.description = { ...stack.description, terminationProtection: enabled }
      },
    },
    buckets: {
      put: async (bucket, key) => void calls.push(`put ${bucket}/${key}`),
      url: (bucket, key) => `https://s3.example/${bucket}/${key}`,
      get: async () => undefined,
      link: async (bucket, key) => `https://s3.example/${bucket}/${key}?signed`,
      removeBelow: async () => 0,
      async empty(bucket) {
        calls.push(`empty ${bucket}`)
        const count = objects.get(bucket) ?? 0
        objects.delete(bucket)
        return count
      },
      tags: async (bucket) => (stacks.some(({ physicalIds }) => [...physicalIds.values()].includes(bucket)) ? {} : undefined),
    },
    repositories: {
      async empty(name) {
        calls.push(`empty ${name}`)
        const count = objects.get(name) ?? 0
        objects.delete(name)
        return count
      },
      tags: async (name) => (stacks.some(({ physicalIds }) => [...physicalIds.values()].includes(name)) ? {} : undefined),
    },
    resources: {
      read: async () => undefined,
      change: async () => 'token',
      remove: async () => 'token',
      outcome: async () => ({ kind: 'done' }),
    },
    tagged: { find: async () => [] },
    schedules: { put: async () => {}, names: async () => [], read: async () => undefined, remove: async () => {} },
    identity: { whoAmI: async () => ({ account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ci', partition: 'aws' }) },
    snapshots: { latest: async () => undefined },
    endpoints: { of: async () => undefined },
    secrets: { read: async () => ({}) },
    hosts: {
      find: async ({ id }) => ({ instanceId: id, isOnline: true }),
      run: async () => ({ status: 'succeeded', exitCode: 0, output: '', errors: '', isCut: false }),
    },
    mailer: {
      send: async () => ({ messageId: '1' }),
      look: async (verified) => ({ region: 'us-east-1', isEnabled: true, verified, mailsPerDay: 50_000, sentToday: 0, mailsPerSecond: 14 }),
    },
  }
}
