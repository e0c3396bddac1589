// What a page that is measured observes of itself, as `bench`.

const FRAME_MS = 16 // the shortest event that a browser tells of

window.bench = {lcp: 0, cls: 0, worst: 0, pressed: 0}
const watch = (type, each, more) =>
  new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({type, buffered: true, ...more})
watch("largest-contentful-paint", (entry) => { bench.lcp = entry.startTime })
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) bench.cls += entry.value })
watch("event", (entry) => { if (entry.interactionId) bench.worst = Math.max(bench.worst, entry.duration) },
  {durationThreshold: FRAME_MS})
addEventListener("click", (event) => { bench.pressed = event.timeStamp }, {capture: true})

// Resolves with the milliseconds since the last press, once what it opens has been painted.
bench.seen = (selector) => new Promise((done) => {
  const look = () => document.querySelector(selector)
    ? requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - bench.pressed)))
    : requestAnimationFrame(look)
  look()
})

// Resolves with the milliseconds between so many frames, at each of which something was done.
bench.frames = (step, count) => new Promise((done) => {
  const taken = []
  let last
  const frame = (at) => {
    if (last !== undefined) taken.push(at - last)
    last = at
    if (taken.length === count) return done(taken)
    step(taken.length)
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
})
