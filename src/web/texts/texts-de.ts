// German.
import type { Texts } from './texts.ts'

/** The German texts. */
export const de: Texts = {
  loading: 'Wird geladen', signedOut: 'Bitte anmelden, um das zu sehen.', offline: 'Der Server antwortet gerade nicht. Neuer Versuch läuft.', notAnswered: 'Der Server hat nicht geantwortet. Nichts von dem, was Sie eingegeben haben, ist verloren: Versuchen Sie es gleich noch einmal.',
  reconnecting: 'Verbindung unterbrochen. Wird wiederhergestellt …', cancel: 'Abbrechen', close: 'Schließen', open: 'Öffnen', back: 'Zurück', more: 'Mehr zeigen', actions: 'Aktionen',
  nothingThere: 'Das gibt es nicht, oder Sie dürfen es nicht sehen.', retry: 'Noch einmal', latestOnly: (count) => `Nur die neuesten ${count} werden gezeigt.`, oldestOnly: (count) => `Nur die ältesten ${count} werden gezeigt.`, firstOnly: (count) => `Nur die ersten ${count} werden gezeigt.`,
  pages: 'Seiten', page: (number) => `Seite ${number}`, previousPage: 'Vorige Seite', nextPage: 'Nächste Seite',

  workGuide: 'Arbeitsübersicht', workGuideEmpty: 'Hier ist gerade nichts zu tun.', isPaused: 'Pausiert', openWork: 'Beginnen', continueWork: 'Weitermachen',
  assignedTo: (name) => `für ${name}`, due: (time) => `fällig ${time}`, overdue: (time) => `überfällig seit ${time}`,
  finished: 'Erledigt.', finishedNext: 'Erledigt. Als Nächstes in diesem Vorgang:', startNext: (label) => `„${label}“ beginnen`, backToWork: 'Zurück zur Liste', leave: 'Liste zeigen',
  takenBy: (name, time) => `${name} hat das ${time} erledigt. Trotzdem danke: Hier ist nichts mehr zu tun.`,
  takenByNobody: 'Das hat sich inzwischen erledigt. Hier ist nichts mehr zu tun.',
  gone: 'Das ist nicht mehr Ihre Aufgabe.',

  next: 'Weiter', pause: 'Pausieren', pauseTitle: 'Für später pausieren', pauseReason: 'Warum pausieren Sie?',
  pauseHint: 'Freiwillig. Steht in der Liste der pausierten Vorgänge.', paused: 'Pausiert. Sie können jederzeit weitermachen.', goesOnAt: (time) => `Das geht von selbst weiter: ${time}.`, resume: 'Fortsetzen',
  optional: 'freiwillig', choose: 'Bitte wählen …', stale: 'Diese Seite wurde inzwischen anderswo beantwortet. So steht es jetzt.',
  staleKept: 'Diese Seite wurde inzwischen anderswo beantwortet. Ihre Eingaben sind noch da: Sehen Sie sie vor dem Weitergehen an.',
  checkFields: (count) => (count === 1 ? 'Ein Feld stimmt noch nicht.' : `${count} Felder stimmen noch nicht.`),
  working: 'Einen Moment: Der nächste Schritt läuft von selbst.', required: 'Bitte ausfüllen.', failed: 'Dieser Vorgang ist wegen eines Fehlers stehen geblieben. Jemand muss nachsehen.', incomplete: 'Bitte ganz ausfüllen oder leeren.',
  pausedByOther: 'Das wurde anderswo pausiert.', deletedByOther: 'Das wurde inzwischen gelöscht.', ofOther: (name) => `${name} arbeitet gerade daran.`,

  pausedInterviews: 'Pausierte Vorgänge', pausedEmpty: 'Keine pausierten Vorgänge.', delete: 'Löschen', deleteSelected: (count) => `${count} löschen`,
  selected: (count) => `${count} ausgewählt`, selectAll: 'Alle auswählen', select: (label) => `„${label}“ auswählen`, actionsFor: (label) => `Aktionen für „${label}“`,
  deleteTitle: (count) => (count === 1 ? 'Diesen pausierten Vorgang löschen?' : `${count} pausierte Vorgänge löschen?`),
  deleteWords: 'Was schon ausgefüllt ist, geht endgültig verloren. Die Aufgabe selbst bleibt offen.',
  deleteStepWords: 'Eine Ausführung wartet auf einen Hintergrundschritt, der damit gelöscht wird: Er schlägt fehl, und mit ihm die Ausführung. Was Personen ausgefüllt haben, geht endgültig verloren.', deleted: (count) => (count === 1 ? 'Gelöscht.' : `${count} gelöscht.`),
  notDeleted: (count) => (count === 1 ? 'Einer ließ sich nicht löschen:' : `${count} ließen sich nicht löschen:`),
  columns: { label: 'Vorgang', reason: 'Grund', pausedAt: 'Pausiert', owner: 'Eigentümer', flow: 'Ablauf', element: 'Steht bei', pausedBy: 'Pausiert von', workItem: 'Aufgabe', createdDate: 'Begonnen', version: 'Version', stage: 'Abschnitt', expiresAt: 'Verfällt' },

  omniChannel: 'Omni-Channel', offline_: 'Offline', presence: 'Ihr Status', capacity: 'Auslastung', capacityUsed: (used, all) => `${used} von ${all} belegt`,
  incoming: 'Neue Arbeit', accept: 'Annehmen', decline: 'Ablehnen', declineTitle: 'Diese Arbeit ablehnen', declineReason: 'Warum?', declineRequired: 'Bitte einen Grund angeben.',
  secondsLeft: (seconds) => (seconds === 1 ? 'noch 1 Sekunde' : `noch ${seconds} Sekunden`), myWork: 'Meine offene Arbeit', noWork: 'Keine offene Arbeit.', noWorkOnline: 'Es wird auf Arbeit gewartet.',
  goOnline: 'Wählen Sie einen Status, um Arbeit zu bekommen.', giveBack: 'Zurückgeben', fromQueue: (queue) => `aus ${queue}`, connected: 'Verbunden', connecting: 'Verbinden', lost: 'Neu verbinden',
  soundOn: 'Ton und Zähler sind an', soundOff: 'Ton und Zähler sind aus',

  toDoList: 'Aufgabenliste', toDoEmpty: 'Nichts wartet auf Sie.',

  run: 'Ausführung', waitsFor: 'Wartet auf', startedBy: (name, time) => `Begonnen von ${name} ${time}`, took: (time) => `dauerte ${time}`,
  version: (number) => `Version ${number}`, notReached: 'noch nicht erreicht', hideHistory: 'Verlauf verbergen', showHistory: 'Verlauf zeigen', steps: (done, all) => `${done} von ${all} Schritten erledigt`,
  runStatus: { IN_PROGRESS: 'Läuft', SUSPENDED: 'Angehalten', COMPLETED: 'Abgeschlossen', CANCELED: 'Abgebrochen', ERROR: 'Fehler' },
  stepStatus: { NOT_STARTED: 'Nicht begonnen', IN_PROGRESS: 'Läuft', COMPLETED: 'Abgeschlossen', DISCONTINUED: 'Eingestellt', CANCELED: 'Abgebrochen', ERROR: 'Fehler', SUSPENDED: 'Angehalten' },
  stepType: { INTERACTIVE: 'Von Menschen erledigt', BACKGROUND: 'Läuft von selbst', ASYNCHRONOUS_BACKGROUND: 'Von einem anderen System erledigt' },
  milestones: {
    START_RUN: 'Ausführung begonnen', END_RUN: 'Ausführung abgeschlossen', FAIL_RUN: 'Ausführung fehlgeschlagen', CANCEL_RUN: 'Ausführung abgebrochen', SUSPEND_RUN: 'Ausführung angehalten', RESUME_RUN: 'Ausführung fortgesetzt',
    START_STAGE: 'Phase begonnen', END_STAGE: 'Phase abgeschlossen', FAIL_STAGE: 'Phase fehlgeschlagen', SUSPEND_STAGE: 'Phase angehalten', DISCONTINUE_STAGE: 'Phase eingestellt',
    START_STEP: 'Schritt begonnen', END_STEP: 'Schritt abgeschlossen', FAIL_STEP: 'Schritt fehlgeschlagen', DISCONTINUE_STEP: 'Schritt eingestellt',
    START_WORK_ITEM: 'Arbeit zugewiesen', END_WORK_ITEM: 'Arbeit erledigt', REASSIGN_WORK_ITEM: 'Arbeit neu zugewiesen', REMIND_WORK_ITEM: 'Erinnerung gesendet', OVERDUE_WORK_ITEM: 'Arbeit überfällig',
    PAUSE_INTERVIEW: 'Vorgang pausiert', RESUME_INTERVIEW: 'Vorgang fortgesetzt', DELETE_INTERVIEW: 'Vorgang gelöscht',
  },

  closedReason: { RUN_CANCELED: 'Ausführung abgebrochen', RUN_COMPLETED: 'Ausführung ohne sie beendet', RUN_ERROR: 'Ausführung gescheitert', STAGE_COMPLETED: 'Phase ohne sie beendet', STAGE_ERROR: 'Phase gescheitert' },

  mailbox: 'Postfach', mailEmpty: 'Noch keine Post über Arbeit.', to: (name) => `an ${name}`, mailLinkInvalid: 'Der Empfänger kann diese Seite nicht öffnen.',
  mailStatus: { QUEUED: 'Wartet', SENT: 'Gesendet', FAILED: 'Fehlgeschlagen', SUPPRESSED: 'Unterdrückt' },
}
