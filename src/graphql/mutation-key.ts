// What every mutation that can be sent twice says of its key.

/** The description of a `clientMutationKey`; `receiptOf` and `decideAndSaveOnce` (commands/decide-and-save.ts) do what it says. */
export const MUTATION_KEY = 'Makes retries safe: the same key and input within 24 hours give the first answer again. A first answer that is an error is not kept, since nothing was done: the key may be used again, with another input too. At most 255 characters.'
