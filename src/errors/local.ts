import type { Catalogue } from './entry.ts'

export const localErrors = {} satisfies Catalogue
