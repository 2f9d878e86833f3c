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
for (const [target, wrap] of [[dns, false], [dns.promises, true]]) {
  for (const name of ['resolve4', 'resolve']) {
    const ask = target[name]
    target[name] = function (host, ...rest) {
      const address = led(host)
      const other = typeof rest[0] === 'string' && rest[0] !== 'A'
      if (address === undefined || other) return ask.call(target, host, ...rest)
      if (wrap) return Promise.resolve([address])
      process.nextTick(rest.at(-1), null, [address])
    }
  }
}
`
}
