import type { Catalogue } from './entry.ts'

export const notifyErrors = {} satisfies Catalogue
