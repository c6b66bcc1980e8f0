// Keeps a page's clocks running: how far away each deadline is, from what it was when the server made the page and from what has gone by since.
'use strict'

const began = Date.now()
const counted = (n, what) => n === 0 ? '' : n === 1 ? `1 ${what}` : `${n} ${what}s`

// span says a length as the server does.
function span(seconds) {
  let minutes = Math.floor(seconds / 60)
  if (minutes < 1) return 'less than a minute'
  const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24
  minutes %= 60
  if (days >= 3) return counted(days, 'day')
  const parts = days > 0 ? [counted(days, 'day'), counted(hours, 'hour')] : [counted(hours, 'hour'), counted(minutes, 'minute')]
  return parts.filter(part => part !== '').join(' ')
}

function tick() {
  const gone = Math.floor((Date.now() - began) / 1000)
  for (const clock of document.querySelectorAll('[data-left]')) {
    const left = clock.dataset.left - gone
    clock.textContent = left > 0 ? `(in ${span(left)})` : `over: ${span(-left)} ago`
    clock.className = left > 0 ? '' : 'outcome refused'
  }
}

tick()
setInterval(tick, 1000)
