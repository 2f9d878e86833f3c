/** The name among `known` that a misspelt `found` most likely meant; undefined where none is close. */
export function nearest(found: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(found.length / 3))
  const ranked = known
    .map((name) => ({ name, distance: editDistance(found.toLowerCase(), name.toLowerCase()) }))
    .filter((each) => each.distance <= limit)
    .sort((one, other) => one.distance - other.distance)
  return ranked[0]?.name
}

/** Levenshtein's distance: how many letters are added, taken away or replaced. Long texts are cut at 100 letters. */
function editDistance(one: string, other: string): number {
  const [from, to] = [one.slice(0, 100), other.slice(0, 100)]
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) previous = nextRow(previous, row, from, to)
  return previous[to.length] ?? 0
}

function nextRow(previous: readonly number[], row: number, from: string, to: string): number[] {
  const current = [row]
  for (let column = 1; column <= to.length; column++) {
    const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
    current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1))
  }
  return current
}
