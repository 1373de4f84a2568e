/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  subscription AgentEvents($after: String) {\n    omniChannel(after: $after) {\n      __typename\n      ... on Event { cursor }\n      ... on WorkAssigned { agentWork { ...Work } }\n      ... on WorkAccepted { agentWork { ...Work } }\n      ... on WorkDeclined { agentWork { id } }\n      ... on WorkPushTimedOut { agentWork { id } }\n      ... on WorkClosed { agentWork { id } }\n      ... on WorkCanceled { agentWork { id } }\n      ... on PresenceChanged { presence { label } }\n      ... on WorkloadChanged { currentWorkload configuredCapacity }\n    }\n  }\n  fragment Work on AgentWork { id status pushTimeoutAt workItem { id label } queue { label } }\n": typeof types.AgentEventsDocument,
    "query MyWork { omniChannel { agentWork(first: 100, status: [ASSIGNED, OPENED]) { edges { node { ...Work } } } } }": typeof types.MyWorkDocument,
    "mutation GoOnline($status: String) { setPresence(input: { status: $status }) { __typename ... on Error { message } } }": typeof types.GoOnlineDocument,
    "mutation Accept($id: ID!) { acceptAgentWork(input: { agentWorkId: $id }) { __typename ... on Error { message } } }": typeof types.AcceptDocument,
    "mutation Decline($id: ID!, $reason: String) { declineAgentWork(input: { agentWorkId: $id, reason: $reason }) { __typename ... on Error { message } } }": typeof types.DeclineDocument,
};
const documents: Documents = {
    "\n  subscription AgentEvents($after: String) {\n    omniChannel(after: $after) {\n      __typename\n      ... on Event { cursor }\n      ... on WorkAssigned { agentWork { ...Work } }\n      ... on WorkAccepted { agentWork { ...Work } }\n      ... on WorkDeclined { agentWork { id } }\n      ... on WorkPushTimedOut { agentWork { id } }\n      ... on WorkClosed { agentWork { id } }\n      ... on WorkCanceled { agentWork { id } }\n      ... on PresenceChanged { presence { label } }\n      ... on WorkloadChanged { currentWorkload configuredCapacity }\n    }\n  }\n  fragment Work on AgentWork { id status pushTimeoutAt workItem { id label } queue { label } }\n": types.AgentEventsDocument,
    "query MyWork { omniChannel { agentWork(first: 100, status: [ASSIGNED, OPENED]) { edges { node { ...Work } } } } }": types.MyWorkDocument,
    "mutation GoOnline($status: String) { setPresence(input: { status: $status }) { __typename ... on Error { message } } }": types.GoOnlineDocument,
    "mutation Accept($id: ID!) { acceptAgentWork(input: { agentWorkId: $id }) { __typename ... on Error { message } } }": types.AcceptDocument,
    "mutation Decline($id: ID!, $reason: String) { declineAgentWork(input: { agentWorkId: $id, reason: $reason }) { __typename ... on Error { message } } }": types.DeclineDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription AgentEvents($after: String) {\n    omniChannel(after: $after) {\n      __typename\n      ... on Event { cursor }\n      ... on WorkAssigned { agentWork { ...Work } }\n      ... on WorkAccepted { agentWork { ...Work } }\n      ... on WorkDeclined { agentWork { id } }\n      ... on WorkPushTimedOut { agentWork { id } }\n      ... on WorkClosed { agentWork { id } }\n      ... on WorkCanceled { agentWork { id } }\n      ... on PresenceChanged { presence { label } }\n      ... on WorkloadChanged { currentWorkload configuredCapacity }\n    }\n  }\n  fragment Work on AgentWork { id status pushTimeoutAt workItem { id label } queue { label } }\n"): typeof import('./graphql.ts').AgentEventsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query MyWork { omniChannel { agentWork(first: 100, status: [ASSIGNED, OPENED]) { edges { node { ...Work } } } } }"): typeof import('./graphql.ts').MyWorkDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation GoOnline($status: String) { setPresence(input: { status: $status }) { __typename ... on Error { message } } }"): typeof import('./graphql.ts').GoOnlineDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation Accept($id: ID!) { acceptAgentWork(input: { agentWorkId: $id }) { __typename ... on Error { message } } }"): typeof import('./graphql.ts').AcceptDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation Decline($id: ID!, $reason: String) { declineAgentWork(input: { agentWorkId: $id, reason: $reason }) { __typename ... on Error { message } } }"): typeof import('./graphql.ts').DeclineDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
