import { fail } from '../errors.ts'
import type { Sender } from '../notify/send.ts'
import type { Ports } from '../ports/index.ts'
import type { SmtpMailer } from '../ports/smtp.ts'
import { parseAddress } from '../report/address.ts'
import type { SmtpSpec } from '../spec/types.ts'
import type { Run } from './run.ts'

/** What sends the mail: the SMTP server that replica.yml names, or else SES, as whoever has that duty. */
export async function openPost(run: Run): Promise<Sender> {
  const { smtp } = run.spec.notify
  return smtp === undefined ? (await run.cloud('notify')).mailer : openSmtp(smtp, run.ports)
}

/** The SMTP server of replica.yml, with the login that the environment holds. Its calls throw `notify.smtp_*`. */
export function openSmtp(spec: SmtpSpec, ports: Pick<Ports, 'smtp' | 'environment' | 'output'>): SmtpMailer {
  // Only when it is called: what is wrong with the login is then told like any refusal, after the mail was kept.
  const open = (): SmtpMailer => {
    const { host, port, tls } = spec
    return ports.smtp({ host, port, tls, ...loginOf(spec, ports) })
  }
  const bare = (address: string): string => parseAddress(address).address
  return {
    send: async ({ from, to, raw }) => await open().send({ from: bare(from), to: to.map(bare), raw }),
    verify: async () => await open().verify(),
  }
}

function loginOf({ login }: SmtpSpec, { environment, output }: Pick<Ports, 'environment' | 'output'>) {
  if (login === undefined) return {}
  const variables = [login.userVariable, login.passwordVariable]
  const [user = '', password = ''] = variables.map((name) => environment[name])
  if (user === '' || password === '') throw fail('notify.smtp_no_login', { variables: variables.filter((name) => !environment[name]) })
  output.hide(password)
  return { login: { user, password } }
}
