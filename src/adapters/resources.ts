import type { ProgressEvent } from '@aws-sdk/client-cloudcontrol'
import { fail } from '../errors.ts'
import type { ResourceOutcome, Resources } from '../ports/resources.ts'
import { createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'

/** Cloud Control. What it does to a resource is what CloudFormation does, with the same permissions. */
export function createResources(config: ClientConfig): Resources {
  const aws = createCaller(config)
  const connect = once(async () => {
    const sdk = await import('@aws-sdk/client-cloudcontrol')
    return { sdk, client: new sdk.CloudControlClient(config) }
  })
  return {
    async read(type, id) {
      const { sdk, client } = await connect()
      const command = new sdk.GetResourceCommand({ TypeName: type, Identifier: id })
      const answer = await aws.find('cloudformation:GetResource', () => client.send(command), isAbsence)
      return answer === undefined ? undefined : parseProperties(answer.ResourceDescription?.Properties)
    },
    async change(type, id, patch) {
      const { sdk, client } = await connect()
      const command = new sdk.UpdateResourceCommand({ TypeName: type, Identifier: id, PatchDocument: JSON.stringify(patch) })
      const answer = await aws.call('cloudformation:UpdateResource', () => client.send(command))
      return tokenOf(answer.ProgressEvent, 'cloudformation:UpdateResource')
    },
    async remove(type, id) {
      const { sdk, client } = await connect()
      const command = new sdk.DeleteResourceCommand({ TypeName: type, Identifier: id })
      const answer = await aws.call('cloudformation:DeleteResource', () => client.send(command))
      return tokenOf(answer.ProgressEvent, 'cloudformation:DeleteResource')
    },
    async outcome(token) {
      const { sdk, client } = await connect()
      const command = new sdk.GetResourceRequestStatusCommand({ RequestToken: token })
      const answer = await aws.call('cloudformation:GetResourceRequestStatus', () => client.send(command))
      return toOutcome(answer.ProgressEvent)
    },
  }
}

function isAbsence({ code }: { code: string }): boolean {
  return code === 'ResourceNotFoundException'
}

function parseProperties(text: string | undefined): Record<string, unknown> {
  const value: unknown = JSON.parse(text ?? '{}')
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function tokenOf(progress: ProgressEvent | undefined, action: string): string {
  if (progress?.RequestToken !== undefined) return progress.RequestToken
  throw fail('cloud.call_failed', { action, code: 'NoRequestToken', reason: progress?.StatusMessage ?? 'the answer names no request' })
}

/** A resource that is gone by the time it is deleted is a success. */
function toOutcome(progress: ProgressEvent | undefined): ResourceOutcome {
  const { OperationStatus: status, ErrorCode: code, StatusMessage: reason } = progress ?? {}
  if (status === 'SUCCESS' || code === 'NotFound') return { kind: 'done' }
  if (status === 'FAILED' || status === 'CANCEL_COMPLETE') return { kind: 'failed', reason: reason ?? code ?? 'no reason given' }
  return { kind: 'running' }
}
