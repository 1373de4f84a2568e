// The org's switches.
import { builder } from '../builder.ts'

export const InterviewAccess = builder.enumType('InterviewAccess', {
  description: 'Who may read paused interviews.',
  values: {
    PRIVATE: { description: 'Their owners, and those they are shared with.' },
    PUBLIC_READ: { description: 'Also everybody who can read their record.' },
  } as const,
})

export const ProcessAutomationSettings = builder.prismaObject('ProcessAutomationSettings', {
  description: 'The org\'s switches.',
})

builder.prismaObjectFields(ProcessAutomationSettings, (t) => ({
  letUsersPauseFlows: t.exposeBoolean('letUsersPauseFlows', { description: 'Whether people may pause screen flows at all.' }),
  stopSendingWorkItemEmails: t.exposeBoolean('stopSendingWorkItemEmails', { description: 'Whether all work item mail is stopped.' }),
  interviewAccess: t.field({ type: InterviewAccess, description: 'Who may read paused interviews.', resolve: (settings) => settings.interviewAccess }),
  letUsersResumeSharedInterviews: t.exposeBoolean('letUsersResumeSharedInterviews', { description: 'Whether those with EDIT access by a share may resume an interview.' }),
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
