// What the console says besides its components.
const en = {
  language: 'Language', signInAs: 'Sign in as', signInTitle: 'Who are you?', demoWords: 'This is the demo. Pick somebody; each browser tab can be somebody else.', orToken: 'Or with a token', token: 'Bearer token', signIn: 'Sign in', signOut: 'Sign out',
  tokenWords: 'Paste a bearer token of this server. It stays in this tab.', navigation: 'Views',
  views: { records: 'Records', runs: 'Runs', work: 'Work', agent: 'Agent', supervisor: 'Supervisor', definitions: 'Definitions', mail: 'Mail' },
  openRecord: 'Open a record by its id', noRecords: 'No records with runs yet.', noOtherRecords: 'The runs looked at here are about no other records. The next page goes on with older ones.', newRecord: 'New record', recordId: 'Record id', kind: 'Kind', name: 'Name', fields: 'Fields (JSON)', shareWith: 'Share with group', create: 'Create',
  badJson: 'This is not a JSON object.', owner: 'Owner', runs: 'Runs', noRuns: 'No runs yet.', allRuns: 'All', status: 'Status', started: 'Started', stage: 'Stage', record: 'Record', noWork: 'No work items.', workTitle: 'Work items',
  mine: 'Mine', open: 'Open', completed: 'Completed', assignee: 'Assignee', work: 'Work', reassign: 'Reassign', suspend: 'Suspend', resumeRun: 'Resume', cancelRun: 'Cancel run', cancelRunWords: 'No further step starts, and open work is closed. This can’t be undone.',
  pending: 'Waiting in queues', noPending: 'Nothing waits in a queue.', queue: 'Queue', waiting: 'Waiting', why: 'Why not routed yet', assignTo: 'Assign to', toUser: 'User', toQueue: 'Queue', toGroup: 'Group', username: 'Username or API name',
  events: { CREATED: 'created', UPDATED: 'updated', CREATED_OR_UPDATED: 'created or updated' },
  definitions: 'Orchestrations', noDefinitions: 'No orchestrations.', version: (number: number) => `Version ${number}`, trigger: (kind: string, event: string) => `Starts when a ${kind} is ${event}`, byHand: 'Started by somebody or something',
  simulate: 'Simulate', simulateWords: 'Runs the real engine on answers that you give, and changes nothing.', recordFields: 'Record fields (JSON)', answers: 'Answers, in order (JSON list of step and outputs)', simulated: 'What would happen', endsAs: 'Ends as', stillWaiting: 'Still waiting',
  startsAfter: (step: string) => `starts after ${step}`, startsWhen: (count: number) => `starts on ${count} ${count === 1 ? 'condition' : 'conditions'}`, startsByFlow: (flow: string) => `starts when ${flow} says so`, completesWhen: (count: number) => `completes on ${count} ${count === 1 ? 'condition' : 'conditions'}`, completesByFlow: (flow: string) => `completes when ${flow} says so`,
  goesTo: (label: string, stage: string) => `${label}: on to ${stage}`, runsFlow: (flow: string) => `runs ${flow}`, mailTo: 'mail to',
}

const de: typeof en = {
  language: 'Sprache', signInAs: 'Anmelden als', signInTitle: 'Wer sind Sie?', demoWords: 'Das ist die Demo. Wählen Sie jemanden; jeder Browser-Tab kann jemand anderes sein.', orToken: 'Oder mit einem Token', token: 'Bearer-Token', signIn: 'Anmelden', signOut: 'Abmelden',
  tokenWords: 'Fügen Sie ein Bearer-Token dieses Servers ein. Es bleibt in diesem Tab.', navigation: 'Ansichten',
  views: { records: 'Datensätze', runs: 'Ausführungen', work: 'Arbeit', agent: 'Agent', supervisor: 'Aufsicht', definitions: 'Definitionen', mail: 'Post' },
  openRecord: 'Datensatz über seine Id öffnen', noRecords: 'Noch keine Datensätze mit Ausführungen.', noOtherRecords: 'Die hier angesehenen Ausführungen betreffen keine anderen Datensätze. Die nächste Seite geht mit älteren weiter.', newRecord: 'Neuer Datensatz', recordId: 'Datensatz-Id', kind: 'Art', name: 'Name', fields: 'Felder (JSON)', shareWith: 'Teilen mit Gruppe', create: 'Anlegen',
  badJson: 'Das ist kein JSON-Objekt.', owner: 'Eigentümer', runs: 'Ausführungen', noRuns: 'Noch keine Ausführungen.', allRuns: 'Alle', status: 'Status', started: 'Begonnen', stage: 'Phase', record: 'Datensatz', noWork: 'Keine Aufgaben.', workTitle: 'Aufgaben',
  mine: 'Meine', open: 'Offen', completed: 'Erledigt', assignee: 'Zuständig', work: 'Aufgabe', reassign: 'Neu zuweisen', suspend: 'Anhalten', resumeRun: 'Fortsetzen', cancelRun: 'Abbrechen', cancelRunWords: 'Es beginnt kein weiterer Schritt, und offene Arbeit wird geschlossen. Das lässt sich nicht rückgängig machen.',
  pending: 'Wartet in Warteschlangen', noPending: 'In keiner Warteschlange wartet etwas.', queue: 'Warteschlange', waiting: 'Wartet', why: 'Warum noch nicht verteilt', assignTo: 'Zuweisen an', toUser: 'Benutzer', toQueue: 'Warteschlange', toGroup: 'Gruppe', username: 'Benutzername oder API-Name',
  events: { CREATED: 'angelegt', UPDATED: 'geändert', CREATED_OR_UPDATED: 'angelegt oder geändert' },
  definitions: 'Orchestrierungen', noDefinitions: 'Keine Orchestrierungen.', version: (number) => `Version ${number}`, trigger: (kind, event) => `Beginnt, wenn ein Datensatz der Art ${kind} ${event} wird`, byHand: 'Wird von jemandem oder etwas begonnen',
  simulate: 'Durchspielen', simulateWords: 'Lässt die echte Maschine mit Ihren Antworten laufen und ändert nichts.', recordFields: 'Felder des Datensatzes (JSON)', answers: 'Antworten der Reihe nach (JSON-Liste aus step und outputs)', simulated: 'Was geschehen würde', endsAs: 'Endet als', stillWaiting: 'Wartet noch',
  startsAfter: (step) => `beginnt nach ${step}`, startsWhen: (count) => `beginnt bei ${count} ${count === 1 ? 'Bedingung' : 'Bedingungen'}`, startsByFlow: (flow) => `beginnt, wenn ${flow} es sagt`, completesWhen: (count) => `endet bei ${count} ${count === 1 ? 'Bedingung' : 'Bedingungen'}`, completesByFlow: (flow) => `endet, wenn ${flow} es sagt`,
  goesTo: (label, stage) => `${label}: weiter mit ${stage}`, runsFlow: (flow) => `führt ${flow} aus`, mailTo: 'Post an',
}

/** The console's texts of one language. */
export type ConsoleTexts = typeof en

/** The console's texts for a language tag; English where there are none. */
export function consoleTexts(language: string): ConsoleTexts {
  return language.toLowerCase().startsWith('de') ? de : en
}
