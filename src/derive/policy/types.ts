/** One statement of an IAM policy, as IAM reads it. */
export interface Statement {
  /** Letters and digits: says what the statement is for, or why it is not bound more closely. */
  Sid: string
  Effect: 'Allow' | 'Deny'
  Action?: string[]
  NotAction?: string[]
  Resource: string | string[]
  Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>
}

export interface PolicyDocument {
  Version: '2012-10-17'
  Statement: Statement[]
}

/** The policies of the three roles, each list short enough to be attached as managed policies. */
export interface RolePolicies {
  provisioning: PolicyDocument[]
  teardown: PolicyDocument[]
  notify: PolicyDocument[]
  /** Types in the plan of which it is not known what CloudFormation calls for them: their actions are missing above. */
  unknownTypes: string[]
}

/** What the policies are bound to. */
export interface Binding {
  partition: string
  region: string
  account: string
  /** Names of production's live stacks; of nested ones, what their names begin with, and `*`. */
  production: readonly string[]
  stagingBucket?: string
  /** ARN of the role that reads production, where it is another. */
  readRole?: string
  /** Who the mail is from. */
  from?: string
}
