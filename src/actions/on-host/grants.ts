import { withoutSecrets } from '../../rehearsal/environment.ts'
import type { Errand } from './errand.ts'
import type { Lease, Orders } from './orders.ts'
import type { Prepared } from './prepare.ts'

/** What a host is given of the bucket: addresses of single objects, for minutes at a time, sealed for it. */
export interface Grants {
  key(name: 'orders' | 'lease' | 'news' | 'result'): string
  /** Writes the orders and the first lease; gives the address of the orders. */
  giveOrders(secrets: Orders['secrets']): Promise<string>
  /** Deletes the orders, which the host has read. */
  withdrawOrders(): Promise<void>
  /** `seen`: how many events have arrived. */
  renew(seen: number): Promise<void>
}

/** A lease is renewed every half minute, or the SDK's credentials would be renewed in less than five. */
const lifeSeconds = 900

export function createGrants(errand: Errand, { publicKey, revisions }: Prepared): Grants {
  const { cloud, bucket, prefix, run, replica, task, share } = errand
  const { buckets } = cloud
  const { seals } = run.ports
  const key: Grants['key'] = (name) => `${prefix}${name}`
  let turn = 0
  const makeLease = async (seen: number): Promise<Lease> => {
    turn += 1
    return {
      turn,
      seen,
      next: await buckets.link(bucket, key('lease'), 'GET', lifeSeconds),
      news: await buckets.link(bucket, key('news'), 'PUT', lifeSeconds),
      result: await buckets.link(bucket, key('result'), 'PUT', lifeSeconds),
    }
  }
  const writeLease = async (lease: Lease): Promise<void> => buckets.put(bucket, key('lease'), seals.seal(JSON.stringify(lease), publicKey))
  return {
    key,
    async giveOrders(secrets) {
      const lease = await makeLease(0)
      const orders: Orders = {
        task,
        share,
        replica,
        hostNames: namesOf(errand),
        config: run.spec.path,
        results: run.results.named,
        secrets,
        environment: environmentFor(run.ports.environment),
        revisions,
        lease,
      }
      await writeLease(lease)
      await buckets.put(bucket, key('orders'), seals.seal(JSON.stringify(orders), publicKey))
      return buckets.link(bucket, key('orders'), 'GET', lifeSeconds)
    },
    withdrawOrders: async () => void (await buckets.removeBelow(bucket, key('orders'))),
    renew: async (seen) => writeLease(await makeLease(seen)),
  }
}

/** Pipelines may have named one host in several ways. */
function namesOf({ replica, host }: Errand): string[] {
  const id = replica.hosts[host]?.id
  return Object.keys(replica.hosts).filter((name) => replica.hosts[name]?.id === id)
}

/** What speaks of the machine, not of the run, stays here. */
const ofMachine =
  /^(?:_|PATH|HOME|PWD|OLDPWD|SHELL|SHLVL|USER|LOGNAME|MAIL|TERM|HOSTNAME|TMPDIR|LANG|LANGUAGE|DISPLAY|EDITOR|PAGER|LS_COLORS|JAVA_HOME|VIRTUAL_ENV|INIT_CWD)$|^(?:LC_|LD_|NODE|npm_|NVM_|PYTHON|PIP_|CONDA|R_|XDG_|DBUS|LESS|PROD_REPLICA_)/

function environmentFor(environment: Errand['run']['ports']['environment']): Record<string, string> {
  return Object.fromEntries(Object.entries(withoutSecrets(environment)).filter(([name]) => !ofMachine.test(name)))
}
