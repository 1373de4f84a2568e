// Screens as they are shown: what the flow runtime presents, word for word (core/flow/interview.ts).
import type { Screen as ScreenShape, ScreenField as FieldShape } from '../../core/flow/interview.ts'
import { builder } from '../builder.ts'
import { ScreenFieldType } from './flow-input.ts'

export const Screen = builder.objectRef<ScreenShape>('Screen')

Screen.implement({
  description: 'A screen as it is shown now: merge fields filled in, what was filled in before in place.',
  fields: (t) => ({
    apiName: t.exposeString('apiName', { description: 'Its name in the flow.' }),
    label: t.exposeString('label', { description: 'Its heading.' }),
    revision: t.exposeInt('revision', { description: 'Give it with the answer, so that no screen is answered twice.' }),
    fields: t.field({ type: [ScreenField], description: 'Its fields in order; a screen has at most a few dozen.', resolve: (screen) => [...screen.fields] }),
    canPause: t.exposeBoolean('canPause', { description: 'Whether it has a Pause button.' }),
    canGoBack: t.exposeBoolean('canGoBack', { description: 'Whether there is a screen to go back to.' }),
    canFinish: t.exposeBoolean('canFinish', { description: 'Whether it has a Next or Finish button. Without, it is left by Back or Pause, and the flow can\'t end on it.' }),
    helpText: t.exposeString('helpText', { nullable: true, description: 'Help for the whole screen.' }),
  }),
})

const ScreenField = builder.objectRef<FieldShape>('ScreenField')

ScreenField.implement({
  description: 'A field of a screen as it is shown now.',
  fields: (t) => ({
    apiName: t.exposeString('apiName', { description: 'Its name in the flow: the key of its value.' }),
    label: t.exposeString('label', { description: 'What stands beside it.' }),
    isVisible: t.exposeBoolean('isVisible', { description: 'Whether it is shown with the values filled in so far.' }),
    visibleWhen: t.field({ type: 'JSON', nullable: true, description: 'The condition for being shown, so that clients can follow it as values change; null: always.', resolve: (field) => field.visibleWhen }),
    fieldType: t.field({ type: ScreenFieldType, description: 'What kind of field it is.', resolve: (field) => field.fieldType }),
    isRequired: t.exposeBoolean('isRequired', { description: 'Whether it must be filled in while it is shown.' }),
    value: t.field({ type: 'JSON', nullable: true, description: 'What is filled in: kept from before, or its default.', resolve: (field) => field.value }),
    helpText: t.exposeString('helpText', { nullable: true, description: 'Help for this field.' }),
    choices: t.field({ type: [ScreenChoice], nullable: { list: true, items: false }, description: 'What can be chosen; null where it is no choice.', resolve: (field) => (field.choices === null ? null : [...field.choices]) }),
    displayText: t.exposeString('displayText', { nullable: true, description: 'What a DISPLAY_TEXT shows.' }),
  }),
})

const ScreenChoice = builder.objectRef<NonNullable<FieldShape['choices']>[number]>('ScreenChoice')

ScreenChoice.implement({
  description: 'One of the choices of a field.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'What people read.' }),
    value: t.field({ type: 'JSON', description: 'What is answered.', resolve: (choice) => choice.value }),
  }),
})
