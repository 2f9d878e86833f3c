import { defineCommand, ofRun } from '../command.ts'

export const policy = defineCommand({
  summary: 'Prints the IAM policies that the roles of CI need, and no more. Changes nothing.',
  options: {
    ...ofRun,
    'staging-bucket': {
      type: 'string',
      requiresArg: true,
      describe: 'bucket for large templates and nested stacks, which the role may then use',
    },
  },
  examples: [
    ['prod-replica policy', 'for the replica.yml of this folder, to read'],
    ['prod-replica policy --json | jq .teardown[0]', 'one document, for a machine'],
    ['prod-replica policy --staging-bucket ci-templates', 'with the bucket that large templates go through'],
  ],
  run: async (options, ports) => (await import('../../actions/policy.ts')).policy(options, ports),
})
