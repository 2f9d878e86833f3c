import { join, resolve } from 'node:path'
import { fail } from '../errors.ts'
import type { Ports } from '../ports/index.ts'
import type { Durations } from '../rehearsal/shards/durations.ts'
import type { ShardVerdict } from '../rehearsal/shards/types.ts'
import type { Verdict } from '../rehearsal/types.ts'
import type { Replica } from '../stack/types.ts'

/** What a teardown left: of a replica that is gone, `survivors` is empty. */
export interface Teardown {
  deleted: string[]
  survivors: string[]
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
  writeJson(name: 'durations.json', value: Durations): Promise<void>
  writeShard(verdict: ShardVerdict): Promise<void>
  write(name: ResultFile, content: string | Uint8Array): Promise<void>
  /** Undefined where the file is not there. Throws `cli.no_results` where it is not one of ours. */
  replica(): Promise<Replica | undefined>
  verdict(): Promise<Verdict | undefined>
  teardown(): Promise<Teardown | undefined>
  /** What shards have left here, by number. Throws `cli.no_results` where a file is not one of ours. */
  shards(): Promise<ShardVerdict[]>
  removeShards(which: (name: ShardName) => boolean): Promise<void>
}

export type ResultFile =
  | 'replica.columns'
  | 'replica.json'
  | 'verdict.json'
  | 'durations.json'
  | 'teardown.json'
  | 'report.html'
  | 'report.md'
  | 'junit.xml'
  | 'email.eml'

/** The shard that a file `verdict.2-of-4.json` is of. */
export interface ShardName {
  number: number
  total: number
}

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
    ...openShardResults(folder, named, files),
    write: (name, content) => files.write(path(name), content),
    replica: () => readJson<Replica>('replica.json', 'stacks'),
    verdict: () => readJson<Verdict>('verdict.json', 'status'),
    teardown: () => readJson<Teardown>('teardown.json', 'survivors'),
  }
}

function openShardResults(folder: string, named: string, files: Ports['files']): Pick<Results, 'shards' | 'removeShards' | 'writeShard'> {
  const list = async (): Promise<(ShardName & { file: string })[]> =>
    (await files.glob('verdict.*-of-*.json', folder)).flatMap((file) => {
      const [, number, total] = /^verdict\.(\d+)-of-(\d+)\.json$/.exec(file) ?? []
      return number === undefined ? [] : [{ file, number: Number(number), total: Number(total) }]
    })
  const read = async ({ file, number, total }: ShardName & { file: string }): Promise<ShardVerdict> => {
    const verdict = parseResult((await files.readText(join(folder, file))) ?? '', join(named, file), 'status') as ShardVerdict
    const { shard } = verdict
    if (shard?.number === number && shard.total === total && shard.split?.length === total) return verdict
    throw fail('cli.no_results', { path: join(named, file) })
  }
  return {
    shards: async () => (await Promise.all((await list()).map(read))).sort((one, other) => one.shard.number - other.shard.number),
    removeShards: async (which) => {
      for (const name of await list()) if (which(name)) await files.remove(join(folder, name.file))
    },
    writeShard: ({ shard, ...verdict }) =>
      files.write(join(folder, `verdict.${shard.number}-of-${shard.total}.json`), `${JSON.stringify({ ...verdict, shard }, null, 2)}\n`),
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
