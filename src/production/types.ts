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
  /** Every export of the account and region, by name, also of stacks that are not replicated; empty where only files were read. */
  exports: Readonly<Record<string, ProductionExport>>
}

export interface ProductionExport {
  value: string
  /** Name of the stack that exports it. */
  stack: string
}

export interface ProductionStack {
  /** Of a nested stack: `parent/LogicalId`, with the name of its parent here. */
  name: string
  /** Of a nested stack: the stack whose template holds it, and the logical id it has there. */
  parent?: { stack: string; logicalId: string }
  /** Undefined for a template file. */
  arn?: string
  template: Template
  parameters: Readonly<Record<string, ProductionParameter>>
  resources: readonly ProductionResource[]
  outputs: Readonly<Record<string, { value: string; exportName?: string }>>
  /** Where the template came from, for messages: a file's path or `stack NAME`. */
  origin: string
  /** The template's text as it was read, from which a derived template takes its comments, order and short forms. */
  text?: string
}

export interface ProductionParameter {
  value: string
  /** NoEcho: CloudFormation masks the value, so `value` is not the real one. */
  secret: boolean
  /** Of an SSM parameter type: what the name in `value` stood for when the stack was last changed. */
  resolved?: string
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
  /** Of SAM: properties that all its functions and APIs have. */
  Globals?: Record<string, JsonValue>
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
