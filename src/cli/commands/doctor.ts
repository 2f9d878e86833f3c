import { defineCommand, everywhere } from '../command.ts'

export const doctor = defineCommand({
  summary: 'Says whether a CircleCI config deletes every replica it makes, whichever way its jobs end. Reads that file alone.',
  options: {
    ...everywhere,
    file: { type: 'string', default: '.circleci/config.yml', requiresArg: true, describe: 'the config' },
  },
  examples: [
    ['prod-replica doctor', 'the config of this checkout'],
    ['prod-replica doctor ci/pipeline.yml', 'another, such as one that a setup config goes on with'],
    ['prod-replica doctor --json | jq -r .holes[].place', 'where the holes are'],
  ],
  run: async (options, ports) => (await import('../../actions/doctor.ts')).doctor(options, ports),
})
