// The format "url", as ajv-formats has it, in a pattern that can be matched in linear time: without lookaheads, and with a
// user's name and password as one. Theirs takes seconds for "http://a:a:a:…" of 100,000 characters.
import { linearPattern } from './linear-pattern.ts'

const OCTET = '(?:1?\\d{1,2}|2[0-4]\\d|25[0-5])'
const LAST_OCTET = '(?:[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-4])'
// Addresses anybody can reach: not 10, 127, 169.254, 172.16 to 172.31 and 192.168.
const NETWORK = [
  `(?:[1-9]|1[1-9]|[2-9]\\d|1[013458]\\d|12[0-689]|16[0-8]|17[013-9]|19[013-9]|2[01]\\d|22[0-3])\\.${OCTET}`,
  '169\\.(?:1?\\d{1,2}|2[0-4]\\d|25[0-35])',
  '172\\.(?:\\d|0\\d|1[0-5]|3[2-9]|[4-9]\\d|1\\d\\d|2[0-4]\\d|25[0-5])',
  '192\\.(?:\\d{1,2}|1[0-57-9]\\d|16[0-79]|2[0-4]\\d|25[0-5])',
].join('|')
const LETTER = 'a-zA-Z\\u00a1-\\uffff'
const LABEL = `(?:[${LETTER}0-9]+-)*[${LETTER}0-9]+`
const SCHEME = '(?:[hH][tT][tT][pP][sS]?|[fF][tT][pP])'
const HOST = `(?:(?:${NETWORK})\\.${OCTET}\\.${LAST_OCTET}|${LABEL}(?:\\.${LABEL})*\\.[${LETTER}]{2,})`

/** Whether a text is an address of the web or of a file server. */
export const isUrl: (text: string) => boolean = linearPattern(`^${SCHEME}://(?:\\S+@)?${HOST}(?::\\d{2,5})?(?:/\\S*)?$`).test
