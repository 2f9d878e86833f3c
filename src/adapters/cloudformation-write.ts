import type { CreateStackInput, DeploymentConfig, UpdateStackInput } from '@aws-sdk/client-cloudformation'
import { fail } from '../errors.ts'
import type { CreateStackRequest, DeploymentMode, StackWriter, UpdateStackRequest } from '../ports/stacks.ts'
import type { CloudFormation } from './cloudformation-client.ts'
import { isNoStack } from './cloudformation-read.ts'

/** The calls that change stacks. */
export function createStackWriter(connect: () => Promise<CloudFormation>): StackWriter {
  return {
    async create(request) {
      const { sdk, client, aws } = await connect()
      const command = new sdk.CreateStackCommand(toInput(request))
      const answer = await aws.find('cloudformation:CreateStack', () => client.send(command), isTaken)
      if (answer?.StackId === undefined) throw fail('stack.already_exists', { stack: request.name })
      return { arn: answer.StackId }
    },
    async update(request) {
      const { sdk, client, aws } = await connect()
      const command = new sdk.UpdateStackCommand(toUpdateInput(request))
      return (await aws.find('cloudformation:UpdateStack', () => client.send(command), isUpToDate)) !== undefined
    },
    async delete(arn, options) {
      const { sdk, client, aws } = await connect()
      const retained = options.retain === undefined || options.retain.length === 0 ? {} : { RetainResources: [...options.retain] }
      const command = new sdk.DeleteStackCommand({
        StackName: arn,
        ClientRequestToken: options.token,
        ...retained,
        ...(options.mode === 'EXPRESS' ? { DeploymentConfig: { Mode: 'EXPRESS' as const } } : {}),
      })
      await aws.find('cloudformation:DeleteStack', () => client.send(command), isNoStack)
    },
    async setTerminationProtection(arn, enabled) {
      const { sdk, client, aws } = await connect()
      const command = new sdk.UpdateTerminationProtectionCommand({ StackName: arn, EnableTerminationProtection: enabled })
      await aws.call('cloudformation:UpdateTerminationProtection', () => client.send(command))
    },
  }
}

function toInput(request: CreateStackRequest): CreateStackInput {
  return {
    StackName: request.name,
    ...templateOf(request),
    Parameters: Object.entries(request.parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Tags: toTags(request.tags),
    Capabilities: [...request.capabilities] as NonNullable<CreateStackInput['Capabilities']>,
    ClientRequestToken: request.token,
    ...failurePolicy(request),
    ...(request.roleArn === undefined ? {} : { RoleARN: request.roleArn }),
  }
}

function toUpdateInput(request: UpdateStackRequest): UpdateStackInput {
  return {
    StackName: request.arn,
    ...(request.template === undefined ? { UsePreviousTemplate: true } : templateOf(request)),
    Parameters: request.parameters.map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
    ...(request.tags === undefined ? {} : { Tags: toTags(request.tags) }),
    Capabilities: [...request.capabilities] as NonNullable<UpdateStackInput['Capabilities']>,
    ClientRequestToken: request.token,
    ...(request.mode === 'EXPRESS' ? { DeploymentConfig: express } : { DisableRollback: request.rollback !== true }),
  }
}

function templateOf({ template, templateUrl }: { template?: string; templateUrl?: string }) {
  return templateUrl === undefined ? { TemplateBody: template } : { TemplateURL: templateUrl }
}

/** CloudFormation wants what becomes of a failure said once: in express mode as part of the deployment. */
function failurePolicy({ mode, onFailure }: { mode?: DeploymentMode; onFailure: 'DO_NOTHING' | 'DELETE' }) {
  return mode === 'EXPRESS' ? { DeploymentConfig: express } : { OnFailure: onFailure }
}

const express: DeploymentConfig = { Mode: 'EXPRESS', DisableRollback: true }

function toTags(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

function isUpToDate({ code, message }: { code: string; message: string }): boolean {
  return code === 'ValidationError' && /no updates are to be performed/i.test(message)
}

/** The token of an operation that has ended counts as taken too: the caller looks at the stack, and asks with a new one. */
function isTaken({ code }: { code: string }): boolean {
  return ['AlreadyExistsException', 'TokenAlreadyExistsException'].includes(code)
}
