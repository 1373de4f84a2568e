// How new work is noticed by somebody who looks elsewhere: two soft notes, and a number before the page's title.
const KEY = 'interlude attention'
const NOTES = [{ hertz: 660, at: 0 }, { hertz: 880, at: 0.14 }]
const LOUDNESS = 0.06
const NOTE_SECONDS = 0.32

/** Whether people want it; kept in this browser. On unless they turned it off. */
export function isAttentionOn(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

/** Turns it on or off. */
export function setAttention(isOn: boolean): void {
  try {
    localStorage.setItem(KEY, isOn ? 'on' : 'off')
  } catch {
    // Then it is so until the page is left.
  }
}

/** Plays the notes, where the browser lets a page that was used before do so. */
export function chime(): void {
  if (!navigator.userActivation.hasBeenActive) return
  const audio = new AudioContext()
  for (const { hertz, at } of NOTES) {
    const note = new OscillatorNode(audio, { frequency: hertz, type: 'sine' })
    const level = new GainNode(audio, { gain: 0 })
    const begin = audio.currentTime + at
    level.gain.setValueAtTime(0, begin)
    level.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02)
    level.gain.exponentialRampToValueAtTime(0.0001, begin + NOTE_SECONDS)
    note.connect(level).connect(audio.destination)
    note.start(begin)
    note.stop(begin + NOTE_SECONDS)
  }
  setTimeout(() => void audio.close(), 1_000)
}

/** The title with so many new before it; 0 takes the number away again. */
export function badge(count: number): void {
  const title = document.title.replace(/^\(\d+\) /, '')
  document.title = count > 0 ? `(${count}) ${title}` : title
}
