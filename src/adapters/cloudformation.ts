import type { StackReader, StackWriter } from '../ports/stacks.ts'
import type { ClientConfig } from './client-config.ts'
import { connectCloudFormation } from './cloudformation-client.ts'
import { createStackReader } from './cloudformation-read.ts'
import { createStackWriter } from './cloudformation-write.ts'

/** CloudFormation, whole, through one client. */
export function createStacks(config: ClientConfig): StackReader & StackWriter {
  const connect = connectCloudFormation(config)
  return { ...createStackReader(connect), ...createStackWriter(connect) }
}
