// The screen that an interview stands on, as people see it.
import type { FlowDefinition, ScreenElement, ScreenFieldDefinition } from '../definition.ts'
import type { Facts, Needs } from '../facts.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Interview, Screen, ScreenField } from './interview.ts'
import { filled } from './read-resource.ts'
import { fittingOrNull, shownValue, visibleFields } from './screen-values.ts'
import { hasScreenBefore } from './way-back.ts'
import { beginWork, definitionOf, elementOf, missing, topFrame, type Work } from './work.ts'

/**
 * The screen with merge fields filled in and defaults and kept values in place; null where the interview stands on none.
 * Pure: shown again it is the same, to the letter. `canPause` is the screen's own word: the org switch comes on top (I3).
 */
export function presentScreen(interview: Interview, facts: Facts): Screen | null | { kind: 'needs'; needs: Needs } {
  if (interview.position.kind !== 'screen') return null
  const work = beginWork(interview, facts, interview.movedAt)
  const screen = present(work, interview.position)
  const needs = missing(work)
  return needs === null ? screen : { kind: 'needs', needs }
}

function present(work: Work, position: { element: string; values: JsonObject }): Screen | null {
  const definition = definitionOf(work, topFrame(work.interview))
  const found = definition && elementOf(definition, position.element)
  if (definition === null || found?.kind !== 'screen') return null
  const screen = found.element
  const values = Object.fromEntries(screen.fields.map((field) => [field.apiName, shownValue(work, definition, field, position.values)]))
  const visible = visibleFields(work, screen, Object.fromEntries(screen.fields.map((field) => [field.apiName, fittingOrNull(field, values[field.apiName] ?? null)])))
  return {
    apiName: screen.apiName, label: filled(work, screen.label), revision: work.interview.revision,
    helpText: textOrNull(work, screen.helpText), pauseConfirmation: textOrNull(work, screen.pauseConfirmation),
    ...buttonsOf(work.interview, definition, screen),
    fields: screen.fields.map((field) => presentField(work, field, values[field.apiName] ?? null, visible.has(field.apiName))),
  }
}

function buttonsOf(interview: Interview, definition: FlowDefinition, screen: ScreenElement): Pick<Screen, 'canPause' | 'canGoBack' | 'canFinish'> {
  return {
    canPause: definition.flowType === 'SCREEN' && screen.allowPause === true,
    canGoBack: screen.allowBack !== false && hasScreenBefore(interview),
    canFinish: screen.allowFinish !== false,
  }
}

function presentField(work: Work, field: ScreenFieldDefinition, value: Json, isVisible: boolean): ScreenField {
  return {
    apiName: field.apiName, label: filled(work, field.label), fieldType: field.fieldType,
    isRequired: field.isRequired === true, isVisible, visibleWhen: (field.visibleWhen ?? null) as Json,
    value: field.fieldType === 'PASSWORD' ? null : value,
    helpText: textOrNull(work, field.helpText), displayText: textOrNull(work, field.displayText),
    choices: field.choices?.map((choice) => ({ label: filled(work, choice.label), value: choice.value })) ?? null,
  }
}

function textOrNull(work: Work, text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : filled(work, text)
}
