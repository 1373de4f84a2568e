// Global ids: opaque to clients, `Type:id` in base64 inside. Ids that are malformed or of another type name nothing.
import { decodeBase64, encodeBase64 } from '@pothos/core'
import { NotFoundError } from '../errors.ts'

/** Type and row id of a global id; null where it is none. */
export function decodeGlobalId(value: string): { type: string; id: string } | null {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(value)) return null
  let decoded: string
  try {
    decoded = decodeBase64(value)
  } catch {
    return null
  }
  const parts = /^([A-Za-z]\w*):(.+)$/su.exec(decoded)
  if (parts === null || decoded.includes('\0') || encodeBase64(decoded).replace(/=+$/, '') !== value.replace(/=+$/, '')) return null
  return { type: parts[1]!, id: parts[2]! }
}

/** Row id of a global id of the expected type; null where it is malformed or names another type. */
export function idOf(type: string, value: string): string | null {
  const decoded = decodeGlobalId(value)
  return decoded?.type === type ? decoded.id : null
}

/** As `idOf`, for mutations: throws NotFoundError. */
export function requireId(type: string, value: string): string {
  const id = idOf(type, value)
  if (id === null) throw new NotFoundError(`There is no ${type} with the id "${value}".`)
  return id
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Guid of an interview named by its Node id or its bare guid; null where it is neither. */
export function guidOf(value: string): string | null {
  return UUID.test(value) ? value.toLowerCase() : idOf('FlowInterview', value)
}

/** As `guidOf`, for mutations: throws NotFoundError. */
export function requireGuid(value: string): string {
  const guid = guidOf(value)
  if (guid === null) throw new NotFoundError(`There is no interview "${value}".`)
  return guid
}
