/** A file that Node loads before a script (`--require`): names are looked up through it, in threads and children too. */
export function nodeHook(addresses: Readonly<Record<string, string>>): string {
  return `'use strict'
const dns = require('node:dns')
const addresses = ${JSON.stringify(addresses)}
const led = (name) => addresses[String(name).toLowerCase().replace(/\\.$/, '')]
const lookup = dns.lookup
dns.lookup = function (name, options, callback) {
  const address = led(name)
  if (address === undefined) return lookup.apply(dns, arguments)
  const done = typeof options === 'function' ? options : callback
  const all = typeof options === 'object' && options !== null && options.all
  process.nextTick(done, null, all ? [{ address, family: 4 }] : address, ...(all ? [] : [4]))
  return {}
}
const promised = dns.promises.lookup
dns.promises.lookup = async function (name, options) {
  const address = led(name)
  if (address === undefined) return promised.apply(dns.promises, arguments)
  return options && options.all ? [{ address, family: 4 }] : { address, family: 4 }
}
require('node:module').syncBuiltinESMExports()
`
}
