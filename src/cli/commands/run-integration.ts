import { defineCommand, ofStaging } from '../command.ts'

export const runIntegration = defineCommand({
  summary: 'Applies the change, runs checks and pipelines, baseline against candidate, and writes the verdict.',
  options: ofStaging,
  examples: [
    ['prod-replica run-integration', 'on the replica of this CI run'],
    ['prod-replica run-integration --results out', 'with the result files in out/'],
    ['prod-replica run-integration --id try-1', 'on a replica by name'],
  ],
  run: async (options, ports) => (await import('../../actions/run-integration.ts')).runIntegration(options, ports),
})
