import { defineCommand, ofRun } from '../command.ts'

export const bootstrap = defineCommand({
  summary: 'Deploys, once an account and region, what replicas need: schedules’ role, boundary, staging bucket, and roles for CI.',
  options: {
    ...ofRun,
    org: { type: 'string', requiresArg: true, describe: 'CircleCI’s id of your organization, to make roles for its jobs' },
    project: { type: 'string', array: true, requiresArg: true, describe: 'CircleCI’s id of a project that may take them; may be repeated' },
    branch: { type: 'string', requiresArg: true, describe: 'only jobs of this branch' },
    origin: { type: 'string', requiresArg: true, describe: 'only jobs of this repository: github.com/acme/pipelines' },
    'existing-provider': { type: 'boolean', default: false, describe: 'the account has the organization’s OIDC provider already' },
    'drop-others': { type: 'boolean', default: false, describe: 'take the roles from projects that an earlier run named' },
    'dry-run': { type: 'boolean', default: false, describe: 'print the template and change nothing' },
  },
  examples: [
    ['prod-replica bootstrap', 'without roles for CI'],
    ['prod-replica bootstrap --org ORG --project PROJECT', 'with roles for what replica.yml’s plan takes'],
    ['prod-replica bootstrap --dry-run > bootstrap.json', 'to read, lint or deploy yourself'],
  ],
  run: async (options, ports) => (await import('../../actions/bootstrap.ts')).bootstrap(options, ports),
})
