/** Single resources of any type that Cloud Control knows, by CloudFormation's type and primary identifier. */
export interface Resources {
  /** Its properties as they are at this moment; undefined where there is no such resource. */
  read(type: string, id: string): Promise<Record<string, unknown> | undefined>
  /** Starts to change it. Returns the token by which `outcome` is asked for. */
  change(type: string, id: string, patch: readonly PatchStep[]): Promise<string>
  /** Starts to delete it. Returns the token by which `outcome` is asked for. */
  remove(type: string, id: string): Promise<string>
  outcome(token: string): Promise<ResourceOutcome>
}

/** One step of a JSON patch (RFC 6902): sets what `path` points at, whether it is there or not. */
export interface PatchStep {
  op: 'add'
  path: string
  value: unknown
}

export type ResourceOutcome = { kind: 'running' } | { kind: 'done' } | { kind: 'failed'; reason: string }
