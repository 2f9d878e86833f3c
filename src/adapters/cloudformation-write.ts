import type { CreateStackInput } from '@aws-sdk/client-cloudformation'
import { fail } from '../errors.ts'
import type { CreateStackRequest, StackWriter } from '../ports/stacks.ts'
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
    async delete(arn, options) {
      const { sdk, client, aws } = await connect()
      const retained = options.retain === undefined || options.retain.length === 0 ? {} : { RetainResources: [...options.retain] }
      const mode = options.express === true ? { DeploymentConfig: { Mode: sdk.DeploymentConfigMode.EXPRESS } } : {}
      const command = new sdk.DeleteStackCommand({ StackName: arn, ClientRequestToken: options.token, ...retained, ...mode })
      await aws.find('cloudformation:DeleteStack', () => client.send(command), isNoStack)
    },
    async retag(stack, { token, tags }) {
      const { sdk, client, aws } = await connect()
      const command = new sdk.UpdateStackCommand({
        StackName: stack.arn,
        UsePreviousTemplate: true,
        Parameters: Object.keys(stack.parameters).map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true })),
        Capabilities: [...(stack.capabilities ?? [])] as NonNullable<CreateStackInput['Capabilities']>,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        ClientRequestToken: token,
      })
      return (await aws.find('cloudformation:UpdateStack', () => client.send(command), isNoUpdate)) !== undefined
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
    ...(request.templateUrl === undefined ? { TemplateBody: request.template } : { TemplateURL: request.templateUrl }),
    Parameters: Object.entries(request.parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    Tags: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })),
    Capabilities: [...request.capabilities] as NonNullable<CreateStackInput['Capabilities']>,
    ClientRequestToken: request.token,
    OnFailure: request.onFailure,
    ...(request.roleArn === undefined ? {} : { RoleARN: request.roleArn }),
  }
}

/** CloudFormation's way to say that a stack is as it should be already, told apart by its text only. */
function isNoUpdate({ code, message }: { code: string; message: string }): boolean {
  return code === 'ValidationError' && /No updates are to be performed/.test(message)
}

/** The token of an operation that has ended counts as taken too: the caller looks at the stack, and asks with a new one. */
function isTaken({ code }: { code: string }): boolean {
  return ['AlreadyExistsException', 'TokenAlreadyExistsException'].includes(code)
}
