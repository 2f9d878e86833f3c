import type { Catalogue } from './entry.ts'

export const deriveErrors = {} satisfies Catalogue
