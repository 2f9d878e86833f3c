/** The search for resources by tag, in one account and region: Resource Groups Tagging API. */
export interface Tagged {
  /**
   * Every resource that has a tag of that key with one of `values`, or with any value where none are given. The search
   * lags: it may still name what has just been deleted, and not yet what has just been made.
   */
  find(key: string, values?: readonly string[]): Promise<TaggedResource[]>
}

export interface TaggedResource {
  arn: string
  tags: Record<string, string>
}
