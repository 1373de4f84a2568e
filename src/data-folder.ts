// The folder for what is kept on this machine (DATA_DIR): the embedded database, the demo's secret, mails that go nowhere.
import { accessSync, constants, mkdirSync } from 'node:fs'

/** DATA_DIR is no folder that can be used; the message says why and what to do. */
export class DataFolderError extends Error {}

/** Makes the folder where there is none. Throws DataFolderError where that can't be, or nothing can be written into it. */
export function makeDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new DataFolderError(faultOf(dataDir, error as NodeJS.ErrnoException), { cause: error })
  }
}

function faultOf(dataDir: string, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EEXIST': return `DATA_DIR is ${dataDir}, which is a file: set DATA_DIR to a folder, or to where one can be made.`
    case 'ENOTDIR': return `DATA_DIR is ${dataDir}, and something on the way there is a file: set DATA_DIR to a folder, or to where one can be made.`
    case 'EACCES': case 'EPERM': case 'EROFS': return `DATA_DIR is ${dataDir}, where this user may not write: give the user that right, or set DATA_DIR to another folder.`
    default: return `DATA_DIR is ${dataDir}, which can't be used: ${message}`
  }
}
