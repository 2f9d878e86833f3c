/** The revisions of the checkout: git, read-only. What is written goes into folders that are named for it. */
export interface Revisions {
  /** The checked-out revision; undefined outside a git checkout. */
  current(): Promise<Revision | undefined>
  /** The commit where the checkout left `ref`; undefined where git knows no such ref or no common commit. */
  mergeBase(ref: string): Promise<string | undefined>
  /** Relative paths of the working directory's files, tracked ones and others that are not ignored; undefined outside a git checkout. */
  files(): Promise<string[] | undefined>
  /** Writes the files of the working directory's subtree, as they were at `sha`, into `folder`. */
  exportTo(sha: string, folder: string): Promise<void>
  /** Writes all files of the work tree that holds the working directory into `folder`. Returns the working directory's place there. */
  writeTree(folder: string, source: TreeSource): Promise<string>
  /**
   * Makes `folder`, from `writeTree`, a repository of its own, with the checked-out commit for its HEAD and no changes, whatever
   * is in it. Nothing outside a git checkout.
   */
  makeRepository(folder: string): Promise<void>
}

/** Files as they were at a revision, or as they are now but for those that git ignores or that are in the folder `without`. */
export type TreeSource = { sha: string } | { sha?: undefined; without: string }

export interface Revision {
  sha: string
  branch?: string
  /** First line of the commit message. */
  subject: string
}
