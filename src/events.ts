import { bootstrapEvents } from './events/bootstrap.ts'
import { cleanupEvents } from './events/cleanup.ts'
import { deriveEvents } from './events/derive.ts'
import { identityEvents } from './events/identity.ts'
import { localEvents } from './events/local.ts'
import { notifyEvents } from './events/notify.ts'
import { onHostEvents } from './events/on-host.ts'
import { productionEvents } from './events/production.ts'
import { rehearsalEvents } from './events/rehearsal.ts'
import { stackEvents } from './events/stack.ts'
import { storeEvents } from './events/store.ts'

/** Every event that a long action emits: one file a room under events/, put together here. */
export const eventLines = {
  ...identityEvents,
  ...productionEvents,
  ...deriveEvents,
  ...stackEvents,
  ...cleanupEvents,
  ...bootstrapEvents,
  ...storeEvents,
  ...rehearsalEvents,
  ...onHostEvents,
  ...notifyEvents,
  ...localEvents,
}

export type EventCode = keyof typeof eventLines
export type EventData<Code extends EventCode> = Parameters<(typeof eventLines)[Code]>[0]

/** One thing that happened: plain data, which the terminal, a CI log, JSON and the report render each in their way. */
export type Event = { [Code in EventCode]: { code: Code; at: string; data: EventData<Code> } }[EventCode]

/** Tells that something happened. Rooms are handed one; what becomes of it is not theirs to know. */
export type Emit = <Code extends EventCode>(code: Code, data: EventData<Code>) => void

/** The line that people read for one event. */
export function formatEvent(event: Event): string {
  const line = eventLines[event.code] as (data: Event['data']) => string
  return line(event.data)
}
