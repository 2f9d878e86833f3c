import { fail } from '../errors.ts'
import type { Environment } from '../ports/index.ts'

/** Which of how many shards, both from 1. */
export interface ShardPlace {
  number: number
  total: number
}

/**
 * The share that is done here: of `--shard 2/4`, else of the parallel containers of a CircleCI job. Undefined where all is done
 * here, which `--shard 1/1` says also in a parallel job. Throws `cli.usage`.
 */
export function findShard(option: string | undefined, environment: Environment): ShardPlace | undefined {
  const place = option === undefined ? placeOfContainer(environment) : parseShard(option)
  return place === undefined || place.total === 1 ? undefined : place
}

function parseShard(text: string): ShardPlace {
  const [, number, total] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number)
  if (number !== undefined && total !== undefined && number >= 1 && number <= total) return { number, total }
  const shown = text.replace(/[^\x20-\x7e]/g, '?').slice(0, 40)
  throw fail('cli.usage', {
    reason: `--shard ${shown} is not a share such as 2/4: a number from 1, and how many there are.`,
    command: 'run-integration',
  })
}

/** CircleCI counts its containers from 0. */
function placeOfContainer({ CIRCLE_NODE_INDEX, CIRCLE_NODE_TOTAL }: Environment): ShardPlace | undefined {
  if (CIRCLE_NODE_TOTAL === undefined || CIRCLE_NODE_TOTAL === '') return undefined
  const [index, total] = [Number(CIRCLE_NODE_INDEX || '0'), Number(CIRCLE_NODE_TOTAL)]
  if (Number.isInteger(index) && Number.isInteger(total) && index >= 0 && index < total) return { number: index + 1, total }
  throw fail('cli.usage', {
    reason: 'CIRCLE_NODE_INDEX and CIRCLE_NODE_TOTAL are not those of a parallel job: say which share this is with --shard.',
    command: 'run-integration',
  })
}
