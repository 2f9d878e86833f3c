import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

interface SpecEntity {
  cloudFormationType: string
  arnTemplate?: string
}

/** By resource type, the ARN template that npm's @aws-cdk/aws-service-spec has for it. `folder` is the unpacked package. */
export function loadArnTemplates(folder: string): Map<string, string> {
  const text = gunzipSync(readFileSync(join(folder, 'db.json.gz'))).toString('utf8')
  const { schema } = JSON.parse(text) as { schema: { resource: { entities: SpecEntity[] } } }
  const found = schema.resource.entities.flatMap(({ cloudFormationType, arnTemplate }) =>
    arnTemplate?.startsWith('arn:') ? [[cloudFormationType, arnTemplate] as const] : [],
  )
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}
