import { changed, leftOut, type Rule } from '../decide/rule.ts'

/** Functions that take nothing away from production and that nobody outside can call. */
export const lambdaRules: readonly Rule[] = [
  changed('function-unreserved', 'shrunk', 'it takes no concurrency away from production', {
    'Lambda::Function': { unset: ['ReservedConcurrentExecutions', 'CapacityProviderConfig'] },
    'Lambda::Version': { unset: ['ProvisionedConcurrencyConfig', 'CodeSha256'] },
    'Lambda::Alias': { unset: ['ProvisionedConcurrencyConfig'] },
  }),
  {
    name: 'function-address-left-out',
    types: ['AWS::Lambda::Url'],
    decide: ({ Properties }, { foldText }) =>
      foldText(Properties.AuthType) === 'AWS_IAM' ? undefined : { kind: 'dropped', reason: 'anybody could call it' },
  },
  {
    name: 'open-permission-left-out',
    types: ['AWS::Lambda::Permission'],
    decide: ({ Properties }, { foldText, account }) => {
      const principal = foldText(Properties.Principal) ?? ''
      const isOther = /^\d{12}$/.test(principal) && principal !== account
      const isOpen = principal === '*' || foldText(Properties.FunctionUrlAuthType) === 'NONE'
      return isOther || isOpen ? { kind: 'dropped', reason: 'it let anybody, or another account, call a function' } : undefined
    },
  },
  leftOut('layer-permission-left-out', 'it gives a layer to other accounts', ['Lambda::LayerVersionPermission']),
]
