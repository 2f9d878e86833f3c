import type { PolicyDocument, Statement } from './types.ts'

/** Characters of a managed policy; white space is not counted. */
const limit = 6144

/**
 * Puts statements into as few documents as their order allows, none above 6,144 characters; a statement that is longer by
 * itself is parted by its actions. Statements without actions are left out.
 */
export function toDocuments(statements: readonly Statement[]): PolicyDocument[] {
  const documents: PolicyDocument[] = []
  for (const statement of statements.filter((each) => each.Action?.length !== 0).flatMap((each) => part(each, each.Sid))) {
    const last = documents.at(-1)
    if (last !== undefined && sizeOf([...last.Statement, statement]) <= limit) last.Statement.push(statement)
    else documents.push({ Version: '2012-10-17', Statement: [statement] })
  }
  return documents
}

/** Characters of a document with these statements, without white space. */
function sizeOf(Statement: readonly Statement[]): number {
  return JSON.stringify({ Version: '2012-10-17', Statement }).replaceAll(/\s/g, '').length
}

function part(statement: Statement, sid: string): Statement[] {
  const { Action } = statement
  if (sizeOf([statement]) <= limit || Action === undefined || Action.length < 2) return [statement]
  const middle = Math.ceil(Action.length / 2)
  return [Action.slice(0, middle), Action.slice(middle)].flatMap((half, index) =>
    part({ ...statement, Sid: `${sid}${index + 1}`, Action: half }, `${sid}${index + 1}`),
  )
}
