import { defineCommand, ofStaging } from '../command.ts'

export const runIntegration = defineCommand({
  summary: 'Applies the change, runs checks and pipelines, baseline against candidate, and writes the verdict.',
  options: {
    ...ofStaging,
    shard: { type: 'string', requiresArg: true, describe: 'run a share of the pipelines: 2/4 (in a parallel CircleCI job its own)' },
    'at-a-time': { type: 'string', requiresArg: true, describe: 'how many commands run at a time (4)' },
  },
  examples: [
    ['prod-replica run-integration', 'on the replica of this CI run'],
    ['prod-replica run-integration --results out', 'with the result files in out/'],
    ['prod-replica run-integration --id try-1', 'on a replica by name'],
    ['prod-replica run-integration --shard 2/4', 'the second of four shares; notify merges them'],
  ],
  run: async (options, ports) => (await import('../../actions/run-integration.ts')).runIntegration(options, ports),
})
