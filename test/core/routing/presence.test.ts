import { describe, expect, it } from 'vitest'
import { availabilityOf, choosableStatuses, takesBackOffers } from '../../../src/core/routing/presence.ts'

// rules O3, O4
describe('presence', () => {
  it('is available when online, busy when online and busy, offline otherwise', () => {
    expect(availabilityOf({ isOnline: true, isBusy: false })).toBe('AVAILABLE')
    expect(availabilityOf({ isOnline: true, isBusy: true })).toBe('BUSY')
    expect(availabilityOf({ isOnline: false, isBusy: true })).toBe('OFFLINE')
    expect(availabilityOf(null)).toBe('OFFLINE')
  })

  it('takes back offers when it ends, and not when it becomes busy', () => {
    expect(takesBackOffers('OFFLINE')).toBe(true)
    expect(takesBackOffers('BUSY')).toBe(false)
    expect(takesBackOffers('AVAILABLE')).toBe(false)
  })

  it('may be chosen among the statuses somebody is allowed; among all, where none is named', () => {
    const status = (apiName: string) => ({ apiName, isOnline: true, isBusy: false })
    const all = [status('Available'), status('Lunch')]
    expect(choosableStatuses(all, ['Lunch', 'Gone'])).toEqual([status('Lunch')])
    expect(choosableStatuses(all, [])).toEqual(all)
  })
})
