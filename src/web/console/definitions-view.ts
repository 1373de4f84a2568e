// Orchestrations: which there are, one as a picture, and what it would do.
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import type { OrchestrationDefinition, StageDefinition, StepDefinition } from '../../core/definition.ts'
import { Fault } from '../client.ts'
import { define } from '../interlude-element.ts'
import { LiveQuery } from '../live-query.ts'
import { pictureLooks, renderPicture, renderStanding, type PictureStage, type PictureStep } from '../run/picture.ts'
import type { ConsoleTexts } from './console-texts.ts'
import { OrchestrationDocument, OrchestrationsDocument, SimulateDocument, type OrchestrationQuery, type OrchestrationsQuery, type SimulateQuery } from './generated/graphql.ts'
import { objectIn } from './records-view.ts'
import { address, ConsoleView } from './view.ts'

type Trace = SimulateQuery['simulateOrchestration']

/** The list of orchestrations. */
export class DefinitionsView extends ConsoleView {
  readonly #list = new LiveQuery<OrchestrationsQuery, Record<string, never>>(this, { document: OrchestrationsDocument, variables: () => ({}) })

  override render() {
    const { words } = this
    const { data, fault } = this.#list
    const all = data?.orchestrations.edges.map(({ node }) => node) ?? []
    return html`
      <div class="header"><h2>${words.definitions}</h2></div>
      ${data === null ? this.renderInstead(fault) : all.length === 0 ? html`<p class="empty">${words.noDefinitions}</p>` : html`
        <ul class="cards">${all.map((one) => html`<li><div class="grow"><a class="title" href=${address('definitions', one.apiName)}>${one.label}</a><p class="small quiet">${one.apiName}</p></div>
          ${one.activeVersion === null ? nothing : html`<span class="badge">${words.version(one.activeVersion.versionNumber)}</span>`}</li>`)}</ul>`}`
  }
}

/** The orchestration `api-name` as a picture, and its simulation. */
export class DefinitionView extends ConsoleView {
  static override properties: PropertyDeclarations = { ...ConsoleView.properties, apiName: { attribute: 'api-name' }, trace: { state: true }, fault: { state: true }, isBusy: { state: true } }
  static override styles = [...ConsoleView.styles, pictureLooks, css`
    .simulate { border-top: 1px solid var(--_line); padding: 16px; display: grid; gap: 14px; }
    .inputs { display: grid; gap: 14px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr)); }
    textarea.code { min-height: 132px; }
    .trace li { display: flex; flex-wrap: wrap; gap: 4px 10px; padding: 5px 0; }
    .trace li + li { border-top: 1px solid var(--_line); }
  `]
  declare apiName: string
  declare private trace: Trace | null
  declare private fault: Fault | null
  declare private isBusy: boolean
  readonly #orchestration = new LiveQuery<OrchestrationQuery, { apiName: string }>(this, { document: OrchestrationDocument, variables: () => (this.apiName ? { apiName: this.apiName } : null) })

