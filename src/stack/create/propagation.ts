/** How services say that what was made a moment ago is not known everywhere yet: roles, their policies, keys' grants. */
const patterns: readonly RegExp[] = [
  /access ?denied|not authorized|unauthorized|forbidden/i,
  /cannot be assumed|unable to assume|not able to assume|could not assume|failed to assume/i,
  /invalid (iam )?instance profile|iamInstanceProfile\.(name|arn)/i,
  /invalid principal|principal .*(invalid|not exist)/i,
  /role .*(does not exist|not found|is invalid|not valid|cannot be found)|NoSuchEntity/i,
  /does not have (permission|sufficient)|insufficient (permission|privilege)|lacks? permission/i,
]

/** Who was refused, where the reason names somebody; of a session the role alone. */
const caller = /:assumed-role\/([\w+=,.@-]+)|:(?:role|user)\/([\w+=,.@/-]+)/

/**
 * Whether a reason of CloudFormation's may only mean that a role, a policy or a grant made in the replica a moment ago is
 * not in force yet. One that names somebody else as refused, such as the role that CI uses, is meant as it stands.
 */
export function isPropagation(reason: string, replicaId: string): boolean {
  if (!patterns.some((pattern) => pattern.test(reason))) return false
  const [, session, other] = caller.exec(reason) ?? []
  const refused = session ?? other
  return refused === undefined || refused.includes(replicaId)
}
