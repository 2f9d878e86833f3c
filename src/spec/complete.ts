import { lifeOf } from './life.ts'
import { mapValues } from './map-values.ts'
import type { RawJob, RawPipeline, RawSpec } from './raw.ts'
import { completeSmtp } from './smtp.ts'
import type { AwsSpec, CheckSpec, MaskRule, PipelineSpec, Spec, StoreSpec, TemplateFile } from './types.ts'

const minutes = 60_000

/** The checked file with every default filled in. `placeOfRule` says where a key of `mask` stands. */
export function completeSpec(raw: RawSpec, path: string, placeOfRule: (column: string) => string): Spec {
  const stores = mapValues(raw.stores ?? {}, completeStore)
  const names = Object.keys(stores)
  const onlyStore = names.length === 1 ? names[0] : undefined
  return {
    path,
    production: completeProduction(raw),
    replica: completeReplica(raw),
    aws: completeAws(raw),
    stores,
    mask: Object.entries(raw.mask ?? {}).map(([column, method]) => maskRule(column, method, placeOfRule(column))),
    change: completeChange(raw),
    checks: (raw.checks ?? []).map((check) => completeCheck(check, onlyStore)),
    pipelines: (raw.pipelines ?? []).map((pipeline) => completePipeline(pipeline, onlyStore)),
    accept: raw.accept ?? [],
    notify: completeNotify(raw),
  }
}

function completeProduction(raw: RawSpec): Spec['production'] {
  const { region, stacks, templates, parameters } = raw.production ?? {}
  return {
    ...(region === undefined ? {} : { region }),
    stacks: stacks ?? [],
    templates: mapValues(templates ?? {}, templateFile),
    ...(parameters === undefined ? {} : { parameters }),
  }
}

function templateFile(file: string | { path?: string; parameters?: Record<string, string> } | undefined): TemplateFile {
  if (typeof file === 'string') return { path: file, parameters: {} }
  return { path: file?.path ?? '', parameters: file?.parameters ?? {} }
}

function completeReplica(raw: RawSpec): Spec['replica'] {
  const replica = raw.replica ?? {}
  return {
    ...lifeOf(raw),
    atMost: replica['at-most'] ?? 5,
    size: replica.size ?? 'smallest',
    keepOnFailureMs: replica['keep-on-failure'] ?? 0,
    requireFuse: replica['require-fuse'] ?? false,
    runOn: replica['run-on'] ?? 'auto',
    allow: replica.allow ?? [],
  }
}

function completeAws({ aws = {} }: RawSpec): AwsSpec {
  const { role, accounts = [], 'read-role': readRole } = aws
  const roles = typeof role === 'string' ? { provision: role, teardown: role, notify: role } : (role ?? {})
  return { roles, accounts, ...(readRole === undefined ? {} : { readRole }) }
}

function completeStore(store: { resource?: string; database?: string; data?: string; hostnames?: string[] } | undefined): StoreSpec {
  const { resource = '', database = '', data = 'latest-snapshot', hostnames } = store ?? {}
  return { resource, database, data, ...(hostnames === undefined ? {} : { hostnames }) }
}

/** `store.schema.table.column`, of which the checker has made sure. */
function maskRule(column: string, method: MaskRule['method'], place: string): MaskRule {
  const [store = '', schema = '', table = '', name = ''] = column.split('.')
  return { store, schema, table, column: name, method, place }
}

function completeChange(raw: RawSpec): Spec['change'] {
  const change = raw.change ?? {}
  return {
    base: change.base ?? 'main',
    migrations: mapValues(change.migrations ?? {}, asList),
    run: asList(change.run ?? []),
    rollout: change.rollout ?? false,
  }
}

function completeCheck(check: RawJob, onlyStore: string | undefined): CheckSpec {
  const { name = '', run = '', timeout = 10 * minutes, store = onlyStore } = check
  return { name, run, timeoutMs: timeout, ...(store === undefined ? {} : { store }) }
}

function completePipeline(pipeline: RawPipeline, onlyStore: string | undefined): PipelineSpec {
  const { name = '', run = '', sql, needs = [], outputs, on, timeout = 10 * minutes, store = onlyStore } = pipeline
  const skipUnless = pipeline['skip-unless']
  return {
    name,
    job: sql === undefined ? { kind: 'command', run } : { kind: 'sql', file: sql },
    needs,
    timeoutMs: timeout,
    ...(store === undefined ? {} : { store }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(on === undefined ? {} : { on }),
    ...(skipUnless === undefined ? {} : { skipUnless }),
  }
}

function completeNotify({ notify = {} }: RawSpec): Spec['notify'] {
  const { from, to = [], when = 'always', smtp } = notify
  return { to, when, ...(from === undefined ? {} : { from }), ...(smtp === undefined ? {} : { smtp: completeSmtp(smtp) }) }
}

function asList(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
