import type { JsonValue } from '../../production/json.ts'

/** Whose jobs may take the roles. Ids are UUIDs, as CircleCI shows them. */
export interface CircleCi {
  org: string
  projects: readonly string[]
  /** Only jobs of this branch; any where absent. */
  branch?: string
  /** Only jobs of this repository (`github.com/acme/pipelines`): keeps forks out, where their builds get secrets. */
  origin?: string
  /** The account has the provider of this organization already. */
  existingProvider: boolean
}

/** ARN of the organization's provider, which is one an account. */
export function providerArn({ org }: CircleCi): JsonValue {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/oidc.circleci.com/org/${org}` }
}

/**
 * The trust policy of a role. Audience and subject are the token's; the subject names organization, project and user, and
 * in CircleCI's second version (CIRCLE_OIDC_TOKEN_V2, which the helper takes first) repository and branch too.
 */
export function trustOf(ci: CircleCi, provider: JsonValue): JsonValue {
  const claims = `oidc.circleci.com/org/${ci.org}`
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: provider },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${claims}:aud`]: ci.org },
          StringLike: { [`${claims}:sub`]: ci.projects.map((project) => subjectOf(project, ci)) },
        },
      },
    ],
  }
}

function subjectOf(project: string, { org, branch, origin }: CircleCi): string {
  const start = `org/${org}/project/${project}/user/*`
  if (branch === undefined && origin === undefined) return start
  return `${start}/vcs-origin/${literal(origin)}/vcs-ref/${branch === undefined ? '*' : `refs/heads/${literal(branch)}`}`
}

/** `*`, `?` and `${` mean something to IAM, in a name they are themselves. */
function literal(name: string | undefined): string {
  return name === undefined ? '*' : name.replace(/\$|\*|\?/g, (character) => `\${${character}}`)
}
