/**
 * Pure: files as migration tools run them: by the numbers in their names, so that `V2` and `2_` come before `V10` and
 * `10_`; Flyway's repeatable ones last.
 */
export function inNaturalOrder(files: readonly string[]): string[] {
  return [...files].sort(compareFiles)
}

/** Whether a file only leads back: `*.down.sql`, `down.sql`, Flyway's `U1__…`. */
export function leadsBack(file: string): boolean {
  const name = baseOf(file)
  return /(?:^|[._-])down\.sql$/i.test(name) || /^U\d[\w.]*__/.test(name)
}

/** Whether Flyway runs a file again after each edit: `R__…`. */
export function isRepeatable(file: string): boolean {
  return baseOf(file).startsWith('R__')
}

function compareFiles(one: string, other: string): number {
  const repeatable = Number(isRepeatable(one)) - Number(isRepeatable(other))
  if (repeatable !== 0) return repeatable
  const [folder, otherFolder] = [folderOf(one), folderOf(other)]
  if (folder !== otherFolder) return compareParts(partsOf(folder), partsOf(otherFolder))
  const [version, otherVersion] = [versionOf(one), versionOf(other)]
  const byVersion = version === undefined || otherVersion === undefined ? 0 : compareParts(version, otherVersion)
  return byVersion !== 0 ? byVersion : compareParts(partsOf(baseOf(one)), partsOf(baseOf(other)))
}

function baseOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1)
}

/** The numbers that a name begins with: `V1_2__add.sql` → 1, 2; `0003_add.sql` → 3. */
function versionOf(file: string): string[] | undefined {
  const flyway = /^[VB](\d+(?:[._]\d+)*)__/.exec(baseOf(file))?.[1]
  const plain = /^\d+(?:\.\d+)*(?=\D|$)/.exec(baseOf(file))?.[0]
  return (flyway ?? plain)?.split(/[._]/)
}

/** `a10_b` → a, 10, _b */
function partsOf(name: string): string[] {
  return name.match(/\d+|\D+/g) ?? []
}

function compareParts(one: readonly string[], other: readonly string[]): number {
  for (const [at, part] of one.entries()) {
    const rival = other[at]
    if (rival === undefined) return 1
    const order = comparePart(part, rival)
    if (order !== 0) return order
  }
  return one.length - other.length
}

/** Numbers by value, however long; all else by code. */
function comparePart(one: string, other: string): number {
  if (/^\d+$/.test(one) && /^\d+$/.test(other)) {
    const [number, rival] = [BigInt(one), BigInt(other)]
    return number < rival ? -1 : number > rival ? 1 : 0
  }
  return one < other ? -1 : one > other ? 1 : 0
}
