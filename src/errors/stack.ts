import type { Catalogue } from './entry.ts'

export const stackErrors = {} satisfies Catalogue
