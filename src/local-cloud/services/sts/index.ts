import { accessKeyOf } from '../../authorize.ts'
import { sessionsOf } from '../../credentials.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { Service } from '../../types.ts'
import { createQueryService } from '../query-service.ts'
import { assumeRole, assumeRoleWithWebIdentity } from './assume-role.ts'

/** STS: the account's user `local`, and the roles that callers assume. */
export const sts: Service = createQueryService({
  signingName: 'sts',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  actions: {
    AssumeRole: assumeRole,
    AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
    GetCallerIdentity(_, world, request) {
      const { partition, account } = world
      const session = sessionsOf(world).get(accessKeyOf(request) ?? '')
      if (session !== undefined) return { Arn: session.arn, UserId: session.assumedRoleId, Account: session.arn.split(':')[4] }
      return { Arn: `arn:${partition}:iam::${account}:user/local`, UserId: 'AIDALOCALCLOUDUSER000', Account: account }
    },
    GetSessionToken() {
      throw new ServiceError('AccessDenied', 'The local cloud gives no session tokens: its credentials are in its environment.', 403)
    },
  },
})
