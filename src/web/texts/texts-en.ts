// English, which is also what the other languages are measured by.
/** The English texts. */
export const en = {
  loading: 'Loading', signedOut: 'Sign in to see this.', offline: 'The server doesn’t answer just now. Trying again.', notAnswered: 'The server didn’t answer. Nothing that you filled in is lost: try again in a moment.',
  reconnecting: 'Connection lost. Reconnecting …', cancel: 'Cancel', close: 'Close', open: 'Open', back: 'Back', more: 'Show more', actions: 'Actions',
  nothingThere: 'This isn’t there, or isn’t yours to see.', retry: 'Try again', latestOnly: (count: number) => `Only the latest ${count} are shown.`, oldestOnly: (count: number) => `Only the oldest ${count} are shown.`, firstOnly: (count: number) => `Only the first ${count} are shown.`,
  pages: 'Pages', page: (number: number) => `Page ${number}`, previousPage: 'Previous page', nextPage: 'Next page',

  workGuide: 'Work Guide', workGuideEmpty: 'Nothing to do here right now.', isPaused: 'Paused', openWork: 'Start', continueWork: 'Continue',
  assignedTo: (name: string) => `for ${name}`, due: (time: string) => `due ${time}`, overdue: (time: string) => `overdue since ${time}`,
  finished: 'Done.', finishedNext: 'Done. Next in this process:', startNext: (label: string) => `Start “${label}”`, backToWork: 'Back to the list', leave: 'Show the list',
  takenBy: (name: string, time: string) => `${name} finished this ${time}. Thank you all the same: there is nothing left to do here.`,
  takenByNobody: 'This ended in the meantime. There is nothing left to do here.',
  gone: 'This is no longer yours to do.',

  next: 'Next', pause: 'Pause', pauseTitle: 'Pause for later', pauseReason: 'Why are you pausing?',
  pauseHint: 'Optional. Shown in the list of paused interviews.', paused: 'Paused. Pick it up whenever you like.', goesOnAt: (time: string) => `This goes on by itself: ${time}.`, resume: 'Resume',
  optional: 'optional', choose: 'Choose …', stale: 'This screen was answered elsewhere in the meantime. Here is where it stands now.',
  staleKept: 'This screen was answered elsewhere in the meantime. What you typed is still here: look at it before you go on.',
  checkFields: (count: number) => (count === 1 ? 'One field needs another look.' : `${count} fields need another look.`),
  working: 'One moment: the next step runs by itself.', required: 'Please fill this in.', failed: 'This process has stopped because of a fault. Somebody has to look at it.', incomplete: 'Please fill this in completely, or clear it.',
  pausedByOther: 'This was paused elsewhere.', deletedByOther: 'This was deleted in the meantime.', ofOther: (name: string) => `${name} is working on this.`,

  pausedInterviews: 'Paused interviews', pausedEmpty: 'No paused interviews.', delete: 'Delete', deleteSelected: (count: number) => `Delete ${count}`,
  selected: (count: number) => `${count} selected`, selectAll: 'Select all', select: (label: string) => `Select “${label}”`, actionsFor: (label: string) => `Actions for “${label}”`,
  deleteTitle: (count: number) => (count === 1 ? 'Delete this paused interview?' : `Delete ${count} paused interviews?`),
  deleteWords: 'What was filled in so far is gone for good. The work itself stays open.',
  deleteStepWords: 'A run waits for a background step that is deleted with this: the step fails, and the run with it. What people have filled in is gone for good.', deleted: (count: number) => (count === 1 ? 'Deleted.' : `${count} deleted.`),
  notDeleted: (count: number) => (count === 1 ? 'One could not be deleted:' : `${count} could not be deleted:`),
  columns: { label: 'Interview', reason: 'Reason', pausedAt: 'Paused', owner: 'Owner', flow: 'Flow', element: 'Stands at', pausedBy: 'Paused by', workItem: 'Work', createdDate: 'Started', version: 'Version', stage: 'Stage', expiresAt: 'Expires' },

  omniChannel: 'Omni-Channel', offline_: 'Offline', presence: 'Your status', capacity: 'Capacity', capacityUsed: (used: string, all: string) => `${used} of ${all} used`,
  incoming: 'Incoming work', accept: 'Accept', decline: 'Decline', declineTitle: 'Decline this work', declineReason: 'Why?', declineRequired: 'Please give a reason.',
  secondsLeft: (seconds: number) => (seconds === 1 ? '1 second left' : `${seconds} seconds left`), myWork: 'My open work', noWork: 'No open work.', noWorkOnline: 'Waiting for work.',
  goOnline: 'Choose a status to be given work.', giveBack: 'Give back', fromQueue: (queue: string) => `from ${queue}`, connected: 'Connected', connecting: 'Connecting', lost: 'Reconnecting',
  soundOn: 'Sound and badge are on', soundOff: 'Sound and badge are off',

  toDoList: 'To Do List', toDoEmpty: 'Nothing waits for you.',

  run: 'Run', waitsFor: 'Waits for', startedBy: (name: string, time: string) => `Started by ${name} ${time}`, took: (time: string) => `took ${time}`,
  version: (number: number) => `version ${number}`, notReached: 'not reached', hideHistory: 'Hide history', showHistory: 'Show history', steps: (done: number, all: number) => `${done} of ${all} steps done`,
  runStatus: { IN_PROGRESS: 'In progress', SUSPENDED: 'Suspended', COMPLETED: 'Completed', CANCELED: 'Canceled', ERROR: 'Error' },
  stepStatus: { NOT_STARTED: 'Not started', IN_PROGRESS: 'In progress', COMPLETED: 'Completed', DISCONTINUED: 'Discontinued', CANCELED: 'Canceled', ERROR: 'Error', SUSPENDED: 'Suspended' },
  stepType: { INTERACTIVE: 'Done by people', BACKGROUND: 'Runs by itself', ASYNCHRONOUS_BACKGROUND: 'Done by another system' },
  milestones: {
    START_RUN: 'Run started', END_RUN: 'Run completed', FAIL_RUN: 'Run failed', CANCEL_RUN: 'Run canceled', SUSPEND_RUN: 'Run suspended', RESUME_RUN: 'Run resumed',
    START_STAGE: 'Stage started', END_STAGE: 'Stage completed', FAIL_STAGE: 'Stage failed', SUSPEND_STAGE: 'Stage suspended', DISCONTINUE_STAGE: 'Stage discontinued',
    START_STEP: 'Step started', END_STEP: 'Step completed', FAIL_STEP: 'Step failed', DISCONTINUE_STEP: 'Step discontinued',
    START_WORK_ITEM: 'Work assigned', END_WORK_ITEM: 'Work completed', REASSIGN_WORK_ITEM: 'Work reassigned', REMIND_WORK_ITEM: 'Reminder sent', OVERDUE_WORK_ITEM: 'Work overdue',
    PAUSE_INTERVIEW: 'Interview paused', RESUME_INTERVIEW: 'Interview resumed', DELETE_INTERVIEW: 'Interview deleted',
  },

  closedReason: { RUN_CANCELED: 'Run canceled', RUN_COMPLETED: 'Run completed without it', RUN_ERROR: 'Run failed', STAGE_COMPLETED: 'Stage completed without it', STAGE_ERROR: 'Stage failed' },

  mailbox: 'Mailbox', mailEmpty: 'No mail about work yet.', to: (name: string) => `to ${name}`, mailLinkInvalid: 'The recipient can’t open this page.',
  mailStatus: { QUEUED: 'Queued', SENT: 'Sent', FAILED: 'Failed', SUPPRESSED: 'Suppressed' },
}
