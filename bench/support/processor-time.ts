// Processor time of processes, which is steadier than requests a second on a machine that others use too.
import { readdirSync, readFileSync } from 'node:fs'

const TICKS_PER_SECOND = 100

/** Seconds of processor time that a process has used so far, its ended children not counted; 0 where it can't be told. */
export function processorSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  } catch {
    return 0
  }
}

/** The same of a process and all that it has started: a Postgres with its backends. */
export function processorSecondsOfTree(pid: number): number {
  try {
    const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    return processorSeconds(pid) + children.reduce((sum, child) => sum + processorSecondsOfTree(Number(child)), 0)
  } catch {
    return 0
  }
}

function parentOf(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[1])
  } catch {
    return -1
  }
}

/** The most memory that a process has held so far, in MiB; null where the system doesn't tell, or the process has ended. */
export function peakMemory(pid: number): number | null {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return null
  }
}
