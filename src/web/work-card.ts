// A work item as one line of a list: what it is, where it belongs, when it is due.
import { html, nothing, type TemplateResult } from 'lit'
import type { WorkFragment } from './generated/graphql.ts'
import { icon } from './icons.ts'
import type { Texts } from './texts/texts.ts'
import { exactTime, relativeTime, timeSince } from './times.ts'

/** Renders the words of a work item; `besides` stands with its small print. */
export function renderWork(work: WorkFragment, texts: Texts, language: string, besides: unknown = nothing): TemplateResult {
  const { assignee } = work
  const forWhom = assignee.__typename === 'Group' ? texts.assignedTo(assignee.label) : null
  return html`
    <div class="grow">
      <p class="title">${work.label}</p>
      ${work.description ? html`<p class="quiet">${work.description}</p>` : nothing}
      <p class="row small quiet">
        ${besides}<span>${work.run.label}</span><span class="number">${work.name}</span>${forWhom === null ? nothing : html`<span>${forWhom}</span>`}
        <time datetime=${work.assignedAt} title=${exactTime(work.assignedAt, language)}>${timeSince(work.assignedAt, language)}</time>
        ${renderDue(work, texts, language)}
      </p>
    </div>`
}

function renderDue({ dueAt, isOverdue }: WorkFragment, texts: Texts, language: string) {
  if (dueAt === null) return nothing
  const time = relativeTime(dueAt, language)
  return html`<span class="badge ${isOverdue ? 'bad' : ''}" title=${exactTime(dueAt, language)}>${icon('clock')}${isOverdue ? texts.overdue(time) : texts.due(time)}</span>`
}
