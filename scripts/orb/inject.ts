import { parse, parseDocument } from 'yaml'

/** The config with the packed orb written out under `orbs`, in place of the empty one that stands there. */
export function injectOrb(configText: string, name: string, orbText: string): string {
  const config = parseDocument(configText)
  if (!config.hasIn(['orbs', name])) throw new Error(`the config has no orb ${name} under orbs`)
  config.setIn(['orbs', name], config.createNode(parse(orbText), { aliasDuplicateObjects: false }))
  return config.toString({ lineWidth: 0 })
}
