import type { JsonValue } from '../../../production/json.ts'
import type { World } from '../../types.ts'

type Options = Readonly<Record<string, JsonValue>>

const sets = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
}

/**
 * The password that GetRandomPassword and GenerateSecretString make: PasswordLength (32), Exclude…, IncludeSpace,
 * RequireEachIncludedType (true). Throws RangeError where nothing is left to choose from or the length is out of bounds.
 */
export function generatePassword(options: Options, world: Pick<World, 'entropy'>): string {
  const length = Number(options.PasswordLength ?? 32)
  if (!Number.isInteger(length) || length < 1 || length > 4096) throw new RangeError('The password length must be between 1 and 4096.')
  const groups = allowedGroups(options)
  const all = groups.join('')
  if (all === '') throw new RangeError('The password would have no characters to be made from.')
  const required = isSet(options.RequireEachIncludedType ?? true) ? groups.slice(0, length) : []
  const characters = [...required, ...Array.from({ length: length - required.length }, () => all)].map((group) => pick(group, world))
  return shuffle(characters, world).join('')
}

/** The secret's text: the password alone, or, with SecretStringTemplate, that JSON with it at GenerateStringKey. */
export function generateSecretString(options: Options, world: Pick<World, 'entropy'>): string {
  const password = generatePassword(options, world)
  const { SecretStringTemplate: template, GenerateStringKey: key } = options
  if (typeof template !== 'string' || typeof key !== 'string') return password
  return JSON.stringify({ ...(JSON.parse(template) as object), [key]: password })
}

function allowedGroups(options: Options): string[] {
  const excluded = new Set(typeof options.ExcludeCharacters === 'string' ? options.ExcludeCharacters : '')
  const groups = [
    isSet(options.ExcludeLowercase) ? '' : sets.lower,
    isSet(options.ExcludeUppercase) ? '' : sets.upper,
    isSet(options.ExcludeNumbers) ? '' : sets.digits,
    isSet(options.ExcludePunctuation) ? '' : sets.punctuation,
    isSet(options.IncludeSpace) ? ' ' : '',
  ]
  return groups.map((group) => [...group].filter((character) => !excluded.has(character)).join('')).filter((group) => group !== '')
}

function isSet(value: JsonValue | undefined): boolean {
  return value === true || value === 'true'
}

function pick(group: string, world: Pick<World, 'entropy'>): string {
  return group.charAt(randomBelow(group.length, world))
}

function shuffle(characters: string[], world: Pick<World, 'entropy'>): string[] {
  const left = [...characters]
  return characters.map(() => left.splice(randomBelow(left.length, world), 1)[0] ?? '')
}

/** Six bytes for bounds of a few thousand: the bias is below one in ten thousand millions. */
function randomBelow(bound: number, world: Pick<World, 'entropy'>): number {
  return Number.parseInt(world.entropy.hex(6), 16) % bound
}
