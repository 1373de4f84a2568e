// Whether a definition's calls can be made: flows with their inputs, and assignees (D3).
import type { AssigneeRef, DataType, FlowCall, FlowType, InputAssignment, Variable } from './definition.ts'
import { directoryKey, type DirectoryEntry, type Facts } from './facts.ts'
import { isRequiredInput } from './flow/check-inputs.ts'
import { checkValue } from './flow/values.ts'
import type { Issue } from './issue.ts'
import { own } from './read-path.ts'
import type { TypeOf } from './resource-types.ts'

/** What was looked up for a definition, as `namesIn` asked; null, or absent: there is no such thing. */
export type World = Pick<Facts, 'flows' | 'directory'>

/** Every fault of a call: the flow must be active, of the right type, and given the inputs it needs and no others. */
export function callIssues(call: FlowCall, flowType: FlowType, path: readonly string[], typeOf: TypeOf, world: World): Issue[] {
  const flow = own(world.flows, call.flow)
  if (!flow) return [{ path: [...path, 'flow'], message: call.flow === '' ? 'a flow is needed' : `there is no active flow "${call.flow}"` }]
  if (flow.flowType !== flowType) return [{ path: [...path, 'flow'], message: `the flow "${call.flow}" is of type ${flow.flowType}; ${flowType} is needed here` }]
  const variables = flow.definition.variables ?? []
  const given = call.inputs ?? []
  const missing = variables.filter((variable) => isRequiredInput(variable) && !given.some((input) => input.name === variable.apiName))
  return [
    ...missing.map((variable) => ({ path: [...path, 'inputs'], message: `the flow "${call.flow}" needs the input "${variable.apiName}"` })),
    ...given.flatMap((input, at) => {
      const place = [...path, 'inputs', String(at)]
      if (given.findIndex((one) => one.name === input.name) < at) return [{ path: [...place, 'name'], message: `the input "${input.name}" is given twice` }]
      const variable = variables.find((one) => one.isInput && one.apiName === input.name)
      if (!variable) return [{ path: [...place, 'name'], message: `the flow "${call.flow}" has no input "${input.name}"` }]
      return inputIssues(input, variable, place, typeOf)
    }),
  ]
}

/** Every fault of an input's value for a variable: exactly one of value and resource, of a type that fits. */
export function inputIssues(input: InputAssignment, variable: Variable, path: readonly string[], typeOf: TypeOf): Issue[] {
  const { value, resource } = input
  if (resource) {
    if ((value ?? null) !== null) return [{ path: [...path, 'resource'], message: 'either a value or a resource is expected, not both' }]
    const message = resourceFault(typeOf, resource, variable)
    return message === null ? [] : [{ path: [...path, 'resource'], message }]
  }
  if (value === undefined || (value === null && isRequiredInput(variable))) return [{ path: [...path, 'value'], message: 'a value or a resource is needed' }]
  const fitted = checkValue(value, variable.dataType, variable.isCollection ?? false)
  return 'fault' in fitted ? [{ path: [...path, 'value'], message: fitted.fault }] : []
}

/** Why a resource's value can't be taken where a type is expected; null when it can, as far as is known. */
export function resourceFault(typeOf: TypeOf, resource: string, expected: { dataType: DataType; isCollection?: boolean | null }): string | null {
  const type = typeOf(resource)
  if (typeof type === 'string') return type
  if (type.dataType === null || type.dataType === 'JSON' || expected.dataType === 'JSON') return null
  if (type.isCollection !== (expected.isCollection ?? false)) return `"${resource}" is ${type.isCollection ? '' : 'not '}a list`
  return type.dataType === expected.dataType || CONVERTS[type.dataType].includes(expected.dataType) ? null : `"${resource}" is of type ${type.dataType}; ${expected.dataType} is expected`
}

// What is converted without loss, and without depending on the value.
const CONVERTS: { readonly [from in DataType]: readonly DataType[] } = {
  STRING: ['RECORD'], RECORD: ['STRING'], NUMBER: ['STRING'], BOOLEAN: ['STRING'], DATE: ['DATE_TIME', 'STRING'], DATE_TIME: ['DATE', 'STRING'], JSON: [],
}

/** Every fault of an assignee: exactly one of its members, and somebody who can be given work. */
export function assigneeIssues(ref: AssigneeRef, path: readonly string[], typeOf: TypeOf, world: World): Issue[] {
  const members = (['user', 'group', 'queue', 'resource'] as const).filter((member) => (ref[member] ?? null) !== null)
  const [member] = members
  if (member === undefined || members.length > 1) return [{ path, message: 'exactly one of user, group, queue and resource is expected' }]
  const name = ref[member]!
  const message = member === 'resource' ? resourceAssigneeFault(name, typeOf) : entryFault(member, name, own(world.directory, directoryKey(member, name)))
  return message === null ? [] : [{ path: [...path, member], message }]
}

function resourceAssigneeFault(resource: string, typeOf: TypeOf): string | null {
  if (/^\$User(\.|$)/.test(resource)) return '$User is the system user while an orchestration runs, which can\'t be given work'
  const type = typeOf(resource)
  if (typeof type === 'string') return type
  const isText = !type.isCollection && (type.dataType === null || type.dataType === 'STRING' || type.dataType === 'JSON')
  return isText ? null : `"${resource}" must be a text: a username, or a group's or queue's API name`
}

function entryFault(kind: 'user' | 'group' | 'queue', name: string, entry: DirectoryEntry | null | undefined): string | null {
  if (!entry) return `there is no ${kind} "${name}"`
  if (entry.kind !== kind) return `"${name}" is a ${entry.kind}, not a ${kind}`
  if (entry.kind !== 'user') return null
  if (entry.isSystem) return 'work can\'t be assigned to the system user'
  return entry.isActive ? null : `the user "${name}" is not active`
}
