/** Pure: the shell lines of a script in package.json, with those that npm runs before and after it. */
export function npmScriptLines(packageJson: string, name: string): string[] {
  let scripts: unknown
  try {
    scripts = (JSON.parse(packageJson) as { scripts?: unknown }).scripts
  } catch {
    return []
  }
  if (typeof scripts !== 'object' || scripts === null) return []
  const table = new Map<string, unknown>(Object.entries(scripts))
  return [`pre${name}`, name, `post${name}`].map((key) => table.get(key)).filter((line) => typeof line === 'string')
}

/** Pure: the recipe of a target (of the first one where none is named), and of what it needs. */
export function makeRecipe(makefile: string, target: string | undefined): string {
  const rules = parseRules(makefile)
  const first = [...rules.keys()].find((name) => !name.startsWith('.'))
  const lines: string[] = []
  const waiting = [target ?? first ?? '']
  const seen = new Set<string>()
  for (const name of waiting) {
    const rule = rules.get(name)
    if (rule === undefined || seen.has(name)) continue
    seen.add(name)
    lines.push(...rule.recipe)
    waiting.push(...rule.needs)
  }
  return lines.join('\n')
}

function parseRules(makefile: string): Map<string, { needs: string[]; recipe: string[] }> {
  const rules = new Map<string, { needs: string[]; recipe: string[] }>()
  let open: { needs: string[]; recipe: string[] }[] = []
  for (const line of makefile.replaceAll('\\\n', ' ').split('\n')) {
    const recipe = /^\t[@+-]*(.*)$/.exec(line)?.[1]
    if (recipe !== undefined) for (const rule of open) rule.recipe.push(recipe)
    const rule = recipe === undefined ? /^([^\s:=#][^:=#]*?)\s*::?(?!=)\s*([^;#]*)(?:;(.*))?/.exec(line) : null
    if (rule === null) continue
    const [, names = '', needs = '', inline] = rule
    open = names.split(/\s+/).map((name) => {
      const made = rules.get(name) ?? { needs: [], recipe: [] }
      made.needs.push(...needs.split(/\s+/).filter((need) => need !== '' && need !== '|'))
      if (inline !== undefined) made.recipe.push(inline)
      rules.set(name, made)
      return made
    })
  }
  return rules
}

/** Pure: whether a Python file defines the DAG of that id. */
export function definesDag(source: string, id: string): boolean {
  if (!/\bdag\b/i.test(source)) return false
  const escaped = id.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(String.raw`(['"])${escaped}\1|@dag\b[\s\S]{0,2000}?\bdef\s+${escaped}\s*\(`).test(source)
}
