import type { Catalogue } from './entry.ts'

export const storeErrors = {} satisfies Catalogue
