// What the oracle knows of a run: its state, what its conditions look at, and what becomes of everything in it when it ends.
import type { AssigneeRef, FlowCall, OrchestrationDefinition, Requirements, StageDefinition, StepDefinition } from '../../src/core/definition.ts'
import type { Facts, RecordFacts } from '../../src/core/facts.ts'
import type { Json, JsonObject } from '../../src/core/json.ts'
import { holdsIn, holdUps, type View } from './oracle-conditions.ts'
import { PEOPLE, RECORD } from './orchestrations.ts'

export type OracleStep = {
  id: string; name: string; type: string; status: string; outputs: JsonObject | null; isThrough: boolean; attempt: number
  startedAt: string | null; endedAt: string | null; version: string | null; itemId: string | null
}
export type OracleStage = { id: string; name: string; status: string; startedAt: string | null; endedAt: string | null; steps: OracleStep[] }
export type OracleItem = {
  id: string; stageId: string; stepId: string; status: string; reason: string | null; isOpen: boolean; assignee: string; assignment: number; createdAt: string
  endedAt: string | null; by: string | null; recordId: string | null; dueAt: string | null; remindAt: string | null; isOverdue: boolean
}
export type Failure = { step: OracleStep; item: OracleItem | null; by: string | null }
type Answer = 'yes' | 'no' | 'failed'

/** A run as it should be: what is known of it, and how it ends. `milestones`: what the latest input reached. `work`: background flows that are wanted, by step id. */
export class OracleState {
  status = 'IN_PROGRESS'
  stages: OracleStage[]
  items: OracleItem[] = []
  milestones: unknown[][] = []
  readonly work = new Set<string>()
  fault: { stageId: string | null; stepId: string | null; isRecoverable: boolean; at: string } | null = null
  protected readonly definition: OrchestrationDefinition
  protected readonly variables: JsonObject
  protected readonly startedAt: string
  protected readonly entered: OracleStage[] = []
  protected failures: Failure[] = []
  protected endedBy = new Map<string, string>()
  protected keptPrior: RecordFacts | null = null
  protected world: Facts
  protected now: string

  constructor(definition: OrchestrationDefinition, inputs: JsonObject, world: Facts, now: string) {
    this.definition = definition
    this.variables = inputs
    this.startedAt = now
    this.world = world
    this.now = now
    this.stages = definition.stages.map((stage, at) => future(stage, at + 1))
  }

  /** The stage under way, or where the run has ended. */
  get stage(): OracleStage {
    return this.entered.at(-1)!
  }

  /** What conditions look at; those on the completion of a step at what its own flow gave, too. */
  viewOf(step: OracleStep | null): View {
    return { read: (resource) => this.read(resource, step), record: this.world.record!, prior: this.world.priorRecord ?? this.keptPrior }
  }

  /** What each step waits for that waits on requirements: the resources that hold it up, by the step's id. */
  waits(): Map<string, string[]> {
    const stages = this.isUnderWay ? [this.stage] : []
    return new Map(stages.flatMap(({ steps }) => steps.flatMap((step): [string, string[]][] => {
      const { start, completion } = this.stepDefinition(step)
      const condition = step.status === 'NOT_STARTED' ? start?.requirements : step.status === 'IN_PROGRESS' ? completion?.requirements : null
      return condition ? [[step.id, holdUps(condition, { ...this.viewOf(step.status === 'IN_PROGRESS' ? step : null), prior: this.keptPrior }).map((at) => condition.requirements[at]!.resource)]] : []
    })))
  }

  protected at(world: Facts, now: string): void {
    this.world = world
    this.now = now
    this.milestones = []
  }

  protected reach(milestone: string, { stage, step, item, actor = null, by = null, since = null }: { stage?: OracleStage; step?: OracleStep; item?: OracleItem; actor?: string | null; by?: string | null; since?: string | null }): void {
    this.milestones.push([milestone, stage?.id ?? null, step?.id ?? null, item?.id ?? null, actor, by, since === null ? null : Math.floor((Date.parse(this.now) - Date.parse(since)) / 1000)])
  }

  protected get isUnderWay(): boolean {
    return this.status === 'IN_PROGRESS' || this.status === 'SUSPENDED'
  }

  // ------------------------------------------------------------ how it ends

  protected failStep(step: OracleStep, isRecoverable: boolean, item: OracleItem | null = null, by: string | null = null): true {
    return this.failSteps([{ step, item, by }], isRecoverable)
  }

  protected failSteps(failures: readonly Failure[], isRecoverable: boolean): true {
    for (const { step, item, by } of failures) {
      this.work.delete(step.id)
      Object.assign(step, { status: 'ERROR', endedAt: this.now })
      this.reach('FAIL_STEP', { stage: this.stage, step, since: step.startedAt, actor: by })
      if (item) Object.assign(item, { isOpen: false, reason: 'RUN_ERROR' })
    }
    if (failures[0]) this.failStage(failures[0].step, isRecoverable)
    return true
  }

  protected failStage(step: OracleStep | null, isRecoverable: boolean): void {
    const { stage } = this
    this.endSteps('DISCONTINUED', isRecoverable)
    this.closeItems('COMPLETED', 'STAGE_ERROR')
    this.endStage('ERROR')
    this.reach('FAIL_STAGE', { stage, since: stage.startedAt })
    this.endRun(stage, step, isRecoverable)
  }

