// One mail's content in its two forms. Both say the same; everything in the HTML form is escaped, and it loads nothing.

/** What a mail says, before it has a form. Paragraphs may hold line breaks. */
export type MailLayout = {
  subject: string
  greeting: string | null
  paragraphs: readonly string[]
  facts: readonly { label: string; value: string }[]
  link: { url: string; label: string; isValid: boolean } | null
  note: string | null
  footer: string
}

/** The mail as plain text, lines as long as they come. */
export function asText(mail: MailLayout): string {
  const parts = [
    ...(mail.greeting === null ? [] : [mail.greeting]),
    ...mail.paragraphs,
    ...(mail.facts.length === 0 ? [] : [mail.facts.map(({ label, value }) => `${label}: ${value}`).join('\n')]),
    ...(mail.link === null ? [] : [`${mail.link.label}: ${mail.link.url}`]),
    ...(mail.note === null ? [] : [mail.note]),
    `-- \n${mail.footer}`,
  ]
  return `${parts.join('\n\n')}\n`
}

/** The mail as an HTML page: one column, styles in place, readable without them. */
export function asHtml(mail: MailLayout): string {
  const paragraph = (text: string, style = 'margin:0 0 14px') => `<p style="${style}">${escapeHtml(text).replaceAll(/\r?\n/g, '<br>')}</p>`
  const facts = mail.facts.map(({ label, value }) =>
    `<tr><td style="padding:3px 14px 3px 0;color:#6b7280;vertical-align:top;white-space:nowrap">${escapeHtml(label)}</td><td style="padding:3px 0">${escapeHtml(value).replaceAll(/\r?\n/g, '<br>')}</td></tr>`)
  const body = [
    ...(mail.greeting === null ? [] : [paragraph(mail.greeting)]),
    ...mail.paragraphs.map((text) => paragraph(text)),
    ...(facts.length === 0 ? [] : [`<table role="presentation" style="border-collapse:collapse;margin:0 0 18px;font-size:14px">${facts.join('')}</table>`]),
    ...(mail.link === null ? [] : [linkHtml(mail.link)]),
    ...(mail.note === null ? [] : [paragraph(mail.note, 'margin:0 0 14px;font-size:14px;color:#6b7280')]),
  ]
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(mail.subject)}</title></head>`
    + '<body style="margin:0;padding:24px 12px;background:#f3f4f6;font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;color:#111827">'
    + '<div style="max-width:560px;margin:0 auto;padding:28px 32px 18px;background:#fff;border:1px solid #e5e7eb;border-radius:10px">'
    + `<h1 style="margin:0 0 18px;font-size:20px;line-height:1.3">${escapeHtml(mail.subject)}</h1>${body.join('')}</div>`
    + `<p style="max-width:560px;margin:14px auto 0;font-size:12px;color:#6b7280;text-align:center">${escapeHtml(mail.footer)}</p></body></html>\n`
}

/** Text as it may stand in HTML, in elements and in attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!)
}

const ENTITIES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

// Only a link that leads somewhere for this reader looks like a button.
function linkHtml(link: { url: string; label: string; isValid: boolean }): string {
  const url = escapeHtml(link.url)
  if (!link.isValid) return `<p style="margin:0 0 14px;font-size:14px">${escapeHtml(link.label)}: <a href="${url}" style="color:#6b7280;overflow-wrap:anywhere">${url}</a></p>`
  return `<p style="margin:6px 0 20px"><a href="${url}" style="display:inline-block;padding:10px 20px;background:#1d4ed8;color:#fff;border-radius:6px;text-decoration:none;font-weight:600">${escapeHtml(link.label)}</a></p>`
    + `<p style="margin:0 0 14px;font-size:12px;color:#6b7280;overflow-wrap:anywhere">${url}</p>`
}
