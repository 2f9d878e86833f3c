/** Updating a stack of our own that stays: the one that `bootstrap` makes. Callers check its tag right before. */
export interface StackUpdater {
  /** Starts the update; `unchanged` where there is nothing to do. */
  update(request: UpdateStackRequest): Promise<'started' | 'unchanged'>
}

export interface UpdateStackRequest {
  arn: string
  /** JSON text, at most 51,200 bytes; `templateUrl` is used in its place. */
  template: string
  templateUrl?: string
  tags: Readonly<Record<string, string>>
  capabilities: readonly string[]
  /** 1 to 128 characters. */
  token: string
}
