import { GetCommandInvocationCommand, SendCommandCommand, SSMClient } from '@aws-sdk/client-ssm'

/** Where a local cloud answers. */
interface Access {
  endpoint: string
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** Runs a script on a host through Systems Manager, and gives what it printed. */
export async function runOnHost({ endpoint }: Access, InstanceId: string, script: string): Promise<string> {
  const ssm = new SSMClient({ endpoint, region: 'us-east-1', credentials })
  try {
    const request = { DocumentName: 'AWS-RunShellScript', InstanceIds: [InstanceId], Parameters: { commands: [script] } }
    const { Command } = await ssm.send(new SendCommandCommand(request))
    for (;;) {
      const found = await ssm.send(new GetCommandInvocationCommand({ CommandId: Command?.CommandId ?? '', InstanceId }))
      if (found.Status !== 'InProgress') return found.StandardOutputContent || found.StandardErrorContent || ''
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  } finally {
    ssm.destroy()
  }
}

/** Switches a host off for good, with whatever runs on it. */
export async function terminate({ endpoint }: Access, instanceId: string): Promise<void> {
  const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ec2/aws4_request', 'content-type': form }
  const answer = await fetch(endpoint, { method: 'POST', headers, body: `Action=TerminateInstances&InstanceId.1=${instanceId}` })
  if (!answer.ok) throw new Error(await answer.text())
}

const form = 'application/x-www-form-urlencoded'
