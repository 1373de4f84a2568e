// The few pictures that the components use; drawn in the text's own colour, and unseen by screen readers.
import { html, svg, type TemplateResult } from 'lit'

const PATHS = {
  warning: svg`<path d="M8 1.8 15 14H1L8 1.8Z"/><path d="M8 6.3v3.4M8 11.8v.1"/>`,
  check: svg`<path d="m2.5 8.5 3.7 3.7 7.3-8"/>`,
  more: svg`<circle cx="3" cy="8" r=".8"/><circle cx="8" cy="8" r=".8"/><circle cx="13" cy="8" r=".8"/>`,
  up: svg`<path d="M8 13V3M4 7l4-4 4 4"/>`,
  down: svg`<path d="M8 3v10M4 9l4 4 4-4"/>`,
  person: svg`<circle cx="8" cy="5" r="2.8"/><path d="M2.5 14c.6-3.2 2.7-4.6 5.5-4.6s4.9 1.4 5.5 4.6"/>`,
  gear: svg`<circle cx="8" cy="8" r="2.3"/><path d="M8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4"/>`,
  clock: svg`<circle cx="8" cy="8" r="6.3"/><path d="M8 4.3V8l2.5 1.8"/>`,
  cross: svg`<path d="m3.5 3.5 9 9M12.5 3.5l-9 9"/>`,
  pause: svg`<path d="M5.5 3v10M10.5 3v10"/>`,
  mail: svg`<path d="M1.5 3.5h13v9h-13zM1.5 4l6.5 5 6.5-5"/>`,
  bell: svg`<path d="M3 11.5h10l-1.3-1.8V6.8a3.7 3.7 0 0 0-7.4 0v2.9L3 11.5ZM6.6 13.8a1.5 1.5 0 0 0 2.8 0"/>`,
  back: svg`<path d="M13 8H3M7 4 3 8l4 4"/>`,
} as const

/** The names of the pictures. */
export type IconName = keyof typeof PATHS

/** A picture, as high as the text beside it. */
export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${PATHS[name]}</svg>`
}
