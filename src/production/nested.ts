/** The resource type whose resources are stacks of their own. */
export const nestedType = 'AWS::CloudFormation::Stack'

/** Splits `Stack/LogicalId`, where the stack may be nested and have slashes in its own name; no stack for a plain logical id. */
export function splitName(name: string): { stack: string | undefined; logicalId: string } {
  const at = name.lastIndexOf('/')
  return at < 0 ? { stack: undefined, logicalId: name } : { stack: name.slice(0, at), logicalId: name.slice(at + 1) }
}
