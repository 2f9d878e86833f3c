import { join, resolve } from 'node:path'
import { fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import type { KeptRecording } from '../rehearsal/preflight/types.ts'
import type { Durations } from '../rehearsal/shards/durations.ts'
import type { Verdict } from '../rehearsal/types.ts'
import type { PlanRecord, Span } from '../report/types.ts'
import type { Replica } from '../stack/types.ts'
import type { Previous } from './previous.ts'
import { openShardFiles, type ShardFiles } from './shard-files.ts'

/** What a teardown left: of a replica that is gone, `survivors` is empty. */
export interface Teardown {
  deleted: string[]
  survivors: string[]
}

/** What a preflight says to the job that decides whether a replica is made. */
export interface PreflightResult {
  status: Verdict['status']
  needsReplica: boolean
  /** Why. */
  reasons: readonly string[]
}

/** The results folder: files carry results between jobs; all state is in CloudFormation. */
export interface Results {
  /** Absolute. */
  readonly folder: string
  /** As the user named it, for texts. */
  readonly named: string
  path(name: ResultFile): string
  writeJson(name: 'replica.json', value: Replica): Promise<void>
  writeJson(name: 'verdict.json', value: Verdict): Promise<void>
  writeJson(name: 'teardown.json', value: Teardown): Promise<void>
  writeJson(name: 'plan.json', value: PlanRecord): Promise<void>
  writeJson(name: 'timeline.json', value: { spans: readonly Span[] }): Promise<void>
  writeJson(name: 'durations.json', value: Durations): Promise<void>
  writeJson(name: 'recording.json', value: KeptRecording): Promise<void>
  writeJson(name: 'preflight.json', value: PreflightResult): Promise<void>
  writeJson(name: 'previous.json', value: Previous): Promise<void>
  write(name: ResultFile, content: string | Uint8Array): Promise<void>
  /** Undefined where the file is not there. Throws `cli.no_results` where it is not one of ours. */
  replica(): Promise<Replica | undefined>
  verdict(): Promise<Verdict | undefined>
  teardown(): Promise<Teardown | undefined>
  plan(): Promise<PlanRecord | undefined>
  timeline(): Promise<{ spans: readonly Span[] } | undefined>
  previous(): Promise<Previous | undefined>
  readonly shards: ShardFiles
}

export type ResultFile =
  | 'replica.columns'
  | 'replica.json'
  | 'verdict.json'
  | 'durations.json'
  | 'teardown.json'
  | 'plan.json'
  | 'timeline.json'
  | 'report.html'
  | 'report.md'
  | 'junit.xml'
  | 'findings.sarif'
  | 'email.eml'
  | 'recording.json'
  | 'preflight.json'
  | 'previous.json'

/** The results in a folder, which is made at the first write. */
export function openResults(named: string, { files, workingFolder }: Pick<Ports, 'files' | 'workingFolder'>): Results {
  const folder = resolve(workingFolder, named)
  const path = (name: ResultFile): string => join(folder, name)
  const readJson = async <Value>(name: ResultFile, mark: string): Promise<Value | undefined> => {
    const text = await files.readText(path(name))
    return text === undefined ? undefined : (parseResult(text, join(named, name), mark) as Value)
  }
  return {
    folder,
    named,
    path,
    writeJson: (name: ResultFile, value: object) => files.write(path(name), `${JSON.stringify(value, null, 2)}\n`),
    shards: openShardFiles(folder, named, files),
    write: (name, content) => files.write(path(name), content),
    replica: () => readJson<Replica>('replica.json', 'stacks'),
    verdict: () => readJson<Verdict>('verdict.json', 'status'),
    teardown: () => readJson<Teardown>('teardown.json', 'survivors'),
    plan: () => readJson<PlanRecord>('plan.json', 'estimate'),
    timeline: () => readJson<{ spans: readonly Span[] }>('timeline.json', 'spans'),
    previous: () => readJson<Previous>('previous.json', 'status'),
  }
}

/** A file that a person has changed, or a job was killed over, must not crash the job that tells of it. */
function parseResult(text: string, path: string, mark: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && mark in value) return value
  } catch (error) {
    throw fail('cli.no_results', { path }, error)
  }
  throw fail('cli.no_results', { path })
}
