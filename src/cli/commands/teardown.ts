import { defineCommand, ofStaging } from '../command.ts'

export const teardown = defineCommand({
  summary: 'Deletes the replica and proves that nothing is left. Nothing there is a success.',
  options: ofStaging,
  examples: [
    ['prod-replica teardown', 'the replica of this CI run'],
    ['prod-replica teardown --id try-1', 'one by name'],
    ['prod-replica teardown --json', 'what went, and what survived, for a machine'],
  ],
  run: async (options, ports) => (await import('../../actions/teardown.ts')).teardown(options, ports),
})
