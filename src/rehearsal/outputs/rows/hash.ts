/** A hash in two halves of 32 bits: summed up over rows, it does not mind their order. */
export interface Halves {
  low: number
  high: number
}

/** The hash of a column's name, from which its cells' hashes start. */
export function seedOf(name: string): Halves {
  const halves = { low: 0x2545f491, high: 0x6c8e9cf5 }
  addText(halves, name)
  return halves
}

/** The hash of one cell of a column. Sums of floating-point numbers are taken to 15 digits: the rest moves from run to run. */
export function hashCell(cell: string | null, seed: Halves): Halves {
  const halves = { low: seed.low, high: seed.high ^ (cell === null ? 0x9e3779b9 : 0) }
  if (cell !== null) addText(halves, steadyText(cell))
  return finish(halves)
}

/** Spreads what a sum has gathered, so that sums of rows tell which cells stood together. */
export function finish(halves: Halves): Halves {
  const low = spread(halves.low ^ (halves.high >>> 13), 0x85ebca6b)
  return { low, high: spread(halves.high ^ low, 0xc2b2ae35) }
}

/** Adds to a sum, each half modulo 2^32. */
export function addTo(sum: Halves, more: Halves): void {
  sum.low = (sum.low + more.low) >>> 0
  sum.high = (sum.high + more.high) >>> 0
}

export function isEqual(one: Halves, other: Halves): boolean {
  return one.low === other.low && one.high === other.high
}

const longNumber = /^-?\d*\.\d+(?:e[+-]?\d+)?$|^-?\d+e[+-]?\d+$/i

/** A number as 15 digits say it; any other text as it is. */
export function steadyText(cell: string): string {
  if (cell.length < 16 || cell.length > 25 || !longNumber.test(cell)) return cell
  return String(Number(Number(cell).toPrecision(15)))
}

function addText(halves: Halves, text: string): void {
  let { low, high } = halves
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ (code + (low >>> 15)), 0x5bd1e995)
  }
  halves.low = low
  halves.high = high
}

function spread(value: number, factor: number): number {
  const mixed = Math.imul(value ^ (value >>> 16), factor)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
