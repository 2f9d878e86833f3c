/** CloudFormation, as far as production is read. Nothing here can change a stack. */
export interface StackReader {
  /** One stack by name or ARN; undefined where there is none. */
  describe(nameOrArn: string): Promise<StackDescription | undefined>
  /** Every stack of the account and region that is not deleted, with tags. */
  list(): Promise<StackDescription[]>
  /** One page of `list`: the first, or the one that `next` of the page before names. */
  listPage(next?: string): Promise<{ stacks: StackDescription[]; next?: string }>
  /**
   * The template's text: as it was sent, or with macros and transforms carried out. Undefined where there is none of that
   * stage, or no such stack.
   */
  template(nameOrArn: string, stage: 'original' | 'processed'): Promise<string | undefined>
  /** Every resource, however many; undefined where there is no such stack. */
  resources(nameOrArn: string): Promise<StackResource[] | undefined>
  exports(): Promise<StackExport[]>
  /** The events of a stack, oldest first; with `after`, only those that came after that event id. */
  events(arn: string, after?: string): Promise<StackEvent[]>
  /** Reasons that only DescribeEvents gives: early validation and hooks, oldest first. */
  failures(arn: string): Promise<StackFailure[]>
}

/** CloudFormation, as far as replicas are driven. Callers check our tags right before each call. */
export interface StackWriter {
  /** Throws `stack.already_exists` when the name is taken. */
  create(request: CreateStackRequest): Promise<{ arn: string }>
  /** Starts an update. Returns false where there is nothing to update. */
  update(request: UpdateStackRequest): Promise<boolean>
  /** Starts the deletion. A stack that does not exist is not an error. */
  delete(arn: string, options: { token: string; mode?: DeploymentMode; retain?: readonly string[] }): Promise<void>
  setTerminationProtection(arn: string, enabled: boolean): Promise<void>
}

/** EXPRESS ends an operation once the configuration of each resource is applied; STANDARD once each can be used. */
export type DeploymentMode = 'EXPRESS' | 'STANDARD'

export interface CreateStackRequest {
  name: string
  /** JSON text, at most 1 MB. Above 51,200 bytes `templateUrl` is used in its place. */
  template: string
  templateUrl?: string
  parameters: Readonly<Record<string, string>>
  tags: Readonly<Record<string, string>>
  capabilities: readonly string[]
  /** 1 to 128 characters; the same token adopts a running operation in place of starting a second one. */
  token: string
  /** What happens when a resource fails; a replica keeps its failed state to be read, then is torn down. */
  onFailure: 'DO_NOTHING' | 'DELETE'
  /** EXPRESS leaves a failed state as it is, whatever `onFailure` says. */
  mode?: DeploymentMode
  roleArn?: string
}

export interface UpdateStackRequest {
  arn: string
  /** As in a creation; without it the stack keeps the template that it has. */
  template?: string
  templateUrl?: string
  /** Names of the stack's parameters, which keep their values. */
  parameters: readonly string[]
  /** Without them the stack keeps its own. */
  tags?: Readonly<Record<string, string>>
  capabilities: readonly string[]
  token: string
  mode: DeploymentMode
  /** Whether a failed update is taken back; in express mode it never is. */
  rollback?: boolean
}

export interface StackDescription {
  arn: string
  name: string
  status: string
  statusReason?: string
  createdAt: Date
  /** When its last operation began: creation, update or deletion. */
  changedAt?: Date
  parameters: Record<string, StackParameter>
  outputs: Record<string, StackOutput>
  tags: Record<string, string>
  terminationProtection: boolean
  capabilities?: readonly string[]
  /** The root's ARN, for nested stacks. */
  rootArn?: string
}

export interface StackParameter {
  value: string
  /** Of an SSM parameter type: what its name stood for. */
  resolved?: string
}

export interface StackOutput {
  value: string
  exportName?: string
  description?: string
}

export interface StackResource {
  logicalId: string
  type: string
  /** Undefined before the resource has one. */
  physicalId?: string
  status: string
}

export interface StackExport {
  name: string
  value: string
  stackArn: string
}

export interface StackEvent {
  id: string
  at: Date
  logicalId: string
  physicalId?: string
  type: string
  status: string
  reason?: string
  /** The event is about the stack itself. */
  isStack: boolean
}

export interface StackFailure {
  logicalId?: string
  type?: string
  reason: string
}
