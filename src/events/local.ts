import type { EventCatalogue } from './entry.ts'

export const localEvents = {
  'local.started': (d: { endpoint: string; folder: string }): string => `local cloud at ${d.endpoint}, state in ${d.folder}`,
  'local.operation_broken': (d: { stack: string; reason: string }): string =>
    `local cloud: the operation on ${d.stack} ended by an error of its own: ${d.reason}`,
  'local.request_broken': (d: { service: string; reason: string }): string =>
    `local cloud: a request to ${d.service} ended by an error of its own: ${d.reason}`,
} satisfies EventCatalogue
