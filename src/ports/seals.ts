/** Texts that only one reader can open. */
export interface Seals {
  /** A pair for one reader. Both are text; what is sealed for the public one opens with the private one alone. */
  makeKeys(): SealKeys
  /** Throws where `publicKey` is none. */
  seal(text: string, publicKey: string): Uint8Array
  /** Throws where it was sealed for another, or changed on its way. */
  open(sealed: Uint8Array, privateKey: string): string
}

export interface SealKeys {
  publicKey: string
  privateKey: string
}
