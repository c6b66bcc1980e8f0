// Works out the answers on the visitor's own device. The server asks the first question; once somebody begins to answer it, the rules and the program that
// applies them are fetched, and from then on no form is sent. Where they cannot run, the page says so before anything is sent to the server.
'use strict'
const at = '/explore/'
const makers = {} // by language: (address, form, today) => HTML
let program // (words, lang) => maker
let ready = false
let sendInstead = false

const room = () => document.getElementById('explorer')
const shown = () => room().dataset.lang

// maker comes with the program the first time, later with the words of another language.
function maker(lang) {
  makers[lang] ??= made(lang)
  return makers[lang]
}

async function made(lang) {
  program ??= start()
  const [make, words] = await Promise.all([program, fetched('words/' + lang).then(r => r.text())])
  const maker = make(words, lang)
  if (typeof maker !== 'function') throw new Error(maker)
  ready = true
  return maker
}

async function start() {
  await script(at + 'wasm_exec.js')
  const go = new Go()
  const [code, rules] = await Promise.all([fetched('explorer.wasm').then(r => r.arrayBuffer()), fetched('packs.law').then(r => r.arrayBuffer())])
  const { instance } = await WebAssembly.instantiate(code, go.importObject)
  go.run(instance)
  const packs = new Uint8Array(rules)
  return (words, lang) => globalThis.sallyportExplorer(packs, words, lang)
}

async function fetched(name) {
  const response = await fetch(at + name)
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

// say puts a text where the visitor was looking.
function say(kind, text, near) {
  document.getElementById('saying')?.remove()
  const p = document.createElement('p')
  p.id = 'saying'
  p.className = kind
  p.setAttribute('role', 'status')
  p.textContent = text
  const place = near?.closest('section, form') ?? room()
  place.append(p)
}

document.addEventListener('change', event => {
  if (event.target.form?.id === 'answers') maker(shown()).catch(() => {})
})

document.addEventListener('submit', event => {
  const form = event.target
  if (!room().contains(form)) return
  const posted = form.method === 'post'
  if (posted && sendInstead) return
  const answers = document.getElementById('answers')
  if (!posted && !(answers && ready)) return // a new place with no answer given yet: the server's to show
  event.preventDefault()
  const button = event.submitter
  const body = new URLSearchParams(posted ? new FormData(form, button) : kept(answers))
  const address = posted ? new URL(button?.hasAttribute('formaction') ? button.formAction : form.action).search : '?' + new URLSearchParams(new FormData(form))
  answer(address, body, button ?? form)
})

// kept are the answers alone.
function kept(answers) {
  return [...new FormData(answers)].filter(([name]) => name === 'a')
}

async function answer(address, body, by) {
  const lang = new URLSearchParams(address).get('lang') || shown()
  let make
  if (!ready) say('small', room().dataset.loading, by)
  try {
    make = await maker(lang)
    if (lang !== shown()) await turn(address)
  } catch (error) {
    console.warn(error)
    sendInstead = true
    say('problem', room().dataset.failed, by)
    return
  }
  room().innerHTML = make(address.slice(1), body.toString(), today())
  if (address !== location.search) history.pushState(null, '', '/explore' + address)
  look(by)
}

// turn takes the frame in another language from the server, which is told the address alone.
async function turn(address) {
  const response = await fetch('/explore' + address)
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`)
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  document.title = page.title
  document.documentElement.lang = page.documentElement.lang
  document.documentElement.dir = page.documentElement.dir
  document.body.replaceWith(page.body)
}

// look moves the focus to what is new: the next question, what is shown beside, or else the answer.
function look(by) {
  const asked = by.name === 'say' || by.form?.id === 'langs' || document.getElementById('wrong')
  const wanted = asked ? 'question' : by.name === 'beside' && by.value ? 'beside' : 'outcome'
  const seen = document.getElementById(wanted) ?? document.getElementById('outcome') ?? room().querySelector('h1')
  seen.tabIndex = -1
  seen.focus()
}

// Going back to another place asks the server again: answers are kept nowhere.
addEventListener('popstate', () => location.reload())
