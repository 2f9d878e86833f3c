import { notify } from './language-notify.ts'
import { pipelineEntries } from './language-pipelines.ts'
import * as patterns from './patterns.ts'
import { choice, either, list, map, object, type Shape, text, textOrList } from './shape.ts'
import { maskMethods } from './types.ts'

const parameters = map(patterns.logicalId, { kind: 'literal' })

const production = object(
  {
    region: { value: text(patterns.regionName), description: 'Region of production and of its replicas.', example: 'us-east-1' },
    stacks: { value: list(text(patterns.stackName), 1), description: 'Live stacks, read only.', example: '[my-network, my-data]' },
    templates: {
      value: map(
        patterns.stackName,
        either(
          'a path, or {path, parameters}',
          text(),
          object({
            path: { value: text(), required: true, description: 'The template, relative to replica.yml.', example: 'infra/data.yml' },
            parameters: { value: parameters, description: 'Values of its parameters.', example: '{Environment: production}' },
          }),
        ),
      ),
      description: 'Template files, by the name that stands for the stack.',
      example: '{my-data: infra/data.yml}',
    },
    parameters: {
      value: map(patterns.stackName, parameters),
      description: 'Values for parameters of live stacks that AWS does not show (NoEcho), by stack. Never a real secret.',
      example: '{my-hosts: {LicenceKey: none}}',
    },
  },
  ['stacks', 'templates'],
)

const size = either(
  'smallest, same, or instance classes by logical id',
  choice('smallest', 'same'),
  map(patterns.logicalId, text(patterns.instanceClass)),
)

const runOn = either(
  'auto, runner, or {host: LogicalId}',
  choice('auto', 'runner'),
  object({ host: { value: text(patterns.logicalId), required: true, description: 'Logical id of the host.', example: 'PipelineHost' } }),
)

const replica = object({
  ttl: {
    value: { kind: 'duration', positive: true },
    default: '4h',
    description: 'After it anyone’s reap, and the replica itself, deletes the replica.',
    example: '4h',
  },
  'max-ttl': {
    value: { kind: 'duration', positive: true },
    default: '24h',
    description: 'The longest life that a replica can be given, from its creation: by ttl, --ttl or extend.',
    example: '24h',
  },
  'at-most': {
    value: { kind: 'count', least: 1, most: 500 },
    default: '5',
    description: 'How many replicas of this project may be up at the same time.',
    example: '5',
  },
  size: { value: size, default: 'smallest', description: 'What instances are shrunk to.', example: 'smallest' },
  'keep-on-failure': {
    value: { kind: 'duration', positive: false },
    default: '0m',
    description: 'Leaves a failed replica up this long, to look at it.',
    example: '30m',
  },
  'require-fuse': {
    value: { kind: 'flag' },
    default: 'false',
    description: 'Refuses to make a replica that no schedule would delete; see prod-replica bootstrap.',
    example: 'true',
  },
  'run-on': { value: runOn, default: 'auto', description: 'Where run-integration does its work.', example: 'auto' },
  allow: {
    value: list(text()),
    default: '[]',
    description:
      'Leaks and shared resources that the team takes on itself, each by name: the text that was found (an ARN with all that lies in it), an export, a resource (LogicalId or Stack/LogicalId), or every host of a *.domain.',
    example: '[company-vpc-id]',
  },
})

const aws = object({
  role: {
    value: either('the ARN of a role, or one for each of provision, teardown and notify', text(patterns.roleArn), roles()),
    description: 'The role that CI takes, with its OIDC token where it has one; one for each duty where they differ.',
    example: 'arn:aws:iam::123456789012:role/ci',
  },
  'read-role': {
    value: text(patterns.roleArn),
    description: 'The role that reads production, taken from the one above; it may be in another account.',
    example: 'arn:aws:iam::210987654321:role/read-production',
  },
  accounts: {
    value: list(text(patterns.accountId), 1),
    description: 'The only accounts in which anything may be done or read.',
    example: '["123456789012"]',
  },
})

function roles(): Shape {
  const role = (duty: string) => ({
    value: text(patterns.roleArn),
    required: true as const,
    description: `The role that ${duty}.`,
    example: 'arn:aws:iam::123456789012:role/ci',
  })
  return object({ provision: role('makes replicas'), teardown: role('deletes them'), notify: role('sends the mail') })
}

const store = object({
  resource: {
    value: text(patterns.resourceName),
    required: true,
    description:
      'Logical id of the database resource; Stack/LogicalId where several stacks have one of that name (Stack/Nested/LogicalId in a nested stack).',
    example: 'AppDatabase',
  },
  database: { value: text(patterns.databaseName), required: true, description: 'Name of the database in it.', example: 'app' },
  data: {
    value: text(),
    default: 'latest-snapshot',
    description: 'latest-snapshot, a snapshot id, or empty: a new database without data.',
    example: 'latest-snapshot',
  },
  hostnames: {
    value: list(text(patterns.hostName), 1),
    description: "Further host names by which production's code knows it: they lead to the replica while pipelines run.",
    example: '[app-db.xyz.us-east-1.rds.amazonaws.com]',
  },
})

const change = object({
  base: { value: text(patterns.revisionName), default: 'main', description: 'The revision whose code the baseline runs.', example: 'main' },
  migrations: {
    value: map(patterns.storeName, textOrList('a path pattern or a list of them')),
    description: 'SQL files that change the schema, by store, in the order of their names.',
    example: '{app: db/migrations/*.sql}',
  },
  run: {
    value: textOrList('a command or a list of commands'),
    description: 'Commands that migrate, run after the SQL files.',
    example: '[npx knex migrate:latest]',
  },
  rollout: { value: { kind: 'flag' }, default: 'false', description: 'Also runs the base’s code on the changed stores.', example: 'true' },
})

/** replica.yml, declared once: the checker and the JSON schema for editors are made from this. */
export const language: Shape = object({
  version: { value: { kind: 'version', is: 1 }, required: true, description: 'Version of this file’s language.', example: '1' },
  production: {
    value: production,
    required: true,
    description: 'What a replica is made from. Only ever read.',
    example: '{stacks: [my-data]}',
  },
  aws: { value: aws, description: 'Whom calls are made as, and in which accounts.', example: '{accounts: ["123456789012"]}' },
  replica: { value: replica, description: 'How the replica lives.', example: '{ttl: 4h}' },
  stores: {
    value: map(patterns.storeName, store),
    required: true,
    description: 'The databases that pipelines use, by a name of yours.',
    example: '{app: {resource: AppDatabase, database: app}}',
  },
  mask: {
    value: map(patterns.columnName, choice(...maskMethods)),
    description: 'Personal columns, masked before anything else may connect; * stands for any text, and the more exact rule counts.',
    example: '{app.public.students.email: hash}',
  },
  change: { value: change, description: 'What is being tested.', example: '{migrations: {app: db/migrations/*.sql}}' },
  ...pipelineEntries,
  notify: { value: notify, description: 'Who hears of the verdict.', example: '{to: [data-team@example.com]}' },
})
