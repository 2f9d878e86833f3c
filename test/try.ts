import { startSmallCompany } from './support/small-company.ts'
import { startHelper } from './support/run-helper.ts'
const c = await startSmallCompany({ timeScale: 0.004 })
console.time('r')
await c.trouble(JSON.parse(process.argv[2]!))
const { child, end } = startHelper(['rehearse'], { folder: c.checkout, environment: c.environment(process.argv[3]) })
setTimeout(() => child.kill('SIGKILL'), 40000)
child.stderr?.pipe(process.stdout)
const e = await end
console.timeEnd('r')
console.log(e.exitCode)
console.log(await (await fetch(c.cloud.endpoint + '/_local/calls')).text())
await c.trouble()
for (const s of await c.stacks()) console.log(s.StackName, s.StackStatus)
await c.close()
process.exit()
