// Definition files: found in folders, read from JSON or YAML, and held against the inputs that they are sent as.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { buildSchema, coerceInputValue, GraphQLNonNull, isInputObjectType, type GraphQLInputType } from 'graphql'
import { parseDocument } from 'yaml'
import type { FlowDefinition, OrchestrationDefinition } from '../../core/definition.ts'
import { CommandFault } from '../command-fault.ts'

/** What a file defines, in the shape of SaveFlowInput or SaveOrchestrationInput. */
export type Definition = { kind: 'flow'; definition: FlowDefinition } | { kind: 'orchestration'; definition: OrchestrationDefinition }

/** A definition with the file that it stands in, as its path was given. */
export type DefinitionFile = Definition & { file: string }

/** A file of a flow, and one of an orchestration. */
export type FlowFile = Extract<DefinitionFile, { kind: 'flow' }>
export type OrchestrationFile = Extract<DefinitionFile, { kind: 'orchestration' }>

/** Something wrong in a file; an empty path is the file as a whole. */
export type FileFault = { file: string; path: readonly string[]; message: string }

/** What was read: definitions of the right shape, and the faults of all others with the API name that they were to have. */
export type ReadFiles = { files: DefinitionFile[]; faults: FileFault[]; unreadable: ReadonlySet<string> }

const NAME = /\.(flow|orchestration)\.(json|ya?ml)$/i

/** Reads files and, in folders and below, every file named as a definition. Throws CommandFault where there is none. */
export async function readDefinitions(paths: readonly string[]): Promise<ReadFiles> {
  const found = [...new Set((await Promise.all(paths.map(filesAt))).flat())].sort()
  const types = await inputTypes()
  const read: { files: DefinitionFile[]; faults: FileFault[]; unreadable: Set<string> } = { files: [], faults: [], unreadable: new Set() }
  for (const file of found) {
    const { definition, faults, apiName } = await readDefinition(file, types)
    read.faults.push(...faults)
    if (definition !== null) read.files.push(definition)
    else if (apiName !== null) read.unreadable.add(apiName)
  }
  return read
}

async function filesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => { throw new CommandFault(`${path} can't be read (${error.code}).`) })
  if (found.isDirectory()) {
    const files = await filesBelow(normalize(path))
    if (files.length === 0) throw new CommandFault(`There is no definition in ${path}: its files are named *.flow.json, *.orchestration.json, or the same with .yaml or .yml.`)
    return files
  }
  if (!NAME.test(path)) throw new CommandFault(`${path} doesn't say what it defines: name it *.flow.json, *.orchestration.json, or the same with .yaml or .yml.`)
  return [normalize(path)]
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const below = entries.map(async (entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : filesBelow(path)
    return NAME.test(entry.name) ? [path] : []
  })
  return (await Promise.all(below)).flat()
}

type InputTypes = { readonly [kind in Definition['kind']]: GraphQLInputType }

async function inputTypes(): Promise<InputTypes> {
  const schema = buildSchema(await readFile(new URL('../../../schema.graphql', import.meta.url), 'utf8'), { assumeValid: true })
  const [flow, orchestration] = [schema.getType('SaveFlowInput'), schema.getType('SaveOrchestrationInput')]
  if (!isInputObjectType(flow) || !isInputObjectType(orchestration)) throw new Error('schema.graphql has no inputs for definitions')
  return { flow: new GraphQLNonNull(flow), orchestration: new GraphQLNonNull(orchestration) }
}

async function readDefinition(file: string, types: InputTypes): Promise<{ definition: DefinitionFile | null; faults: FileFault[]; apiName: string | null }> {
  const [, kind, format] = NAME.exec(file.toLowerCase()) as unknown as [string, Definition['kind'], string]
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => { throw new CommandFault(`${file} can't be read (${error.code}).`) })
  const { value, faults } = (format === 'json' ? parseJson : parseYaml)(text.replace(/^\ufeff/, ''))
  if (faults.length > 0) return { definition: null, faults: faults.map((message) => ({ file, path: [], message })), apiName: null }
  const misshapen: FileFault[] = []
  const definition: unknown = coerceInputValue(value, types[kind], (path, _, error) => misshapen.push({ file, path: path.map(String), message: plain(error.message) }))
  const apiName = (value as { apiName?: unknown } | null)?.apiName
  if (misshapen.length > 0) return { definition: null, faults: misshapen, apiName: typeof apiName === 'string' ? apiName : null }
  // As it will come out of the server: plain JSON.
  return { definition: { file, kind, definition: JSON.parse(JSON.stringify(definition)) } as DefinitionFile, faults: [], apiName: null }
}

function parseJson(text: string): { value: unknown; faults: string[] } {
  try {
    return { value: JSON.parse(text), faults: [] }
  } catch (error) {
    return { value: null, faults: [`is no JSON: ${(error as Error).message}`] }
  }
}

function parseYaml(text: string): { value: unknown; faults: string[] } {
  const document = parseDocument(text)
  if (document.errors.length > 0) return { value: null, faults: document.errors.map((error) => `is no YAML: ${error.message.split('\n')[0]}`) }
  try {
    return { value: document.toJS(), faults: [] }
  } catch (error) {
    return { value: null, faults: [`is no YAML: ${(error as Error).message}`] }
  }
}

// GraphQL speaks of its own types; the place is told by the path.
function plain(message: string): string {
  const required = /^Field "(\w+)" of required type ".*" was not provided\.$/.exec(message)
  if (required !== null) return `"${required[1]}" is missing`
  // What is left empty in YAML is null, a file of comments alone too.
  if (/^Expected non-nullable type ".*" not to be null\.$/.test(message)) return 'there is nothing here'
  return message.replace(/ is not defined by type "\w+"\./, ' is not known here.').replace(/^Expected type "\w+" to be an object\.$/, 'an object is expected').replace(/\.$/, '')
}
