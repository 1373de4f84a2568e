// Pages and files beside GraphQL.
import type { IncomingMessage, ServerResponse } from 'node:http'

/** A page or a file: `path` is matched whole, or as a beginning when it ends in "/*". GET and HEAD, unless it is for POST. */
export type Route = { path: string; method?: 'POST'; answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void> }

/** Writes a JSON answer. */
export function answerJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
