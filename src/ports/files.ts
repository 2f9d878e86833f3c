/** The file system. Relative paths are taken from the working directory that the adapter was made with. */
export interface Files {
  /** The text of a file, or undefined where there is no such file. Any other failure throws. */
  readText(path: string): Promise<string | undefined>
  /** The bytes of a file, or undefined where there is no such file. */
  readBytes(path: string): Promise<Uint8Array | undefined>
  /** Writes a file whole (through a temporary name and a rename), making its folders. */
  write(path: string, content: string | Uint8Array, options?: { mode?: number }): Promise<void>
  /** Adds text to the end of a file, making it and its folders. */
  append(path: string, text: string): Promise<void>
  /** Whether a file or folder is there. */
  exists(path: string): Promise<boolean>
  /** What is at a path, links followed: where it really is, absolute; undefined where there is nothing. */
  inspect(path: string): Promise<{ path: string; kind: 'file' | 'folder' | 'other'; bytes: number } | undefined>
  /** Paths of the files that match a pattern (`*`, `**`, `?`), relative to `folder`, sorted by name. */
  glob(pattern: string, folder: string): Promise<string[]>
  /** Removes a file or a whole folder; nothing there is not an error. */
  remove(path: string): Promise<void>
  /** A text that moves whenever the file is written; undefined where there is no such file. */
  mark(path: string): Promise<string | undefined>
  /** The bytes of a file, piece by piece. Throws where there is no such file. */
  stream(path: string): AsyncIterable<Uint8Array>
  /** Copies one file, making folders on the way; its blocks are shared where the file system can. */
  copy(from: string, to: string): Promise<void>
  /** Makes `path` lead to `target`. */
  link(target: string, path: string): Promise<void>
  /** Makes a folder and its parents. */
  makeFolder(path: string): Promise<void>
}
