// What can be done to the org's switches: turned.
import type { ProcessAutomationSettings as SettingsRow } from '../../../prisma/generated/client/client.ts'
import { updateSettings } from '../../commands/settings/update-settings.ts'
import { ForbiddenError, ValidationError } from '../../errors.ts'
import { builder } from '../builder.ts'
import { resultUnion } from '../errors.ts'
import { written } from '../written.ts'
import { AGES, InterviewAccess, ProcessAutomationSettings } from './settings.ts'

const UpdateProcessAutomationSettingsInput = builder.inputType('UpdateProcessAutomationSettingsInput', {
  description: 'The switches to turn; the others stay as they are.',
  fields: (t) => ({
    letUsersPauseFlows: t.boolean({ description: 'Whether people may pause screen flows at all.' }),
    stopSendingWorkItemEmails: t.boolean({ description: 'Whether all mail is stopped: about work items, and reminders of paused interviews.' }),
    interviewAccess: t.field({ type: InterviewAccess, description: 'Who may read paused interviews.' }),
    letUsersResumeSharedInterviews: t.boolean({ description: 'Whether those with EDIT access by a share may resume an interview.' }),
    expireLeftInterviewsAfterDays: t.int({ description: AGES.expireLeftInterviewsAfterDays }),
    expirePausedInterviewsAfterDays: t.int({ description: AGES.expirePausedInterviewsAfterDays }),
    remindOfPausedInterviewsAfterDays: t.int({ description: AGES.remindOfPausedInterviewsAfterDays }),
    deleteEndedRunsAfterDays: t.int({ description: AGES.deleteEndedRunsAfterDays }),
    orgBaseUrl: t.string({ description: 'Where internal record pages begin, e.g. "https://work.example.com".' }),
    emailFrom: t.string({ description: 'The From address of outgoing mail.' }),
    verifiedEmailDomains: t.stringList({ description: 'All domains that mail may be sent from: replaces what was there.' }),
  }),
})

const UpdateProcessAutomationSettingsSuccess = builder.objectRef<{ settings: SettingsRow }>('UpdateProcessAutomationSettingsSuccess').implement({
  description: 'The switches are turned.',
  fields: (t) => ({ processAutomationSettings: t.field({ type: ProcessAutomationSettings, description: 'The org\'s switches as they are now.', resolve: ({ settings }) => settings }) }),
})

builder.mutationField('updateProcessAutomationSettings', (t) => t.field({
  type: UpdateProcessAutomationSettingsSuccess, description: 'Turns the org\'s switches. Takes CUSTOMIZE_APPLICATION.',
  args: { input: t.arg({ type: UpdateProcessAutomationSettingsInput, required: true, description: 'The switches to turn.' }) },
  errors: resultUnion('UpdateProcessAutomationSettings', [ValidationError, ForbiddenError]),
  resolve: async (_, { input }, context) => {
    await written(context, updateSettings(context.shell, context.viewer, input))
    return { settings: await context.load.settings.load('') }
  },
}))
