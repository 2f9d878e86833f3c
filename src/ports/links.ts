/** Requests on addresses that carry their own permission. They need no credentials, and say nothing of the address in errors. */
export interface Links {
  /** The bytes behind an address; undefined where there is no such object. Throws `cloud.call_failed`. */
  get(address: string): Promise<Uint8Array | undefined>
  put(address: string, content: string | Uint8Array): Promise<void>
}
