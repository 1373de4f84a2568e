// Ids as the API gives them out, for flows that hand one to an outside system.

/** The API's global id of a row: `Type:id` in base64, opaque to clients. */
export function globalId(type: string, id: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(`${type}:${id}`)))
}
