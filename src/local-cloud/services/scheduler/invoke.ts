import type { JsonValue } from '../../../production/json.ts'
import type { World } from '../../types.ts'

/**
 * Calls what a schedule points at. The universal target `…:aws-sdk:cloudformation:deleteStack` is called through the
 * local cloud's own endpoint, as EventBridge Scheduler calls AWS; other targets have nothing here to receive them. False
 * where it is to be tried again.
 */
export async function invokeTarget(world: World, target: JsonValue | undefined): Promise<boolean> {
  const { Arn: arn, Input: input } = toMap(target)
  if (typeof arn !== 'string' || !/:aws-sdk:cloudformation:deleteStack$/i.test(arn)) return true
  const fields = Object.entries(toMap(JSON.parse(String(input ?? '{}')))).filter(([, value]) => typeof value === 'string')
  const body = new URLSearchParams({ Action: 'DeleteStack', Version: '2010-05-15', ...Object.fromEntries(fields) })
  const credential = `scheduler/20000101/${world.region}/cloudformation/aws4_request`
  const answer = await fetch(world.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
    },
    body,
  })
  const text = await answer.text()
  return answer.status < 500 && !/<Code>Throttl/.test(text)
}

function toMap(value: JsonValue | undefined): Record<string, JsonValue> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
