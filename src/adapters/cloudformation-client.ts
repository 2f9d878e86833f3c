import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { AwsCaller } from './aws-errors.ts'
import { createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'

/** The SDK, a client of it and our way to call it. */
export interface CloudFormation {
  sdk: typeof import('@aws-sdk/client-cloudformation')
  client: CloudFormationClient
  aws: AwsCaller
}

/** Loads the SDK and makes the client, at the first call. */
export function connectCloudFormation(config: ClientConfig): () => Promise<CloudFormation> {
  return once(async () => {
    const sdk = await import('@aws-sdk/client-cloudformation')
    return { sdk, client: new sdk.CloudFormationClient(config), aws: createCaller(config) }
  })
}
