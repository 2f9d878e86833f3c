import type { World } from '../types.ts'
import type { Events } from './events.ts'
import type { ResourceProvider } from './resources/provider.ts'
import type { Stacks } from './stacks.ts'

/** What operations on stacks work with. */
export interface Engine {
  world: World
  stacks: Stacks
  events: Events
  provider(type: string): ResourceProvider
  /** The text of a template at a URL of the local S3. Throws ValidationError. */
  readTemplateUrl(url: string): Promise<string>
  operations: Operations
  /** As another caller's DeleteStack does, without waiting. */
  deleteStack(stackId: string): Promise<void>
}

/** The operations that run now, at most one a stack. */
export interface Operations {
  /** Runs an operation in the background, once the one before it on this stack has been called off and has ended. */
  start(stackId: string, work: (signal: AbortSignal) => Promise<void>): void
  /** Resolves when the stack's operation, if any, has ended. */
  settled(stackId: string): Promise<void>
  /** Ends all of them where they are: state says how far they got, and the next local cloud carries on. */
  stop(): Promise<void>
}

/** Thrown in an operation that was called off: by a deletion of its stack, or because the local cloud ends. */
export class Interrupted extends Error {
  readonly isEnd: boolean

  constructor(isEnd: boolean) {
    super(isEnd ? 'the local cloud ends' : 'another operation takes over')
    this.isEnd = isEnd
  }
}
