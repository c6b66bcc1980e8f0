// A trial that runs as `sallyport serve` runs it, with the cases that web-tests/world makes, and its invented people.
import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { folder, start } from './program.js'
import { visitor } from './browser.js'

const root = path.resolve(import.meta.dirname, '../..')

// serveWorld makes the world and serves it: of cases, or, of another kind, one that web-tests/world names. ids has each case's reference, by its name.
export async function serveWorld(port, ...kind) {
  const home = await folder()
  const dir = path.join(home.dir, 'trial')
  const [command, ...args] = process.env.WORLD ? [process.env.WORLD] : ['go', 'run', './web-tests/world']
  const said = execFileSync(command, [...args, dir, ...kind], { cwd: root, encoding: 'utf8' })
  const ids = Object.fromEntries(said.trim().split('\n').map(line => line.split(' ')))
  const config = path.join(home.dir, 'trial.yaml')
  await writeFile(config, `dir: ${dir}\nport: ${port}\njails: [{place: us-oh/franklin, ori: OHFRTRY01}]\n`)
  const program = await start(['serve', '--config', config], /pages are served.*[\s\S]*pages are served/)
  return { ids, hub: `https://hub.localhost:${port}`, stop: async () => { await program.stop(); await home.remove() } }
}

// person is somebody's browser who has signed in at a node, and whose passkey checks them.
export async function person(browser, origin, name, options) {
  const who = await visitor(browser, origin, options)
  await who.page.goto(`${origin}/sign-in`)
  await who.page.getByRole('link', { name }).click()
  await who.page.waitForURL(url => url.origin === origin)
  await who.page.getByRole('banner').getByRole('button', { name: 'Sign out' }).waitFor()
  who.complaints.length = 0 // the provider is another host
  const session = await who.page.context().newCDPSession(who.page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
  } })
  return who
}
