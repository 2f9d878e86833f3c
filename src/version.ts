declare const PROD_REPLICA_VERSION: string | undefined

/** The helper's version; the build puts the one of package.json in. */
export const version = typeof PROD_REPLICA_VERSION === 'string' ? PROD_REPLICA_VERSION : '0.0.0-source'
