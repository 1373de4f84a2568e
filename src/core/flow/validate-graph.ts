// Where a flow's elements lead: start, unreachable elements, endless loops, screens that may not be the last (D3).
import type { FlowDefinition, FlowType } from '../definition.ts'
import { elementPath, type Path, type Report } from './flow-limits.ts'
import { namedElement, type NamedElement } from './work.ts'

/** One way out of an element: the element it leads to (null: the end), and where that is written, below the element. */
export type Exit = { to: string | null; path: Path }

/** Every way out of an element, in the order in which they are written. */
export function exitsOf(named: NamedElement): readonly Exit[] {
  if (named.kind === 'decision') {
    const { outcomes, default: otherwise } = named.element
    return [...outcomes.map((outcome, at) => ({ to: outcome.next ?? null, path: ['outcomes', at, 'next'] })), { to: otherwise ?? null, path: ['default'] }]
  }
  const next = { to: named.element.next ?? null, path: ['next'] }
  return named.kind === 'action' && named.element.onFault ? [next, { to: named.element.onFault, path: ['onFault'] }] : [next]
}

/** Checks where the elements lead. `typeOf` tells the type of a called flow, null where it is not known. */
export function checkGraph(definition: FlowDefinition, typeOf: (flow: string) => FlowType | null, report: Report): void {
  const nodes = definition.elements.map((member, at) => ({ at, named: namedElement(member) })).filter((node): node is Node => node.named !== null)
  const byName = new Map(nodes.map((node) => [node.named.element.apiName, node]))
  if (definition.elements.length === 0) return report(['elements'], 'a flow needs at least one element')
  if (!byName.has(definition.start)) report(['start'], `there is no element "${definition.start}"`)
  for (const { at, named } of nodes) {
    for (const exit of exitsOf(named)) {
      if (exit.to !== null && !byName.has(exit.to)) report([...elementPath(at, named), ...exit.path], `there is no element "${exit.to}"`)
    }
  }
  const reachable = reachableFrom(definition.start, byName)
  if (!byName.has(definition.start)) return
  for (const { at, named } of nodes) {
    if (!reachable.has(named.element.apiName)) report(elementPath(at, named), `"${named.element.apiName}" can't be reached from the start`)
  }
  const rests = (named: NamedElement): boolean => named.kind === 'screen' || named.kind === 'wait' || (named.kind === 'subflow' && typeOf(named.element.flow) === 'SCREEN')
  checkEndless(nodes, byName, reachable, rests, report)
  for (const { at, named } of nodes) {
    if (named.kind === 'screen' && named.element.allowFinish === false && mayEndAfter(named, byName, rests)) {
      report([...elementPath(at, named), 'allowFinish'], `the flow may end after "${named.element.apiName}", which doesn't allow to finish`)
    }
  }
}

type Node = { at: number; named: NamedElement }
type Nodes = ReadonlyMap<string, Node>

function reachableFrom(start: string, byName: Nodes): ReadonlySet<string> {
  const reached = new Set<string>()
  const open = [start]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const node = byName.get(name)
    if (node === undefined || reached.has(name)) continue
    reached.add(name)
    for (const exit of exitsOf(node.named)) if (exit.to !== null) open.push(exit.to)
  }
  return reached
}

// Endless: neither the end nor a place where the flow rests can ever come, whatever is decided.
function checkEndless(nodes: readonly Node[], byName: Nodes, reachable: ReadonlySet<string>, rests: (named: NamedElement) => boolean, report: Report): void {
  const ends = new Set<string>()
  const leadsOut = ({ named }: Node): boolean =>
    rests(named) || exitsOf(named).some((exit) => exit.to === null || !byName.has(exit.to) || ends.has(exit.to))
  for (let before = -1; ends.size > before;) {
    before = ends.size
    for (const node of nodes) if (leadsOut(node)) ends.add(node.named.element.apiName)
  }
  for (const { at, named } of nodes) {
    if (reachable.has(named.element.apiName) && !ends.has(named.element.apiName)) {
      report(elementPath(at, named), `"${named.element.apiName}" is part of an endless loop without a screen or a wait`)
    }
  }
}

function mayEndAfter(screen: NamedElement, byName: Nodes, rests: (named: NamedElement) => boolean): boolean {
  const seen = new Set<string>()
  const open = exitsOf(screen).map((exit) => exit.to)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === null) return true
    const node = byName.get(name)
    if (node === undefined || seen.has(name) || rests(node.named)) continue
    seen.add(name)
    open.push(...exitsOf(node.named).map((exit) => exit.to))
  }
  return false
}
