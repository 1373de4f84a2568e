// Results of a subscription on their way to sockets. One result object that many sockets get is serialized once, and made
// into WebSocket frames by copying: only the operation's id is each one's own.
import type { ExecutionResult } from 'graphql'
import { textOf } from './result-texts.ts'

/** An operation's id as it stands in messages: JSON, quotes included. */
export type QuotedId = string

/** A `next` message as text. */
export function nextMessage(id: QuotedId, payload: string): string {
  return `{"id":${id},"type":"next","payload":${payload}}`
}

// Results come to all their sockets one after the other.
let recent: { result: ExecutionResult; tail: Buffer } | null = null

/** A `next` message as a whole frame, for a result that may be others' too and must not change any more. Its text is made once for each result. */
export function nextFrame(id: QuotedId, result: ExecutionResult): Buffer {
  if (recent?.result !== result) recent = { result, tail: Buffer.from(`,"type":"next","payload":${textOf(result)}}`) }
  const { tail } = recent
  const idBytes = Buffer.byteLength(id)
  const length = HEAD.length + idBytes + tail.length
  const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(headerBytes + length)
  writeHeader(frame, length)
  frame.set(HEAD, headerBytes)
  frame.write(id, headerBytes + HEAD.length)
  frame.set(tail, headerBytes + HEAD.length + idBytes)
  return frame
}

const HEAD = Buffer.from('{"id":')
const WHOLE_TEXT = 0x81

// RFC 6455, 5.2: one whole text message, not masked as servers don't.
function writeHeader(frame: Buffer, length: number): void {
  frame[0] = WHOLE_TEXT
  if (length < 126) {
    frame[1] = length
  } else if (length < 65_536) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeUInt32BE(0, 2)
    frame.writeUInt32BE(length, 6)
  }
}
