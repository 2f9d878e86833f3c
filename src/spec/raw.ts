import type { Acceptance, MaskMethod } from './types.ts'

/** replica.yml as it was written, after the checks. Faulty parts are missing, so every field may be. */
export interface RawSpec {
  production?: {
    region?: string
    stacks?: string[]
    templates?: Record<string, string | { path?: string; parameters?: Record<string, string> } | undefined>
    parameters?: Record<string, Record<string, string>>
  }
  replica?: {
    ttl?: number
    'max-ttl'?: number
    'at-most'?: number
    size?: 'smallest' | 'same' | Record<string, string>
    'keep-on-failure'?: number
    'require-fuse'?: boolean
    'run-on'?: 'auto' | 'runner' | { host: string }
    allow?: string[]
  }
  aws?: { role?: string | { provision?: string; teardown?: string; notify?: string }; 'read-role'?: string; accounts?: string[] }
  stores?: Record<string, { resource?: string; database?: string; data?: string; hostnames?: string[] } | undefined>
  mask?: Record<string, MaskMethod>
  change?: { base?: string; migrations?: Record<string, string | string[]>; run?: string | string[]; rollout?: boolean }
  checks?: RawJob[]
  pipelines?: RawPipeline[]
  accept?: Acceptance[]
  notify?: { from?: string; to?: string[]; when?: 'always' | 'failure' | 'change'; smtp?: RawSmtp }
}

export interface RawSmtp {
  host?: string
  port?: number
  tls?: 'starttls' | 'tls' | 'none'
  'user-env'?: string
  'password-env'?: string
  'allow-unencrypted'?: boolean
}

/** What checks and pipelines have in common. */
export interface RawJob {
  name?: string
  run?: string
  store?: string
  timeout?: number
}

export interface RawPipeline extends RawJob {
  sql?: string
  needs?: string[]
  outputs?: string[]
  on?: string
  'skip-unless'?: string
}
