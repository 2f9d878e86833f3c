/** Whom the calls of one cloud are made as. Without any role: whoever the SDK's standard chain finds. */
export interface Access {
  /** ARN of the role that is taken first. */
  role?: string
  /** CI's own token, which is exchanged for `role`; without one the role is assumed with the credentials that are found. */
  token?: WebToken
  /** ARN of a role that is assumed with the credentials of the first: the one that reads production. */
  next?: string
  /** 2 to 64 letters, digits and `_=,.@-`: it stands in CloudTrail and in the session's ARN. */
  sessionName: string
  /** Session tags of every AssumeRole. What AssumeRoleWithWebIdentity tags is in the token, and not ours to say. */
  tags: Readonly<Record<string, string>>
}

/** A signed statement of CI about the job. Never printed, stored or put in an error. */
export interface WebToken {
  value: string
  /** Whom it is for. */
  audience?: string
  expiresAt?: Date
}
