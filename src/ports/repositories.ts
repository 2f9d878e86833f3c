/** ECR repositories, as far as they have to be empty before CloudFormation can delete them. */
export interface Repositories {
  /** Deletes every image; returns how many. No such repository is an empty one. */
  empty(name: string): Promise<number>
  /** The repository's tags; undefined where there is no such repository. */
  tags(name: string): Promise<Record<string, string> | undefined>
}
