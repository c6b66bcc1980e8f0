// Works out the answers on the visitor's own device. The server asks the first question; once somebody begins to answer it, the rules and the program that
// applies them are fetched, and from then on no form is sent. Where they cannot run, the page says so before anything is sent to the server.
'use strict'
const room = document.getElementById('explorer')
const at = '/explore/'
let make // (address, form, today) => HTML, once it is here
let coming
let sendInstead = false

function load() {
  coming ??= fetchAll()
  return coming
}

async function fetchAll() {
  await script(at + 'wasm_exec.js')
  const go = new Go()
  const [program, packs, words] = await Promise.all([
    fetch(at + 'explorer.wasm').then(ok).then(r => r.arrayBuffer()),
    fetch(at + 'packs.law').then(ok).then(r => r.arrayBuffer()),
    fetch(at + 'words/' + room.dataset.lang).then(ok).then(r => r.text()),
  ])
  const { instance } = await WebAssembly.instantiate(program, go.importObject)
  go.run(instance)
  const made = globalThis.sallyportExplorer(new Uint8Array(packs), words, room.dataset.lang)
  if (typeof made !== 'function') throw new Error(made)
  make = made
}

function ok(response) {
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`)
  return response
}

function script(src) {
  return new Promise((resolve, reject) => {
    const s = document.createElement('script')
    s.src = src
    s.onload = resolve
    s.onerror = () => reject(new Error(`${src} was not read`))
    document.head.append(s)
  })
}

// today is the visitor's own day.
function today() {
  const d = new Date()
  return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`
}

function say(kind, text) {
  document.getElementById('saying')?.remove()
  const p = document.createElement('p')
  p.id = 'saying'
  p.className = kind
  p.setAttribute('role', 'status')
  p.textContent = text
  const place = document.getElementById('question')?.parentElement ?? room
  place.append(p)
}

room.addEventListener('change', event => {
  if (event.target.form?.id === 'answers') load().catch(() => {})
})

room.addEventListener('submit', event => {
  const form = event.target
  if (sendInstead && form.id === 'answers') return
  const answers = document.getElementById('answers')
  if (form.id === 'setting' && !(answers && make)) return // a new place with no answer given yet: the server's to show
  event.preventDefault()
  const button = event.submitter
  const body = new URLSearchParams(form.id === 'answers' ? new FormData(form, button) : kept(answers))
  const address = form.id === 'answers' ? new URL(button?.formAction || form.action).search : '?' + new URLSearchParams(new FormData(form))
  answer(address, body, button?.name)
})

// kept are the answers alone.
function kept(answers) {
  return [...new FormData(answers)].filter(([name]) => name === 'a')
}

async function answer(address, body, by) {
  if (!make) {
    say('small', room.dataset.loading)
    try { await load() } catch (error) {
      console.warn(error)
      sendInstead = true
      say('problem', room.dataset.failed)
      return
    }
  }
  room.innerHTML = make(address.replace(/^\?/, ''), body.toString(), today())
  if (address !== location.search) history.pushState(null, '', '/explore' + address)
  const next = document.getElementById('wrong') ? document.getElementById('question') : document.getElementById({ say: 'question', beside: 'beside' }[by] ?? 'outcome')
  const seen = next ?? document.getElementById('outcome') ?? room.querySelector('h1')
  seen.tabIndex = -1
  seen.focus()
}

// Going back to another place asks the server again: answers are kept nowhere.
addEventListener('popstate', () => location.reload())
