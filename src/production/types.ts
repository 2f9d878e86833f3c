import type { Snapshot } from '../ports/cloud.ts'
import type { JsonValue } from './json.ts'

/** What production is, as plain data: read once, never changed. */
export interface Production {
  /** The AWS account, `000000000000` where only template files were read. */
  account: string
  partition: string
  region: string
  stacks: readonly ProductionStack[]
  /** The snapshot that each store of replica.yml is restored from, by store name; absent for `data: empty`. */
  snapshots: Readonly<Record<string, Snapshot>>
}

export interface ProductionStack {
  name: string
  /** Undefined for a template file. */
  arn?: string
  template: Template
  parameters: Readonly<Record<string, ProductionParameter>>
  resources: readonly ProductionResource[]
  outputs: Readonly<Record<string, { value: string; exportName?: string }>>
  /** Where the template came from, for messages: a file's path or `stack NAME`. */
  origin: string
}

export interface ProductionParameter {
  value: string
  /** NoEcho: CloudFormation masks the value, so `value` is not the real one. */
  secret: boolean
}

export interface ProductionResource {
  logicalId: string
  type: string
  /** Undefined for a template file. */
  physicalId?: string
}

/** A CloudFormation template as JSON: every short form (`!Ref x`) is spelled out (`{"Ref": "x"}`). */
export interface Template {
  Resources: Record<string, TemplateResource>
  Parameters?: Record<string, TemplateParameter>
  Outputs?: Record<string, TemplateOutput>
  Conditions?: Record<string, JsonValue>
  Mappings?: Record<string, Record<string, Record<string, JsonValue>>>
  Metadata?: Record<string, JsonValue>
  Rules?: Record<string, JsonValue>
  Transform?: JsonValue
  Description?: string
  AWSTemplateFormatVersion?: string
}

export interface TemplateResource {
  Type: string
  Properties?: Record<string, JsonValue>
  DependsOn?: string | string[]
  Condition?: string
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
  CreationPolicy?: JsonValue
  UpdatePolicy?: JsonValue
  Metadata?: Record<string, JsonValue>
}

export interface TemplateParameter {
  Type: string
  Default?: string | number
  NoEcho?: boolean | string
  AllowedValues?: (string | number)[]
  AllowedPattern?: string
  MinLength?: number | string
  MaxLength?: number | string
  MinValue?: number | string
  MaxValue?: number | string
  Description?: string
  ConstraintDescription?: string
}

export interface TemplateOutput {
  Value: JsonValue
  Export?: { Name: JsonValue }
  Condition?: string
  Description?: string
}
