import type { EventCatalogue } from './entry.ts'

export const localEvents = {
  'local.started': (d: { endpoint: string; folder: string }): string => `local cloud at ${d.endpoint}, state in ${d.folder}`,
  'local.attached': (d: { endpoint: string }): string => `using the local cloud that runs at ${d.endpoint}`,
} satisfies EventCatalogue
