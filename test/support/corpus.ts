import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Every template below the folder that PROD_REPLICA_CORPUS names, in order; those of our examples where it names none. */
export function templatesBelow(folder: string = process.env.PROD_REPLICA_CORPUS ?? 'examples/new-vision/production'): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.(ya?ml|json|template)$/.test(entry.name))
  return files.map((entry) => join(entry.parentPath, entry.name)).sort()
}
