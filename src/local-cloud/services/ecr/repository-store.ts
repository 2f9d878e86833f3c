import type { Table, World } from '../../types.ts'

/** An image of a repository: its manifest under its digest, and the tags that point at it. */
export interface ImageRecord {
  digest: string
  manifest: string
  mediaType: string
  tags: string[]
  pushedAt: string
}

/** Table `ecr-repositories`, by name. */
export interface RepositoryRecord {
  name: string
  arn: string
  images: ImageRecord[]
  tags: Record<string, string>
  createdAt: string
}

export function repositoriesOf(world: World): Table<RepositoryRecord> {
  return world.state.table<RepositoryRecord>('ecr-repositories')
}

/** Puts an empty repository into the account. */
export async function createRepository(world: World, name: string, tags: Record<string, string>): Promise<RepositoryRecord> {
  const arn = `arn:${world.partition}:ecr:${world.region}:${world.account}:repository/${name}`
  const record = { name, arn, images: [], tags, createdAt: world.clock.now().toISOString() }
  await repositoriesOf(world).put(name, record)
  return record
}

/** AWS's sentence for a repository that cannot be deleted. */
export function stillFull({ name }: RepositoryRecord, world: World): string {
  return `The repository with name '${name}' in registry with id '${world.account}' cannot be deleted because it still contains images`
}
