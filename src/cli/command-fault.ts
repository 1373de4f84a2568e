// What a command could not do, in words for whoever called it, and the exit status that goes with it.

/** Ends the command line with exit status 1 and this message; empty where everything has been said already. */
export class CommandFault extends Error {}

/** The server could not be asked: it isn't reached, or stopped in the middle. Trying again may help. */
export class ServerUnreachable extends CommandFault {}

/** The server was asked, and the connection broke before it answered: a change that it was asked for may have been made. */
export class AnswerLost extends ServerUnreachable {}

/** The command line itself is wrong, or something it needs was not given: exit status 2. */
export class WrongUsage extends Error {}

/** Nobody reads the output any more, as in `interlude runs list | head`: nothing more is done, and that is no fault. */
export class ReaderGone extends Error {}

/** Exit status of what Ctrl-C ended, as shells have it. */
export const INTERRUPTED = 130

/** Ctrl-C ended the command in order, after what the message says. */
export class Interrupted extends Error {}
