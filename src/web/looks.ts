// The looks that all components share. What a page may set are the properties named --interlude-…; the rest follows from
// them and from the page's `color-scheme`.
import { css } from 'lit'

/** The shared style sheet. */
export const looks = css`
  :host {
    --_accent: var(--interlude-accent, light-dark(#2f54d0, #93adff));
    --_on-accent: var(--interlude-on-accent, light-dark(#ffffff, #0d1530));
    --_ground: var(--interlude-background, light-dark(#ffffff, #191b21));
    --_raised: var(--interlude-raised, light-dark(#f5f6f9, #23262e));
    --_text: var(--interlude-text, light-dark(#1b1e27, #eceef3));
    --_quiet: var(--interlude-text-quiet, light-dark(#585e6d, #a7adbb));
    --_line: var(--interlude-line, light-dark(#dfe2e9, #363a45));
    --_edge: light-dark(#8a909e, #7b8190);
    --_bad: var(--interlude-bad, light-dark(#b3261e, #ff9d94));
    --_warn: var(--interlude-warn, light-dark(#8a5300, #f3bf62));
    --_good: var(--interlude-good, light-dark(#1a6e3c, #7ed6a0));
    --_radius: var(--interlude-radius, 10px);
    --_gap: var(--interlude-gap, 12px);
    display: block;
    position: relative;
    color: var(--_text);
    background: var(--_ground);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    font: var(--interlude-font, 400 0.9375rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif);
    text-align: start;
    overflow-wrap: anywhere;
    container-type: inline-size;
  }
  :host([hidden]) { display: none; }
  *, *::before, *::after { box-sizing: border-box; }
  h2, h3, p, ul, ol, dl, dd, fieldset { margin: 0; padding: 0; }
  fieldset { border: 0; min-width: 0; }
  legend { padding: 0; }
  ul, ol { list-style: none; }
  interlude-screen-flow, interlude-ask-first { border: 0; border-radius: 0; background: none; }
  h2 { font-size: 1.0625rem; line-height: 1.35; font-weight: 650; }
  h3 { font-size: 0.9375rem; line-height: 1.4; font-weight: 600; }
  a { color: var(--_accent); }
  .quiet { color: var(--_quiet); }
  .small { font-size: 0.8125rem; }
  .number { font-variant-numeric: tabular-nums; white-space: nowrap; }
  .row.small { gap: 1px 8px; }
  .visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .icon { width: 1em; height: 1em; flex: none; vertical-align: -0.125em; }

  .header { display: flex; flex-wrap: wrap; align-items: center; gap: 6px var(--_gap); min-height: 49px; padding: 7px 16px; border-bottom: 1px solid var(--_line); }
  .header h2 { flex: 1 1 auto; }
  .body { padding: 16px; }
  .row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
  .grow { flex: 1 1 0; min-width: 0; }

  button, .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-height: 36px; padding: 6px 14px;
    font: inherit; font-weight: 550; line-height: 1.2; color: var(--_text); background: var(--_ground);
    border: 1px solid var(--_edge); border-radius: calc(var(--_radius) * 0.7); cursor: pointer; text-decoration: none; overflow-wrap: break-word;
  }
  button:hover:not(:disabled, [aria-disabled='true']) { background: var(--_raised); }
  button.primary { color: var(--_on-accent); background: var(--_accent); border-color: var(--_accent); }
  button.primary:hover:not(:disabled, [aria-disabled='true']) { background: color-mix(in oklab, var(--_accent) 88%, var(--_text)); }
  button.danger { color: var(--_bad); border-color: currentColor; }
  button.plain { border-color: transparent; background: none; color: inherit; }
  button.icon-only { width: 36px; padding: 0; }
  .header button { min-height: 32px; }
  .header button.icon-only { width: 32px; }
  button:is(:disabled, [aria-disabled='true']) { opacity: 0.55; cursor: default; }
  :is(button, input, select, textarea, a, summary, [tabindex]):focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; }

  input:not([type='checkbox'], [type='radio']), select, textarea {
    width: 100%; min-height: 38px; padding: 7px 10px; font: inherit; color: inherit; background: var(--_ground);
    border: 1px solid var(--_edge); border-radius: calc(var(--_radius) * 0.6);
  }
  textarea { min-height: 88px; resize: vertical; }
  input[type='checkbox'], input[type='radio'] { width: 18px; height: 18px; margin: 0; flex: none; accent-color: var(--_accent); }
  [aria-invalid='true'] { border-color: var(--_bad) !important; }

  .badge {
    display: inline-flex; align-items: center; gap: 4px; padding: 1px 8px; border-radius: 99px; font-size: 0.75rem; line-height: 1.5; font-weight: 600;
    white-space: nowrap; color: var(--_quiet); background: var(--_raised);
  }
  .badge.good { color: var(--_good); background: color-mix(in oklab, var(--_good) 12%, var(--_ground)); }
  .badge.bad { color: var(--_bad); background: color-mix(in oklab, var(--_bad) 11%, var(--_ground)); }
  .badge.warn { color: var(--_warn); background: color-mix(in oklab, var(--_warn) 13%, var(--_ground)); }
  .badge.busy { color: var(--_accent); background: color-mix(in oklab, var(--_accent) 11%, var(--_ground)); }

  .cards > li { display: flex; flex-wrap: wrap; align-items: center; gap: 8px var(--_gap); padding: 12px 16px; }
  .cards > li + li { border-top: 1px solid var(--_line); }
  .cards .grow { flex: 1 1 200px; }
  .cards .title { font-weight: 600; }

  .empty { padding: 28px 16px; text-align: center; color: var(--_quiet); }
  .fault, .note { display: flex; align-items: flex-start; gap: 8px; margin: 12px 16px; padding: 10px 12px; border-radius: calc(var(--_radius) * 0.7); }
  .fault { color: var(--_bad); background: color-mix(in oklab, var(--_bad) 9%, var(--_ground)); }
  .note { color: var(--_text); background: var(--_raised); }
  .fault .icon, .note .icon { margin-top: 0.25em; }
  .reconnecting { display: flex; align-items: center; gap: 8px; padding: 6px 16px; font-size: 0.8125rem; color: var(--_warn); background: color-mix(in oklab, var(--_warn) 10%, var(--_ground)); }
  .reconnecting i { width: 8px; height: 8px; border-radius: 50%; background: currentColor; animation: breathe 1.2s ease-in-out infinite alternate; }
  .loading { padding: 18px 16px; display: grid; gap: 10px; }
  .loading i { height: 14px; border-radius: 6px; background: var(--_raised); animation: breathe 0.9s ease-in-out infinite alternate; }
  .loading i:nth-of-type(2) { width: 80%; }
  .loading i:nth-of-type(3) { width: 55%; }
  @keyframes breathe { from { opacity: 1; } to { opacity: 0.35; } }
  @media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; } }

  table { width: 100%; border-collapse: collapse; }
  th, td { padding: 9px 12px; text-align: start; vertical-align: top; border-bottom: 1px solid var(--_line); }
  th, td { overflow-wrap: break-word; }
  :is(th, td):first-child { padding-inline-start: 16px; }
  :is(th, td):last-child { padding-inline-end: 16px; }
  td time { white-space: nowrap; }
  tbody tr:last-child > * { border-bottom: 0; }
  th { font-weight: 600; font-size: 0.8125rem; color: var(--_quiet); white-space: nowrap; }
  .more { padding: 10px 16px; border-top: 1px solid var(--_line); }
  .pages { display: flex; align-items: center; justify-content: space-between; gap: 8px; padding: 10px 16px; border-top: 1px solid var(--_line); }
  .scroll { position: relative; overflow-x: auto; }

  dialog {
    width: min(440px, calc(100vw - 32px)); padding: 20px; color: var(--_text); background: var(--_ground); border: 1px solid var(--_line); border-radius: calc(var(--_radius) * 1.2);
    box-shadow: 0 18px 60px rgb(0 0 0 / 0.28);
  }
  dialog::backdrop { background: rgb(10 12 18 / 0.45); }
  dialog form { display: grid; gap: 14px; }
  dialog .fault { margin: 0; }
  dialog .actions, .actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 8px; }
  label.field, .field { display: grid; gap: 4px; }
  .label { font-weight: 550; }
`
