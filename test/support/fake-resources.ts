import type { PatchStep, ResourceOutcome, Resources } from '../../src/ports/resources.ts'
import type { Tagged, TaggedResource } from '../../src/ports/tagged.ts'

export interface FakeResources {
  resources: Resources
  tagged: Tagged
  /** `change ID`, `remove ID`, in order. */
  readonly calls: string[]
  readonly patches: PatchStep[]
  /** A resource that stands there. The search finds it by its ARN, where it has one. */
  put(type: string, id: string, properties: Record<string, unknown>, found?: TaggedResource): void
  /** What the search names although it is not there. */
  ghost(found: TaggedResource): void
  /** Why the next removal fails. */
  refuse(reason: string): void
}

/** Cloud Control and the search by tag, in memory. What is removed is gone at the second look at the request. */
export function createFakeResources(): FakeResources {
  const standing = new Map<string, Record<string, unknown>>()
  const found: TaggedResource[] = []
  const calls: string[] = []
  const patches: PatchStep[] = []
  const refusals: string[] = []
  const requests = new Map<string, { looks: number; outcome: ResourceOutcome; apply(): void }>()
  const start = (apply: () => void): string => {
    const refusal = refusals.shift()
    const outcome: ResourceOutcome = refusal === undefined ? { kind: 'done' } : { kind: 'failed', reason: refusal }
    requests.set(`request-${requests.size}`, { looks: 0, outcome, apply: refusal === undefined ? apply : () => {} })
    return `request-${requests.size - 1}`
  }
  return {
    calls,
    patches,
    put(type, id, properties, tagged) {
      standing.set(`${type} ${id}`, properties)
      if (tagged !== undefined) found.push(tagged)
    },
    ghost: (tagged) => void found.push(tagged),
    refuse: (reason) => void refusals.push(reason),
    resources: {
      read: async (type, id) => standing.get(`${type} ${id}`),
      async change(type, id, patch) {
        calls.push(`change ${id}`)
        patches.push(...patch)
        return start(() => void standing.has(`${type} ${id}`))
      },
      async remove(type, id) {
        calls.push(`remove ${id}`)
        return start(() => {
          standing.delete(`${type} ${id}`)
        })
      },
      async outcome(token) {
        const request = requests.get(token)
        if (request === undefined) return { kind: 'failed', reason: 'no such request' }
        if (++request.looks < 2) return { kind: 'running' }
        request.apply()
        return request.outcome
      },
    },
    tagged: {
      find: async (key, values = []) =>
        found.filter(({ tags }) => key in tags && (values.length === 0 || values.includes(tags[key] ?? ''))),
    },
  }
}
