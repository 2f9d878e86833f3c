import { defineCommand, ofProvision } from '../command.ts'

export const provisionReplica = defineCommand({
  summary: 'Creates or adopts the replica, masks its personal data, and returns when its stores can be used.',
  options: ofProvision,
  examples: [
    ['prod-replica provision-replica', 'the replica of this CI run'],
    ['prod-replica provision-replica --ttl 90m', 'with a shorter life'],
    ['prod-replica provision-replica --id try-1', 'one of your own, by name'],
  ],
  run: async (options, ports) => (await import('../../actions/provision-replica.ts')).provisionReplica(options, ports),
})
