import { defineCommand, everywhere, ofRun } from '../command.ts'

export const reap = defineCommand({
  summary: 'Deletes the replicas that are past their expiry, and what is left of any. What is in use is skipped.',
  options: {
    ...everywhere,
    config: ofRun.config,
    region: ofRun.region,
    role: ofRun.role,
    local: ofRun.local,
    'older-than': { type: 'string', requiresArg: true, describe: 'those older than this, expired or not: 90m, 6h' },
    all: { type: 'boolean', default: false, describe: 'expired or not; with --mine only' },
    mine: { type: 'boolean', default: false, describe: 'only those of this project and person' },
    'dry-run': { type: 'boolean', default: false, describe: 'only say what would go' },
  },
  examples: [
    ['prod-replica reap', 'the expired ones, whoever made them'],
    ['prod-replica reap --older-than 6h --dry-run', 'what a stricter rule would take'],
    ['prod-replica reap --all --mine', 'everything of your own'],
  ],
  run: async (options, ports) => (await import('../../actions/reap.ts')).reap(options, ports),
})
