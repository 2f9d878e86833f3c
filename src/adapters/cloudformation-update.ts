import type { UpdateStackInput } from '@aws-sdk/client-cloudformation'
import type { StackUpdater, UpdateStackRequest } from '../ports/stack-updates.ts'
import type { ClientConfig } from './client-config.ts'
import { connectCloudFormation } from './cloudformation-client.ts'

/** UpdateStack. That there is nothing to update is CloudFormation's error, and our answer. */
export function createStackUpdater(config: ClientConfig): StackUpdater {
  const connect = connectCloudFormation(config)
  return {
    async update(request) {
      const { sdk, client, aws } = await connect()
      const command = new sdk.UpdateStackCommand(toInput(request))
      const answer = await aws.find('cloudformation:UpdateStack', () => client.send(command), isNothingToDo)
      return answer === undefined ? 'unchanged' : 'started'
    },
  }
}

function toInput({ arn, template, templateUrl, tags, capabilities, token }: UpdateStackRequest): UpdateStackInput {
  return {
    StackName: arn,
    ...(templateUrl === undefined ? { TemplateBody: template } : { TemplateURL: templateUrl }),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    Capabilities: [...capabilities] as NonNullable<UpdateStackInput['Capabilities']>,
    ClientRequestToken: token,
  }
}

function isNothingToDo({ code, message }: { code: string; message: string }): boolean {
  return code === 'ValidationError' && /no updates are to be performed/i.test(message)
}
