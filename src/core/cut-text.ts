/** A text's beginning, of at most `length` characters as JavaScript counts them. Never ends with half of one, which no encoding can hold. */
export function cutText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}
