import type { Secrets } from '../../ports/cloud.ts'
import { SqlFailure } from '../../ports/databases.ts'
import type { Replica, ReplicaStore } from '../../stack/types.ts'
import { targetOf } from '../../store/open.ts'
import type { Run } from '../run.ts'

/**
 * Where the work on a replica is done: the name of its host, or undefined for here. `auto` stays here where every store
 * answers within seconds, and no pipeline asks for a host. Tells which, and why, where there is a choice.
 */
export async function choosePlace(run: Run, replica: Replica): Promise<string | undefined> {
  const { runOn: host } = replica
  if (host === undefined || run.spec.replica.runOn === 'runner') return undefined
  const reason = await whyThere(run, replica)
  const here = { reason: 'every store answers' }
  run.emit('place.chosen', reason === undefined ? here : { host, reason })
  return reason === undefined ? undefined : host
}

async function whyThere({ spec, ports, cloud }: Run, { stores }: Replica): Promise<string | undefined> {
  if (spec.replica.runOn !== 'auto') return 'replica.run-on says so'
  const asking = spec.pipelines.find(({ on }) => on !== undefined)
  if (asking !== undefined) return `the pipeline ${asking.name} asks for a host`
  const { secrets } = await cloud()
  const asked = Object.entries(stores).map(async ([name, store]) => ((await answers(store, secrets, ports)) ? undefined : name))
  const silent = (await Promise.all(asked)).filter((name) => name !== undefined)
  return silent.length === 0 ? undefined : `${silent.join(', ')} cannot be reached from here`
}

const patienceMs = 4_000

/** A server that refuses us is one that can be reached. */
async function answers(store: ReplicaStore, secrets: Secrets, { databases, clock }: Run['ports']): Promise<boolean> {
  const { password } = await secrets.read(store.secretArn)
  const asking = databases.connect(targetOf(store, password ?? '')).then(
    async (session) => {
      await session.close()
      return true
    },
    (error: unknown) => error instanceof SqlFailure,
  )
  const answered = new AbortController()
  const late = clock.sleep(patienceMs, answered.signal).then(
    () => false,
    () => false,
  )
  try {
    return await Promise.race([asking.catch(() => false), late])
  } finally {
    answered.abort()
  }
}
