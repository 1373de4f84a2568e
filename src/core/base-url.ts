// Addresses that pages begin with, as administrators give them.

/** The address without slashes at its end; null where it isn't an http or https address, or has a query, fragment or password. */
export function baseUrlOf(text: string): string | null {
  const parts = /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i.exec(text)
  return parts === null || text.length > 2000 ? null : text.replace(/\/+$/, '')
}
