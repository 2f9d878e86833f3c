import { changed, leftOut, type Outcome, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'

/** Users, roles and keys: what only production’s people have stays with them. */
export const identityRules: readonly Rule[] = [
  leftOut('identity-left-out', 'an account has one of it: a second would replace production’s, and deleting it would turn that off', [
    ...['IAM::OIDCProvider', 'IAM::SAMLProvider', 'IAM::ServiceLinkedRole', 'IAM::AccountAlias', 'IAM::VirtualMFADevice'],
  ]),
  leftOut('key-left-out', 'it is a key that could leak', ['IAM::AccessKey', 'IAM::ServerCertificate', 'IAM::SSHPublicKey']),
  changed('user-without-password', 'disabled', 'nobody can sign in as it', { 'IAM::User': { unset: ['LoginProfile'] } }),
  leftOut('copied-key-left-out', 'it has the same secret as production’s key in another region', [
    'KMS::ReplicaKey',
    'PaymentCryptography::*',
  ]),
  changed('key-short-lived', 'shrunk', 'it is gone 7 days after the replica, which is the shortest that AWS allows', {
    'KMS::Key': { set: { PendingWindowInDays: 7 } },
  }),
  changed('user-pool-silent', 'disabled', 'it can be deleted, and sends no mail and no text messages', {
    'Cognito::UserPool': {
      replace: { DeletionProtection: 'INACTIVE', MfaConfiguration: 'OFF' },
      unset: ['EmailConfiguration', 'SmsConfiguration', 'EnabledMfas', 'AutoVerifiedAttributes', 'UserAttributeUpdateSettings'],
    },
    'Cognito::UserPoolUser': { set: { MessageAction: 'SUPPRESS' }, unset: ['DesiredDeliveryMediums', 'ForceAliasCreation'] },
    'Cognito::UserPoolRiskConfigurationAttachment': { unset: ['AccountTakeoverRiskConfiguration.NotifyConfiguration'] },
  }),
  leftOut('region-left-out', 'it spans regions, which a replica does not', [
    'Cognito::UserPoolReplica',
    'Cognito::UserPoolRegionalConfiguration*',
  ]),
  { name: 'sign-in-name-left-out', types: ['AWS::Cognito::UserPoolDomain'], decide: ownDomain },
]

function ownDomain({ Properties }: Subject, _: RuleContext): Outcome | undefined {
  if (Properties.CustomDomainConfig === undefined) return undefined
  return { kind: 'dropped', reason: 'the name belongs to production' }
}
