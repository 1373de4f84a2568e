// The org's switches.
import { builder } from '../builder.ts'

export const InterviewAccess = builder.enumType('InterviewAccess', {
  description: 'Who may read paused interviews.',
  values: {
    PRIVATE: { description: 'Their owners, and those they are shared with.' },
    PUBLIC_READ: { description: 'Also everybody who can read their record.' },
  } as const,
})

/** What the settings in days mean, for interviews that nobody goes on with and for runs; 0 switches each off. */
export const AGES = {
  expireLeftInterviewsAfterDays: 'Days since it last went on after which an interview that was left without pausing expires: it is deleted, and its work item stays open. 0: never.',
  expirePausedInterviewsAfterDays: 'Days since it was paused after which an interview expires: it is deleted, and its work item stays open. 0: never. One that goes on by itself, at the end of a wait, never does.',
  remindOfPausedInterviewsAfterDays: 'Days since it was paused after which the owner of an interview is reminded of it by mail, once for each pause. 0: never.',
  deleteEndedRunsAfterDays: 'Days since its end after which a run is deleted, with its work items, their interviews and mails, and its history; one in ERROR not while it may be resumed. 0: never.',
} as const

export const ProcessAutomationSettings = builder.prismaObject('ProcessAutomationSettings', {
  description: 'The org\'s switches.',
})

builder.prismaObjectFields(ProcessAutomationSettings, (t) => ({
  letUsersPauseFlows: t.exposeBoolean('letUsersPauseFlows', { description: 'Whether people may pause screen flows at all.' }),
  stopSendingWorkItemEmails: t.exposeBoolean('stopSendingWorkItemEmails', { description: 'Whether all mail is stopped: about work items, and reminders of paused interviews.' }),
  interviewAccess: t.field({ type: InterviewAccess, description: 'Who may read paused interviews.', resolve: (settings) => settings.interviewAccess }),
  letUsersResumeSharedInterviews: t.exposeBoolean('letUsersResumeSharedInterviews', { description: 'Whether those with EDIT access by a share may resume an interview.' }),
  expireLeftInterviewsAfterDays: t.exposeInt('expireLeftInterviewsAfterDays', { description: AGES.expireLeftInterviewsAfterDays }),
  expirePausedInterviewsAfterDays: t.exposeInt('expirePausedInterviewsAfterDays', { description: AGES.expirePausedInterviewsAfterDays }),
  remindOfPausedInterviewsAfterDays: t.exposeInt('remindOfPausedInterviewsAfterDays', { description: AGES.remindOfPausedInterviewsAfterDays }),
  deleteEndedRunsAfterDays: t.exposeInt('deleteEndedRunsAfterDays', { description: AGES.deleteEndedRunsAfterDays }),
  orgBaseUrl: t.string({
    description: 'Where internal record pages begin, without a slash at the end. Empty to site visitors.',
    resolve: (settings, _, { viewer }) => (viewer.userType === 'SITE_VISITOR' ? '' : settings.orgBaseUrl),
  }),
  emailFrom: t.exposeString('emailFrom', { description: 'The From address of outgoing mail.' }),
  verifiedEmailDomains: t.exposeStringList('verifiedEmailDomains', { description: 'Domains that mail may be sent from.' }),
}))

builder.queryField('processAutomationSettings', (t) => t.field({
  type: ProcessAutomationSettings, description: 'The org\'s switches as they are now.',
  resolve: (_, __, { load }) => load.settings.load(''),
}))
