// A real SMTP server on loopback that can be told to refuse, to put off, to fall silent, to break off, and to go away.
import { once } from 'node:events'
import net from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'

/** What the server does with a mail: accept it, answer with that code, never answer, or break its connection. */
export type Behavior = 'accept' | number | 'silence' | 'break'

export type MailServer = {
  /** For SMTP_URL; the same before and after `goAway`. */
  url: string
  /** Every mail accepted, in order. */
  received: ParsedMail[]
  /** Connections made so far. */
  connections(): number
  /** Decides on each recipient's address, when it is named and again when the mail's text comes; accepts all at first. */
  onRecipient: (address: string) => Behavior
  onMessage: (address: string) => Behavior | Promise<Behavior>
  /** Stops listening and breaks every connection. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
  stop(): Promise<void>
}

/** Starts one; stop it at the end. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const sockets = new Set<net.Socket>()
  let connections = 0
  const breakAll = () => sockets.forEach((socket) => socket.destroy())
  const behave = (behavior: Behavior, { remotePort }: SMTPServerSession, callback: (error?: Error | null) => void) => {
    if (behavior === 'accept') callback()
    else if (behavior === 'break') sockets.forEach((socket) => socket.localPort === remotePort && socket.destroy())
    else if (behavior !== 'silence') callback(Object.assign(new Error('mx7.internal.example says no'), { responseCode: behavior }))
  }
  const smtp = new SMTPServer({
    authOptional: true, hideSTARTTLS: true, disableReverseLookup: true, closeTimeout: 100, ...options,
    onRcptTo: ({ address }, session, callback) => behave(server.onRecipient(address), session, callback),
    onData: (stream, session, callback) => {
      const address = session.envelope.rcptTo[0]!.address
      const answer = async () => {
        const behavior = await server.onMessage(address)
        if (behavior === 'break') return behave(behavior, session, callback)
        const mail = await simpleParser(stream)
        if (behavior === 'accept') server.received.push(mail)
        behave(behavior, session, callback)
      }
      answer().catch(callback)
    },
  })
  smtp.on('error', () => {})
  const inner = smtp.listen(0, '127.0.0.1')
  await once(inner, 'listening')
  const front = net.createServer((socket) => {
    connections++
    const through = net.connect((inner.address() as net.AddressInfo).port, '127.0.0.1')
    for (const end of [socket, through]) {
      sockets.add(end)
      end.on('error', () => {}).on('close', () => sockets.delete(end))
    }
    socket.on('close', () => through.destroy())
    through.on('close', () => socket.destroy())
    socket.pipe(through).pipe(socket)
  })
  const listen = async (port: number) => {
    front.listen(port, '127.0.0.1')
    await once(front, 'listening')
    return (front.address() as net.AddressInfo).port
  }
  const goAway = async () => {
    const closed = once(front, 'close')
    front.close()
    breakAll()
    await closed
  }
  const port = await listen(0)
  const server: MailServer = {
    url: `smtp://127.0.0.1:${port}`, received: [], connections: () => connections, onRecipient: () => 'accept', onMessage: () => 'accept',
    goAway,
    comeBack: async () => void (await listen(port)),
    stop: async () => {
      if (front.listening) await goAway()
      await new Promise<void>((resolve) => smtp.close(() => resolve()))
    },
  }
  return server
}
