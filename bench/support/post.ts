// GraphQL over HTTP with as little of our own work as can be: the load generator shares the machine with what it measures.
import { request, type Agent } from 'node:http'

/** Posts an operation and answers with the body, unread.  */
export function post(agent: Agent, url: string, authorization: string, body: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body)
    const sent = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), authorization } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks).toString()))
    })
    sent.on('error', reject)
    sent.end(text)
  })
}
