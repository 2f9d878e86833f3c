import { defineCommand, ofRun } from '../command.ts'

const { region: _, role: __, id: ___, ...shared } = ofRun

export const preflight = defineCommand({
  summary: 'Judges the change in seconds, from the last recording on the main branch: nothing of AWS is needed.',
  options: {
    ...shared,
    recording: {
      type: 'string',
      requiresArg: true,
      describe: 'what run-integration left on the main branch (recording.json in the results)',
    },
    postgres: { type: 'string', requiresArg: true, describe: 'URL of an empty PostgreSQL, in place of the embedded one' },
  },
  examples: [
    ['prod-replica preflight', 'with the recording in .prod-replica/ and the embedded PostgreSQL'],
    ['prod-replica preflight --recording cache/recording.json', 'with a recording from CI’s cache'],
    ['prod-replica preflight --postgres postgres://postgres:pw@localhost/postgres', 'on a second image of the CI job'],
  ],
  run: async (options, ports) => (await import('../../actions/preflight.ts')).preflight(options, ports),
})
