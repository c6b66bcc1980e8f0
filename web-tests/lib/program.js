// Runs the program that is tested, as a person would: the built binary, its own ports, a folder that is removed afterwards.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const binary = process.env.SALLYPORT ?? path.resolve(import.meta.dirname, '../../.ci/bin/sallyport')

// start runs a command and resolves once `ready`, a pattern, is found in what it prints. stop() ends it.
export async function start(args, ready, limit = 300_000) {
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const found = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${limit} ms: ${said}`)), limit)
    const hear = text => {
      said += text
      const match = said.match(ready)
      if (match) { clearTimeout(timer); resolve(match) }
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('exit', code => { clearTimeout(timer); reject(new Error(`ended with ${code}: ${said}`)) })
    child.on('error', reject)
  })
  const ended = new Promise(resolve => child.on('exit', resolve))
  const stop = async () => { child.kill('SIGTERM'); await ended }
  return { match: await found, said: () => said, stop }
}

// folder makes an empty folder; remove() removes it.
export async function folder() {
  const dir = await mkdtemp(path.join(tmpdir(), 'sallyport-web-'))
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}
