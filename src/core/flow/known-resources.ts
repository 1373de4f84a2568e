// Which resources a flow's definition knows, and of what type each is, as far as that can be told before it runs.
import type { DataType, FlowDefinition, ScreenFieldDefinition } from '../definition.ts'
import type { ActiveFlow } from '../facts.ts'
import { own } from '../read-path.ts'
import type { ResourceType, TypeOf } from '../resource-types.ts'
import type { Slot } from './assign.ts'
import { slotOf } from './assignment-element.ts'
import { fieldDataType } from './field-values.ts'
import { namedElement } from './work.ts'

const FLOW_TYPES: { readonly [name: string]: DataType } = { CurrentRecord: 'RECORD', InterviewGuid: 'STRING', FaultMessage: 'STRING', CurrentDateTime: 'DATE_TIME' }
const USER_TYPES: { readonly [name: string]: DataType } = { Username: 'STRING', Name: 'STRING', Id: 'STRING' }
const RECORD_TYPES: { readonly [name: string]: DataType } = { Id: 'RECORD', Name: 'STRING', Owner: 'STRING' }

/** The types of one flow's resources: variables, screen fields, subflows (with their outputs, where `flows` knows them) and `$` resources. */
export function resourcesOfFlow(definition: FlowDefinition, flows: { readonly [apiName: string]: ActiveFlow | null }): TypeOf {
  const variables = new Map((definition.variables ?? []).map((variable) => [variable.apiName, variable]))
  const named = definition.elements.map(namedElement).filter((element) => element !== null)
  const fields = new Map(named.flatMap((element) => (element.kind === 'screen' ? element.element.fields.map((field) => [field.apiName, field] as const) : [])))
  const subflows = new Map(named.flatMap((element) => (element.kind === 'subflow' ? [[element.element.apiName, element.element.flow] as const] : [])))
  return (resource) => {
    const [name, ...path] = resource.split('.')
    if (path.some((part) => part === '')) return `"${resource}" is not a resource: a part of its name is empty`
    if (name!.startsWith('$')) return dollarResource(resource, name!, path)
    const variable = variables.get(name!)
    if (variable) return part(resource, slotOf(variable), path)
    const field = fields.get(name!)
    if (field) return fieldResource(resource, field, path)
    const called = subflows.get(name!)
    if (called !== undefined) return subflowResource(resource, own(flows, called) ?? null, path)
    return `there is no variable, screen field or subflow "${name}"`
  }
}

const ANY: ResourceType = { dataType: null, isCollection: false }

function single(dataType: DataType | null): ResourceType {
  return { dataType, isCollection: false }
}

function dollarResource(resource: string, name: string, path: readonly string[]): ResourceType | string {
  if (name === '$Record') return path.length === 0 ? single('RECORD') : single(path.length === 1 ? own(RECORD_TYPES, path[0]!) ?? null : null)
  const types = name === '$Flow' ? FLOW_TYPES : name === '$User' ? USER_TYPES : null
  const dataType = types && path.length === 1 ? own(types, path[0]!) : undefined
  if (dataType) return single(dataType)
  return types ? `there is no resource "${resource}"; ${name} has ${Object.keys(types).join(', ')}` : `there is no resource "${resource}"`
}

function part(resource: string, slot: Slot, path: readonly string[]): ResourceType | string {
  if (path.length === 0) return slot
  if (slot.dataType === 'JSON') return ANY
  if (slot.isCollection && path.length === 1 && /^\d+$/.test(path[0]!)) return single(slot.dataType)
  return `"${resource}" is not a resource: ${slot.isCollection ? 'the parts of a list are numbers, from 0' : `a ${slot.dataType} has no parts`}`
}

function fieldResource(resource: string, field: ScreenFieldDefinition, path: readonly string[]): ResourceType | string {
  if (field.fieldType === 'DISPLAY_TEXT') return `"${field.apiName}" only displays text; it has no value`
  const { dataType, isCollection } = fieldDataType(field.fieldType)
  if (dataType !== null) return part(resource, { dataType, isCollection }, path)
  return { dataType: null, isCollection: isCollection && path.length === 0 }
}

function subflowResource(resource: string, flow: ActiveFlow | null, path: readonly string[]): ResourceType | string {
  if (path.length === 0) return single('JSON')
  if (flow === null) return ANY
  const output = flow.definition.variables?.find((variable) => variable.isOutput && variable.apiName === path[0])
  return output ? part(resource, slotOf(output), path.slice(1)) : `"${flow.apiName}" has no output "${path[0]}"`
}
