import type { JsonValue } from '../../production/json.ts'
import type { ParameterValue } from './template/parameters.ts'

/** One stack, whatever its status; kept after its deletion, as AWS does. By ARN. */
export interface StackRecord extends StackInput {
  id: string
  name: string
  status: string
  statusReason?: string
  createdAt: string
  updatedAt?: string
  deletedAt?: string
  terminationProtection: boolean
  /** After a failure of the running or last operation: roll back, delete, or leave as it is. */
  onFailure: 'ROLLBACK' | 'DELETE' | 'DO_NOTHING'
  retainExceptOnCreate: boolean
  express: boolean
  parentId?: string
  rootId?: string
  changeSetId?: string
  resources: Readonly<Record<string, ResourceRecord>>
  outputs: readonly OutputRecord[]
  /** Names of exports that outputs import; those of resources are theirs. */
  outputImports: readonly string[]
  /** Newest first. */
  operations: readonly OperationRecord[]
  /** What an update goes back to when it fails. */
  previous?: StackInput & Pick<StackRecord, 'outputs'>
  /** Physical resources that an update leaves behind, to be deleted at its end. */
  leftovers: readonly ResourceRecord[]
  /** For the deletion that runs: what it lets go of. */
  retained?: readonly string[]
  forced?: boolean
}

/** What a caller gives, and an update replaces. */
export interface StackInput {
  description?: string
  /** Key of the text in the table of templates. */
  template: string
  parameters: Readonly<Record<string, ParameterValue>>
  tags: Readonly<Record<string, string>>
  capabilities: readonly string[]
  notificationArns: readonly string[]
  roleArn?: string
  timeoutMinutes?: number
}

export interface ResourceRecord {
  logicalId: string
  type: string
  physicalId?: string
  status: string
  statusReason?: string
  at: string
  /** As shown: without the values of NoEcho parameters and dynamic references. */
  properties: Readonly<Record<string, JsonValue>>
  /** Tells whether an update changes the resource, secrets included. */
  digest: string
  attributes: Readonly<Record<string, JsonValue>>
  dependsOn: readonly string[]
  deletionPolicy: string
  replacePolicy: string
  imports: readonly string[]
  /** While an update may still be rolled back: what the resource was. */
  before?: ResourceRecord
}

export interface OutputRecord {
  key: string
  value: string
  description?: string
  exportName?: string
}

export type OperationKind = 'CREATE_STACK' | 'UPDATE_STACK' | 'DELETE_STACK' | 'ROLLBACK' | 'CREATE_CHANGESET'

export interface OperationRecord {
  id: string
  kind: OperationKind
  token?: string
  /** Of the request, so that the same token with another request is told apart. */
  digest?: string
}

/** One event of a stack. */
export interface EventRecord {
  id: string
  at: string
  logicalId: string
  physicalId: string
  type: string
  status: string
  reason?: string
  properties?: string
  operation?: OperationRecord
  /** Of a check before anything is made, which DescribeEvents alone tells. */
  validation?: { name: string; path: string }
  /** The type of the hook that refused. */
  hook?: string
}

export interface ChangeSetRecord {
  id: string
  name: string
  stackId: string
  stackName: string
  kind: 'CREATE' | 'UPDATE'
  description?: string
  createdAt: string
  status: 'CREATE_COMPLETE' | 'FAILED'
  statusReason?: string
  executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_IN_PROGRESS' | 'EXECUTE_COMPLETE' | 'EXECUTE_FAILED' | 'OBSOLETE'
  onFailure?: StackRecord['onFailure']
  express: boolean
  input: StackInput
  changes: readonly ChangeRecord[]
  token?: string
}

export interface ChangeRecord {
  action: 'Add' | 'Modify' | 'Remove'
  logicalId: string
  physicalId?: string
  type: string
  replacement?: 'True' | 'False' | 'Conditional'
}
