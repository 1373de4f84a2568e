/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What became of work that was pushed to an agent. */
export type AgentWorkStatus =
  /** Offered: waits for the agent's answer. */
  | 'ASSIGNED'
  /** Taken back because the work is no longer theirs to do. */
  | 'CANCELED'
  /** Done, or closed by the agent. */
  | 'CLOSED'
  /** Declined by the agent. */
  | 'DECLINED'
  /** Not answered in time. */
  | 'DECLINED_ON_PUSH_TIMEOUT'
  /** Accepted: the agent works on it. */
  | 'OPENED'
  /** Accepted, and then given to somebody else. */
  | 'TRANSFERRED'
  /** Taken back because the agent went offline. */
  | 'UNAVAILABLE';

export type AgentEventsSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type AgentEventsSubscription = { omniChannel:
    | { __typename: 'PresenceChanged', cursor: string, presence: { label: string } | null }
    | { __typename: 'WorkAccepted', cursor: string, agentWork: { id: string, status: AgentWorkStatus, pushTimeoutAt: string | null, workItem: { id: string, label: string }, queue: { label: string } } }
    | { __typename: 'WorkAssigned', cursor: string, agentWork: { id: string, status: AgentWorkStatus, pushTimeoutAt: string | null, workItem: { id: string, label: string }, queue: { label: string } } }
    | { __typename: 'WorkCanceled', cursor: string, agentWork: { id: string } }
    | { __typename: 'WorkClosed', cursor: string, agentWork: { id: string } }
    | { __typename: 'WorkDeclined', cursor: string, agentWork: { id: string } }
    | { __typename: 'WorkPushTimedOut', cursor: string, agentWork: { id: string } }
    | { __typename: 'WorkloadChanged', cursor: string, currentWorkload: number, configuredCapacity: number }
   };

export type WorkFragment = { id: string, status: AgentWorkStatus, pushTimeoutAt: string | null, workItem: { id: string, label: string }, queue: { label: string } };

export type MyWorkQueryVariables = Exact<{ [key: string]: never; }>;


export type MyWorkQuery = { omniChannel: { agentWork: { edges: Array<{ node: { id: string, status: AgentWorkStatus, pushTimeoutAt: string | null, workItem: { id: string, label: string }, queue: { label: string } } }> } } };

export type GoOnlineMutationVariables = Exact<{
  status?: string | null | undefined;
}>;


export type GoOnlineMutation = { setPresence:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'SetPresenceSuccess' }
    | { __typename: 'ValidationError', message: string }
   };

export type AcceptMutationVariables = Exact<{
  id: string | number;
}>;


export type AcceptMutation = { acceptAgentWork:
    | { __typename: 'AcceptAgentWorkSuccess' }
    | { __typename: 'AgentWorkNotPendingError', message: string }
    | { __typename: 'CapacityExceededError', message: string }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'ValidationError', message: string }
   };

export type DeclineMutationVariables = Exact<{
  id: string | number;
  reason?: string | null | undefined;
}>;


export type DeclineMutation = { declineAgentWork:
    | { __typename: 'AgentWorkNotPendingError', message: string }
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'DeclineAgentWorkSuccess' }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'ValidationError', message: string }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const WorkFragmentDoc = new TypedDocumentString(`
    fragment Work on AgentWork {
  id
  status
  pushTimeoutAt
  workItem {
    id
    label
  }
  queue {
    label
  }
}
    `, {"fragmentName":"Work"}) as unknown as TypedDocumentString<WorkFragment, unknown>;
export const AgentEventsDocument = new TypedDocumentString(`
    subscription AgentEvents($after: String) {
  omniChannel(after: $after) {
    __typename
    ... on Event {
      cursor
    }
    ... on WorkAssigned {
      agentWork {
        ...Work
      }
    }
    ... on WorkAccepted {
      agentWork {
        ...Work
      }
    }
    ... on WorkDeclined {
      agentWork {
        id
      }
    }
    ... on WorkPushTimedOut {
      agentWork {
        id
      }
    }
    ... on WorkClosed {
      agentWork {
        id
      }
    }
    ... on WorkCanceled {
      agentWork {
        id
      }
    }
    ... on PresenceChanged {
      presence {
        label
      }
    }
    ... on WorkloadChanged {
      currentWorkload
      configuredCapacity
    }
  }
}
    fragment Work on AgentWork {
  id
  status
  pushTimeoutAt
  workItem {
    id
    label
  }
  queue {
    label
  }
}`) as unknown as TypedDocumentString<AgentEventsSubscription, AgentEventsSubscriptionVariables>;
export const MyWorkDocument = new TypedDocumentString(`
    query MyWork {
  omniChannel {
    agentWork(first: 100, status: [ASSIGNED, OPENED]) {
      edges {
        node {
          ...Work
        }
      }
    }
  }
}
    fragment Work on AgentWork {
  id
  status
  pushTimeoutAt
  workItem {
    id
    label
  }
  queue {
    label
  }
}`) as unknown as TypedDocumentString<MyWorkQuery, MyWorkQueryVariables>;
export const GoOnlineDocument = new TypedDocumentString(`
    mutation GoOnline($status: String) {
  setPresence(input: {status: $status}) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<GoOnlineMutation, GoOnlineMutationVariables>;
export const AcceptDocument = new TypedDocumentString(`
    mutation Accept($id: ID!) {
  acceptAgentWork(input: {agentWorkId: $id}) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<AcceptMutation, AcceptMutationVariables>;
export const DeclineDocument = new TypedDocumentString(`
    mutation Decline($id: ID!, $reason: String) {
  declineAgentWork(input: {agentWorkId: $id, reason: $reason}) {
    __typename
    ... on Error {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<DeclineMutation, DeclineMutationVariables>;