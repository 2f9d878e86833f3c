import { createHash } from 'node:crypto'
import type { State } from '../types.ts'
import { invalid } from './invalid.ts'
import type { StackRecord } from './records.ts'

/** The stacks of the account: deleted ones are found by ARN only. */
export interface Stacks {
  get(id: string): StackRecord
  /** By name: the one that is not deleted. By ARN: any. */
  find(nameOrArn: string): StackRecord | undefined
  /** As `find`; throws ValidationError where there is none. */
  require(nameOrArn: string): StackRecord
  all(): StackRecord[]
  live(): StackRecord[]
  put(stack: StackRecord): Promise<void>
  change(id: string, patch: Partial<StackRecord> | ((stack: StackRecord) => StackRecord)): Promise<void>
  remove(id: string): Promise<void>
  saveTemplate(text: string): Promise<string>
  templateText(key: string): string
}

/** Opens the tables of stacks and templates. */
export function openStacks(state: State): Stacks {
  const table = state.table<StackRecord>('stacks')
  const templates = state.table<{ text: string }>('templates')
  const live = () => table.values().filter(({ status }) => status !== 'DELETE_COMPLETE')
  const find = (wanted: string) => (wanted.startsWith('arn:') ? table.get(wanted) : live().find(({ name }) => name === wanted))
  const get = (id: string): StackRecord => {
    const stack = table.get(id)
    if (stack === undefined) throw new Error(`the stack ${id} is gone`)
    return stack
  }
  return {
    get,
    find,
    require(wanted) {
      const stack = find(wanted)
      if (stack === undefined) throw invalid(`Stack with id ${wanted} does not exist`)
      return stack
    },
    all: () => table.values(),
    live,
    put: (stack) => table.put(stack.id, stack),
    change: (id, patch) => table.put(id, typeof patch === 'function' ? patch(get(id)) : { ...get(id), ...patch }),
    remove: (id) => table.remove(id),
    async saveTemplate(text) {
      const key = createHash('sha256').update(text).digest('hex')
      if (templates.get(key) === undefined) await templates.put(key, { text })
      return key
    },
    templateText: (key) => templates.get(key)?.text ?? '',
  }
}
