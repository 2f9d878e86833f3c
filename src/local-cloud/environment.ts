/** The key that any client may use; it is no secret. */
export const localKey = { id: 'AKIALOCALCLOUD000000', secret: 'local' }

/** The environment variables that point any AWS client at a local cloud. */
export function localEnvironment(endpoint: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: localKey.id,
    AWS_SECRET_ACCESS_KEY: localKey.secret,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  }
}
