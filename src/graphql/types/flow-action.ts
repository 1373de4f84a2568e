// Registered actions, for those who make flows and for what checks them.
import { requirePermission } from '../../commands/require-permission.ts'
import type { Action, ActionInput } from '../../commands/action.ts'
import { own } from '../../core/read-path.ts'
import { builder } from '../builder.ts'
import { DataType } from './requirements-input.ts'

const FlowActionInput = builder.objectRef<ActionInput>('FlowActionInput').implement({
  description: 'An input that an action takes.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, as flows give it.' }),
    dataType: t.field({ type: DataType, description: 'What it takes.', resolve: (input) => input.dataType }),
    isRequired: t.exposeBoolean('isRequired', { description: 'Whether a flow must give it.' }),
  }),
})

const FlowAction = builder.objectRef<Action & { name: string }>('FlowAction').implement({
  description: 'What flows can have done outside: an action that this server has.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, as flows call it.' }),
    inputs: t.field({ type: [FlowActionInput], description: 'What it takes: a handful.', resolve: (action) => [...action.inputs] }),
  }),
})

builder.queryField('flowAction', (t) => t.field({
  type: FlowAction, nullable: true, description: 'The registered action with this name, e.g. "http.request"; null where there is none. Takes MANAGE_FLOW.',
  args: { name: t.arg.string({ required: true, description: 'Name of an action.' }) },
  resolve: (_, { name }, { shell, viewer }) => {
    requirePermission(viewer, 'MANAGE_FLOW', 'Looking at actions')
    const action = own(shell.actions, name)
    return action ? { ...action, name } : null
  },
}))
