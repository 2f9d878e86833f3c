import type { Catalogue } from './entry.ts'

export const productionErrors = {} satisfies Catalogue
