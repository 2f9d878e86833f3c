import type { Emit, Event } from '../../src/events.ts'

/** An emit that keeps what it is told. */
export function createJournal(): { emit: Emit; events: Event[]; codes(): string[] } {
  const events: Event[] = []
  return {
    events,
    emit: (code, data) => void events.push({ code, at: '', data } as Event),
    codes: () => events.map((event) => event.code),
  }
}