  protected endRun(stage: OracleStage | null, step: OracleStep | null, isRecoverable: boolean): void {
    if (!isRecoverable) this.work.clear()
    this.reach('FAIL_RUN', { ...(stage && { stage }), ...(step && { step }), since: this.startedAt })
    this.status = 'ERROR'
    this.fault = { stageId: stage?.id ?? null, stepId: step?.id ?? null, isRecoverable, at: this.now }
  }

  protected endStage(status: string): void {
    Object.assign(this.stage, { status, endedAt: this.now })
  }

  protected endSteps(status: 'DISCONTINUED' | 'CANCELED', mayWorkOn: boolean): void {
    for (const step of this.stage.steps.filter((one) => one.status === 'IN_PROGRESS')) {
      Object.assign(step, { status, endedAt: this.now })
      if (!mayWorkOn) this.work.delete(step.id)
      if (status === 'DISCONTINUED') this.reach('DISCONTINUE_STEP', { stage: this.stage, step, since: step.startedAt })
    }
  }

  protected closeItems(status: string, reason: string): void {
    // One whose own flow had failed ends with its stage.
    const isLeft = (item: OracleItem) => reason === 'STAGE_COMPLETED' && item.stageId === this.stage.id && item.status === 'ASSIGNED'
    for (const item of this.items.filter((one) => one.isOpen || isLeft(one))) Object.assign(item, { isOpen: false, status, reason, endedAt: status === 'COMPLETED' ? this.now : null })
  }

  // ------------------------------------------------------------ what it looks at

  // Null where neither requirements nor an evaluation flow is asked for.
  protected asked(condition: { requirements?: Requirements | null; evaluationFlow?: FlowCall | null } | null | undefined, completing: OracleStep | null = null): Answer | null {
    if (condition?.requirements) return holdsIn(condition.requirements, this.viewOf(completing)) ? 'yes' : 'no'
    const flow = condition?.evaluationFlow?.flow
    if (flow === undefined) return null
    if (flow === 'Broken' || this.world.flows[flow] === null) return 'failed'
    const { record, prior } = this.viewOf(null)
    const isYes = flow === 'Is_Urgent' ? (record.fields.Level as number) > 5 : prior !== null && prior.fields.Level !== record.fields.Level
    return isYes ? 'yes' : 'no'
  }

  protected read(resource: string, completing: OracleStep | null = null): Json {
    const [name, member] = resource.split('.') as [string, string | undefined]
    if (name === '$Record') return member === undefined ? RECORD.id : this.world.record!.fields[member] ?? null
    if (member === undefined) return this.variables[name] ?? null
    const has = (stage: OracleStage) => stage.steps.find((step) => step.name === name)
    const stage = this.entered.findLast(has)
    const step = stage && has(stage)
    if (member === 'Outputs') return (step && (step.status === 'COMPLETED' || step === completing) ? step.outputs?.['total'] : null) ?? null
    return step?.status ?? this.entered.findLast((stage) => stage.name === name)?.status ?? 'NOT_STARTED'
  }

  protected assignee(ref: AssigneeRef): { name: string; fault: null } | { fault: 'inactive' | 'nobody' } {
    const name = ref.user ?? ref.group ?? ref.queue ?? this.read(ref.resource!)
    const found = PEOPLE.find((one) => one.name === name)
    if (!found || (found.kind === 'user' && found.isSystem)) return { fault: 'nobody' }
    return found.kind === 'user' && !found.isActive ? { fault: 'inactive' } : { name: found.name, fault: null }
  }

  protected activeVersion(step: OracleStep): string | null {
    return this.world.flows[step.type === 'INTERACTIVE' ? 'Review' : 'Sync']?.versionId ?? null
  }

  protected stageDefinition({ name }: OracleStage): StageDefinition {
    return this.definition.stages.find((one) => one.apiName === name)!
  }

  protected stepDefinition(step: OracleStep): StepDefinition {
    const stage = this.stages.find((one) => one.steps.includes(step))!
    return this.stageDefinition(stage).steps[stage.steps.indexOf(step)]!
  }

  protected stepOf(item: OracleItem): OracleStep {
    return this.stages.flatMap((stage) => stage.steps).find((step) => step.id === item.stepId)!
  }

  protected reachOf(milestone: string, item: OracleItem, rest: { actor?: string | null; by?: string | null; since?: string | null }): void {
    this.reach(milestone, { stage: this.stages.find((one) => one.id === item.stageId)!, step: this.stepOf(item), item, ...rest })
  }
}

/** A stage whose turn has not come. */
export function future(definition: StageDefinition, number: number): OracleStage {
  const id = `r1.s${number}`
  return {
    id, name: definition.apiName, status: 'NOT_STARTED', startedAt: null, endedAt: null,
    steps: definition.steps.map((step, at) => ({
      id: `${id}.t${at + 1}`, name: step.apiName, type: step.stepType, status: 'NOT_STARTED', outputs: null, isThrough: false, attempt: 0, startedAt: null, endedAt: null, version: null, itemId: null,
    })),
  }
}
