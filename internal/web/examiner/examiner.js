// Sets an examiner's own marks on the prints in view, by keyboard or pointer, and writes them into the form, which is what is kept.
'use strict'

const field = document.querySelector('textarea[name^=marks-]')
const status = document.querySelector('.bench [role=status]')
const svg = (name, attributes) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}
const lines = () => field.value.split('\n').filter(line => line.trim() !== '')

for (const print of document.querySelectorAll('svg.print')) {
  const { side, finger } = print.dataset
  const { width, height } = print.viewBox.baseVal
  const marks = print.querySelector('.marks')
  const begins = `${finger} ${side} `
  let at = { x: Math.round(width / 2), y: Math.round(height / 2) }
  const cross = svg('path', { class: 'cross', visibility: 'hidden' })
  print.append(cross)

  const show = () => cross.setAttribute('d', `M${at.x - 12} ${at.y}h24M${at.x} ${at.y - 12}v24`)
  const draw = () => {
    marks.replaceChildren()
    lines().filter(line => line.startsWith(begins)).forEach((line, i) => {
      const [, , x, y] = line.split(' ').map(Number)
      const text = svg('text', { x: x + 12, y: y - 8 })
      text.textContent = i + 1
      marks.append(svg('circle', { cx: x, cy: y, r: 9 }), text)
    })
  }
  const set = () => {
    field.value = [...lines(), begins + `${at.x} ${at.y}`].join('\n')
    draw()
    status.textContent = `Mark ${marks.childElementCount / 2} on the ${side}'s print, ${at.x} across, ${at.y} down.`
  }
  const back = () => {
    const all = lines()
    const last = all.findLastIndex(line => line.startsWith(begins))
    if (last < 0) return
    all.splice(last, 1)
    field.value = all.join('\n')
    draw()
    status.textContent = `The last mark on the ${side}'s print was taken back.`
  }
  const keep = (value, most) => Math.max(0, Math.min(most - 1, Math.round(value)))
  const move = (x, y) => {
    at = { x: keep(at.x + x, width), y: keep(at.y + y, height) }
    show()
    status.textContent = `${at.x} across, ${at.y} down.`
  }
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

  print.setAttribute('role', 'application')
  print.setAttribute('tabindex', '0')
  print.setAttribute('aria-describedby', 'how')
  print.addEventListener('focus', () => { show(); cross.setAttribute('visibility', 'visible') })
  print.addEventListener('blur', () => cross.setAttribute('visibility', 'hidden'))
  print.addEventListener('keydown', event => {
    const way = ways[event.key]
    const step = event.shiftKey ? 25 : 3
    if (way) move(way[0] * step, way[1] * step)
    else if (event.key === 'Enter' || event.key === ' ') set()
    else if (event.key === 'Backspace' || event.key === 'Delete') back()
    else return
    event.preventDefault()
  })
  print.addEventListener('click', event => {
    const box = print.getBoundingClientRect()
    at = { x: keep((event.clientX - box.left) * width / box.width, width), y: keep((event.clientY - box.top) * height / box.height, height) }
    show()
    set()
  })
  field.addEventListener('input', draw)
}
