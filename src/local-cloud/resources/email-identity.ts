import { addIdentity, identitiesOf } from '../services/ses/identities.ts'
import type { ResourceHandler } from '../types.ts'
import { ResourceFailure } from '../types.ts'
import { textOf } from './properties.ts'

/** AWS::SES::EmailIdentity: an address or domain, verified at once. */
export const emailIdentity: ResourceHandler = {
  async create(request, world) {
    const name = textOf(request.properties, 'EmailIdentity')
    if (name === undefined) throw new ResourceFailure('Model validation failed (#: required key [EmailIdentity] not found)')
    if (identitiesOf(world).get(name.toLowerCase()) !== undefined) throw new ResourceFailure(`Email identity ${name} already exists.`)
    const { identity, token } = await addIdentity(world, name)
    const dkim = [1, 2, 3].flatMap((index) => [
      [`DkimDNSTokenName${index}`, `${token.slice(index)}._domainkey.${identity}`] as const,
      [`DkimDNSTokenValue${index}`, `${token.slice(index)}.dkim.amazonses.com`] as const,
    ])
    return { physicalId: name, attributes: Object.fromEntries(dkim) }
  },

  async delete(physicalId, _request, world) {
    await identitiesOf(world).remove(physicalId.toLowerCase())
  },
}
