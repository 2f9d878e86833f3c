/** The revisions of the checkout: git, read-only but for `exportTo`, which writes outside the work tree's tracked files. */
export interface Revisions {
  /** The checked-out revision; undefined outside a git checkout. */
  current(): Promise<Revision | undefined>
  /** The commit where the checkout left `ref`; undefined where git knows no such ref or no common commit. */
  mergeBase(ref: string): Promise<string | undefined>
  /** Relative paths of the working directory's files, tracked ones and others that are not ignored; undefined outside a git checkout. */
  files(): Promise<string[] | undefined>
  /** Writes the files of the working directory's subtree, as they were at `sha`, into `folder`. */
  exportTo(sha: string, folder: string): Promise<void>
  /** Writes the working directory's files as they are now into `folder`, but for those that git ignores or that are in `without`. */
  copyTo(folder: string, without: string): Promise<void>
}

export interface Revision {
  sha: string
  branch?: string
  /** First line of the commit message. */
  subject: string
}
