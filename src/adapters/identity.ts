import { fail } from '../errors.ts'
import type { Identity } from '../ports/cloud.ts'
import { createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'

/** STS: whose credentials these are. Throws `cloud.no_credentials` or `cloud.rejected_credentials`. */
export function createIdentity(config: ClientConfig): Identity {
  const aws = createCaller(config)
  const connect = once(async () => {
    const sts = await import('@aws-sdk/client-sts')
    return { sts, client: new sts.STSClient(config) }
  })
  return {
    async whoAmI() {
      const { sts, client } = await connect()
      const action = 'sts:GetCallerIdentity'
      const answer = await aws.call(action, () => client.send(new sts.GetCallerIdentityCommand({})))
      if (answer.Account === undefined || answer.Arn === undefined) {
        throw fail('cloud.call_failed', { action, code: 'EmptyAnswer', reason: 'the answer names no account.' })
      }
      return { account: answer.Account, arn: answer.Arn, partition: partitionOf(answer.Arn) }
    },
  }
}

function partitionOf(arn: string): string {
  return arn.split(':')[1] || 'aws'
}
