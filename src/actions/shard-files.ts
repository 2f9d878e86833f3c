import { join } from 'node:path'
import { fail, isReplicaError } from '../errors.ts'
import type { Files } from '../ports/files.ts'
import { parseRecording } from '../rehearsal/preflight/parse-recording.ts'
import type { KeptRecording } from '../rehearsal/preflight/types.ts'
import type { Shard, ShardVerdict } from '../rehearsal/shards/types.ts'

/** The shard that a file such as `verdict.2-of-4.json` is of. */
type ShardName = Pick<Shard, 'number' | 'total'>

/** What shards leave in the results folder for whoever merges them: files whose names no two shards share. */
export interface ShardFiles {
  writeVerdict(verdict: ShardVerdict): Promise<void>
  writeRecording(shard: ShardName, recording: KeptRecording): Promise<void>
  /** Throws `cli.no_results` where a file is not one of ours. */
  verdicts(): Promise<ShardVerdict[]>
  /** Those that can be read. */
  recordings(): Promise<KeptRecording[]>
  remove(which: (name: ShardName) => boolean): Promise<void>
}

/** The files of shards in a folder, which people know as `named`. */
export function openShardFiles(folder: string, named: string, files: Files): ShardFiles {
  const write = (kind: Kind, { number, total }: ShardName, value: object): Promise<void> =>
    files.write(join(folder, `verdict.${number}-of-${total}${endings[kind]}`), `${JSON.stringify(value, null, 2)}\n`)
  const list = async (): Promise<FoundFile[]> => (await files.glob('verdict.*-of-*.json', folder)).flatMap(parseName)
  const listOf = async (kind: Kind): Promise<FoundFile[]> => (await list()).filter((found) => found.kind === kind)
  const read = async (file: string): Promise<string> => (await files.readText(join(folder, file))) ?? ''
  return {
    writeVerdict: (verdict) => write('verdict', verdict.shard, verdict),
    writeRecording: (shard, recording) => write('recording', shard, recording),
    verdicts: async () => {
      const found = await listOf('verdict')
      const verdicts = await Promise.all(found.map(async (name) => parseVerdict(await read(name.file), name, join(named, name.file))))
      return verdicts.sort((one, other) => one.shard.number - other.shard.number)
    },
    recordings: async () => {
      const found = await listOf('recording')
      return (await Promise.all(found.map(async ({ file }) => readableRecording(await read(file), join(named, file))))).flat()
    },
    remove: async (which) => {
      for (const name of await list()) if (which(name)) await files.remove(join(folder, name.file))
    },
  }
}

type Kind = 'verdict' | 'recording'

/** One pattern finds both, `verdict.*-of-*.json`: a workspace must not miss a pattern that matches nothing. */
const endings: Readonly<Record<Kind, string>> = { verdict: '.json', recording: '.recording.json' }

type FoundFile = ShardName & { file: string; kind: Kind }

function parseName(file: string): FoundFile[] {
  const [, number, total, ending] = /^verdict\.(\d+)-of-(\d+)(\.recording)?\.json$/.exec(file) ?? []
  if (number === undefined) return []
  return [{ file, number: Number(number), total: Number(total), kind: ending === undefined ? 'verdict' : 'recording' }]
}

/** A file that a person has changed, or a job was killed over, must not crash the job that tells of it. */
function parseVerdict(text: string, name: ShardName, path: string): ShardVerdict {
  try {
    const verdict = JSON.parse(text) as Partial<ShardVerdict> | null
    if (isShardVerdict(verdict, name)) return verdict
  } catch (error) {
    throw fail('cli.no_results', { path }, error)
  }
  throw fail('cli.no_results', { path })
}

const lists = ['migrations', 'schema', 'checks', 'pipelines', 'findings', 'notTested', 'masked'] as const

function isShardVerdict(verdict: Partial<ShardVerdict> | null, { number, total }: ShardName): verdict is ShardVerdict {
  const { shard, status, revisions } = verdict ?? {}
  if (typeof status !== 'string' || typeof revisions !== 'object' || lists.some((list) => !Array.isArray(verdict?.[list]))) return false
  return shard?.number === number && shard.total === total && shard.split?.length === total && shard.split.every(Array.isArray)
}

function readableRecording(text: string, path: string): KeptRecording[] {
  try {
    return [parseRecording(text, path)]
  } catch (error) {
    if (isReplicaError(error)) return []
    throw error
  }
}
