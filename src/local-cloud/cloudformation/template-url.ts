import type { Service, World } from '../types.ts'
import { invalid } from './invalid.ts'

/** Reads templates by URL from the local cloud's own S3: an address of ours, or one of Amazon's. */
export function createTemplateReader(s3: Service | undefined, world: World): (url: string) => Promise<string> {
  return async (url) => {
    const path = objectPath(url, world)
    if (path === undefined || s3 === undefined) throw invalid('TemplateURL must be a supported URL.')
    const request = { method: 'GET', path, query: new URLSearchParams(), headers: {}, body: Buffer.alloc(0) }
    const answer = await s3.handle(request, world)
    if (answer.status === 200) return String(answer.body ?? '')
    const hint = answer.status === 404 ? 'The specified key does not exist.' : 'Access Denied'
    throw invalid(`S3 error: ${hint}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`)
  }
}

/** `/bucket/key`, still percent-encoded. */
function objectPath(url: string, { endpoint }: World): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { origin, hostname, pathname } = new URL(url)
  if (origin === endpoint || origin === endpoint.replace('127.0.0.1', 'localhost')) return pathname
  if (/^s3([.-][a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(hostname)) return pathname
  const bucket = /^(.+)\.s3([.-][a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.exec(hostname)?.[1]
  return bucket === undefined ? undefined : `/${bucket}${pathname}`
}
