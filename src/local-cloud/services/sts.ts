import { ServiceError } from '../protocol/service-error.ts'
import type { Service } from '../types.ts'
import { createQueryService } from './query-service.ts'

/** STS: there is one identity, the account's user `local`. */
export const sts: Service = createQueryService({
  signingName: 'sts',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  actions: {
    GetCallerIdentity: (_, { partition, account }) => ({
      Arn: `arn:${partition}:iam::${account}:user/local`,
      UserId: 'AIDALOCALCLOUDUSER000',
      Account: account,
    }),
    GetSessionToken() {
      throw new ServiceError('AccessDenied', 'The local cloud gives no session tokens: its credentials are in its environment.', 403)
    },
  },
})
