import type { PolicyDocument, RolePolicies } from '../derive/policy/types.ts'

/** The policies for people: what each role is for, what its statements say, and the documents to paste into IAM. */
export function formatPolicies(policies: RolePolicies): string {
  const sections = [
    formatRole('provisioning', 'makes the replica: plan, provision-replica, run-integration', policies.provisioning),
    formatRole('teardown', 'deletes the replica: teardown', policies.teardown),
    formatRole('notify', 'sends the mail: notify', policies.notify),
    formatUnknown(policies.unknownTypes),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

/** IAM lets a role have ten managed policies until one asks for more. */
const usualPolicies = 10

function formatRole(role: string, purpose: string, documents: readonly PolicyDocument[]): string {
  const count = documents.length === 1 ? 'one policy' : `${documents.length} policies`
  const many = documents.length > usualPolicies ? [`  A role takes ${usualPolicies} policies; ask AWS to raise that quota.`] : []
  const texts = documents.map((document, index) => `  ${role} ${index + 1} of ${documents.length}\n${JSON.stringify(document, null, 2)}`)
  return [`${role}: ${purpose} (${count})`, ...many, ...texts].join('\n\n')
}

function formatUnknown(types: readonly string[]): string {
  if (types.length === 0) return ''
  return `Not known is which actions CloudFormation needs for: ${types.join(', ')}. Add them by hand.`
}
