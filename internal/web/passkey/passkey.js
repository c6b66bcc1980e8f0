// Adds a passkey, and signs with one what the server says is to be signed. Without it a form says that this act needs it.
'use strict'

const toBytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0))
const toText = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

// ask sends JSON and returns the answer's; a problem becomes an error with its words.
async function ask(path, body) {
  const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  const said = await answer.json().catch(() => ({}))
  if (!answer.ok) throw new Error(said.detail ?? `${path}: ${answer.status}`)
  return said
}

// written is a passkey's answer as JSON (WebAuthn 5.1, toJSON, which not every browser has).
function written(credential) {
  const response = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = toText(credential.response[name])
  }
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response, clientExtensionResults: {} })
}

const described = list => (list ?? []).map(one => ({ ...one, id: toBytes(one.id) }))

async function sign(act, subject, content) {
  const { publicKey } = await ask('/passkey/sign/begin', JSON.stringify({ act, case: subject, content }))
  publicKey.challenge = toBytes(publicKey.challenge)
  publicKey.allowCredentials = described(publicKey.allowCredentials)
  return written(await navigator.credentials.get({ publicKey }))
}

// add makes a passkey; a further one takes a signature of one that is there.
async function add() {
  const who = await (await fetch('/sign-in/who')).json()
  const signed = who.passkeys > 0 ? await sign('add a passkey', '', '') : ''
  const { publicKey } = await ask('/passkey/add/begin', signed)
  publicKey.challenge = toBytes(publicKey.challenge)
  publicKey.user.id = toBytes(publicKey.user.id)
  publicKey.excludeCredentials = described(publicKey.excludeCredentials)
  await ask('/passkey/add/finish', written(await navigator.credentials.create({ publicKey })))
}

// said is an error in words for the person.
function said(error) {
  return error.name === 'NotAllowedError' ? 'The passkey did not answer, or was not asked long enough. Nothing was signed; try again.' : error.message
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const status = form.querySelector('[role=status]')
  const during = async what => {
    const buttons = [...form.querySelectorAll('button')]
    status.textContent = 'Your passkey is being asked …'
    for (const b of buttons) b.disabled = true
    try { await what() } catch (error) { status.textContent = said(error) }
    for (const b of buttons) b.disabled = false
  }
  form.addEventListener('submit', event => {
    event.preventDefault()
    during(async () => {
      if (form.dataset.passkey === 'add' || event.submitter?.value === 'add') {
        await add()
        status.textContent = 'The passkey was added.'
        return
      }
      const answer = await sign(form.dataset.act, form.dataset.case, form.dataset.content)
      form.elements.signature.value = toText(new TextEncoder().encode(answer))
      form.submit()
    })
  })
  for (const button of form.querySelectorAll('button[disabled]')) button.disabled = false
}