  constructor() {
    super()
    this.trace = null
    this.fault = null
    this.isBusy = false
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('apiName')) this.trace = null
  }

  override render() {
    const { words } = this
    const { data, fault } = this.#orchestration
    if (data === null) return this.renderInstead(fault)
    if (data.orchestration === null) return html`<p class="empty">${this.texts.nothingThere}</p>`
    const { orchestration } = data
    const version = orchestration.activeVersion ?? orchestration.versions.edges[0]?.node
    const definition = version?.definition as OrchestrationDefinition | undefined
    const trigger = definition?.trigger
    return html`
      <div class="header"><h2>${orchestration.label}</h2>${version === undefined ? nothing : html`<span class="badge">${words.version(version.versionNumber)}</span>`}</div>
      <div class="body">
        ${definition?.description ? html`<p>${definition.description}</p>` : nothing}
        <p class="quiet small">${trigger ? words.trigger(trigger.objectApiName, words.events[trigger.event]) : words.byHand}</p>
      </div>
      ${definition?.stages === undefined ? nothing : html`
        <div class="body">${renderPicture(picture(definition, words), this.texts)}</div>
        ${this.#renderSimulation(definition)}`}`
  }

  #renderSimulation(definition: OrchestrationDefinition) {
    const { words, trace } = this
    return html`
      <form class="simulate" @submit=${this.#simulate}>
        <div><h3>${words.simulate}</h3><p class="quiet small">${words.simulateWords}</p></div>
        ${this.renderFault(this.fault)}
        <div class="inputs">
          <label class="field"><span class="label">${words.recordFields}</span><textarea class="code" name="fields" spellcheck="false" .value=${JSON.stringify(fieldsAsked(definition), null, 2)}></textarea></label>
          <label class="field"><span class="label">${words.answers}</span><textarea class="code" name="answers" spellcheck="false" .value=${JSON.stringify(definition.stages.flatMap(({ steps }) => steps).map(({ apiName }) => ({ step: apiName, outputs: {} })), null, 2)}></textarea></label>
        </div>
        <div><button class="primary" ?disabled=${this.isBusy}>${words.simulate}</button></div>
        ${trace === null ? nothing : this.#renderTrace(trace)}
      </form>`
  }

  #renderTrace({ status, faults, events, waitingOn }: Trace) {
    const { words, texts } = this
    if (faults.length > 0) return html`<ul role="alert">${faults.map(({ path, message }) => html`<li class="fault"><span><strong>${path.join('.')}</strong> ${message}</span></li>`)}</ul>`
    return html`
      <section aria-label=${words.simulated} aria-live="polite">
        <div class="row"><h3>${words.simulated}</h3>${status === null ? nothing : html`<span class="quiet small">${words.endsAs}</span>${renderStanding(status, texts)}`}</div>
        <ol class="trace">${events.map(({ milestone, stage, step, assignee, mailTo, detail }) => html`<li><span>${texts.milestones[milestone]}</span><strong>${step ?? stage}</strong>
          ${assignee === null ? nothing : html`<span class="badge">${assignee}</span>`}${mailTo.length === 0 ? nothing : html`<span class="quiet small">${words.mailTo} ${mailTo.join(', ')}</span>`}${detail === null ? nothing : html`<span class="quiet small">${detail}</span>`}</li>`)}</ol>
        ${waitingOn.length === 0 ? nothing : html`<h3>${words.stillWaiting}</h3><ul class="trace">${waitingOn.map(({ step, reasons }) => html`<li><strong>${step}</strong><span>${reasons.map(({ summary }) => summary).join('; ')}</span></li>`)}</ul>`}
      </section>`
  }

  readonly #simulate = async (event: SubmitEvent) => {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    this.fault = null
    this.trace = null
    this.isBusy = true
    try {
      const { answers } = objectIn(`{ "answers": ${String(form.get('answers')) || '[]'} }`, this.words.badJson) as { answers: { step: string; outputs?: unknown }[] }
      const recordFields = objectIn(String(form.get('fields')), this.words.badJson)
      const { simulateOrchestration } = await this.client!.request(SimulateDocument, { input: { orchestration: this.apiName, recordFields, answers } })
      this.trace = simulateOrchestration
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.fault = error
    } finally {
      this.isBusy = false
    }
  }
}

function picture({ stages }: OrchestrationDefinition, words: ConsoleTexts): readonly PictureStage[] {
  return stages.map((stage): PictureStage => ({ label: stage.label, standing: null, isReached: true, isWaiting: false, notes: stageNotes(stage, words), steps: stage.steps.map((step) => drawn(step, words)) }))
}

function stageNotes({ completion, outcomes }: StageDefinition, words: ConsoleTexts): string[] {
  return [
    ...(completion?.requirements ? [words.completesWhen(completion.requirements.requirements.length)] : []),
    ...(completion?.evaluationFlow ? [words.completesByFlow(completion.evaluationFlow.flow)] : []),
    ...(outcomes ?? []).map(({ label, goTo }) => words.goesTo(label, goTo)),
  ]
}

function drawn(step: StepDefinition, words: ConsoleTexts): PictureStep {
  const { start, assignee } = step
  return {
    label: step.label, kind: step.stepType, standing: null, isWaiting: false, who: assignee ? Object.values(assignee).find((name) => typeof name === 'string') ?? null : null,
    notes: [
      words.runsFlow(step.action.flow),
      ...(start?.afterStep ? [words.startsAfter(start.afterStep)] : []),
      ...(start?.requirements ? [words.startsWhen(start.requirements.requirements.length)] : []),
      ...(start?.evaluationFlow ? [words.startsByFlow(start.evaluationFlow.flow)] : []),
    ],
  }
}

// The record's fields that the trigger looks at, with what it wants of them: a simulation that starts.
function fieldsAsked({ trigger }: OrchestrationDefinition): Record<string, unknown> {
  const asked = (trigger?.when?.requirements ?? []).filter(({ resource }) => resource.startsWith('$Record.'))
  return Object.fromEntries(asked.map(({ resource, value }) => [resource.slice('$Record.'.length), value ?? '']))
}

define('interlude-console-definitions', DefinitionsView)
define('interlude-console-definition', DefinitionView)
