import type { Catalogue } from './entry.ts'

export const rehearsalErrors = {} satisfies Catalogue
