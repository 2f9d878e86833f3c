export { attachLocalCloud } from './attach.ts'
export { parseSettings } from './faults/settings.ts'
export { startStandalone } from './postgres/standalone.ts'
export { startLocalCloud } from './start.ts'
