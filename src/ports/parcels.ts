/** Folders on their way from one machine to another, as one compressed file. */
export interface Parcels {
  /**
   * Packs these files of a folder, by their relative paths (all of them without `paths`); what is not there is left out. Links are packed as links. Throws
   * `parcel.link_outside`, `parcel.too_large`.
   */
  pack(folder: string, paths?: readonly string[]): Promise<Parcel>
  /** Writes them into a folder, which is made. Throws `parcel.damaged`, also where a path would lead out of it. */
  unpack(content: Uint8Array, folder: string): Promise<void>
  /** One file alone, as gzip has it. */
  compress(content: Uint8Array): Promise<Uint8Array>
}

export interface Parcel {
  content: Uint8Array
  files: number
}
