/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

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
    "\n  query WorkItems($first: Int, $after: String, $filter: WorkItemFilter, $orderBy: WorkItemOrder) {\n    workItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { cursor node { run { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": typeof types.WorkItemsDocument,
    "\n  mutation CreateCase($case: UpsertRecordInput!, $share: ShareRecordInput!) {\n    upsertRecord(input: $case) { __typename ... on UpsertRecordSuccess { startedRuns { id status currentStage { apiName } } } }\n    shareRecord(input: $share) { __typename }\n  }\n": typeof types.CreateCaseDocument,
    "\n  query WorkGuide($recordId: ID!) {\n    record(recordId: $recordId) { fields workGuide { edges { node { id label canOpen assignee { __typename ... on User { username } ... on Group { apiName } } } } } pausedInterviews { edges { node { guid pauseLabel canResume } } } }\n  }\n": typeof types.WorkGuideDocument,
    "\n  mutation Open($id: ID!) {\n    openWorkItem(input: { workItemId: $id }) { __typename ... on OpenWorkItemSuccess { interview { guid screen { apiName revision canPause fields { apiName value displayText } } } } ... on Error { message } }\n  }\n": typeof types.OpenDocument,
    "\n  mutation Submit($input: SubmitScreenInput!) {\n    submitScreen(input: $input) {\n      __typename\n      ... on SubmitScreenSuccess { interview { status screen { apiName revision } } workItem { status completedBy { username } } nextWorkItems { label } }\n      ... on WorkItemAlreadyCompletedError { completedBy { username } completedAt }\n      ... on Error { message }\n    }\n  }\n": typeof types.SubmitDocument,
    "\n  query Progress($id: ID!) {\n    node(id: $id) { __typename ... on OrchestrationRun { status stages { apiName status steps { apiName status } } history(first: 100) { edges { node { milestone } } } } }\n  }\n": typeof types.ProgressDocument,
};
const documents: Documents = {
    "\n  query WorkItems($first: Int, $after: String, $filter: WorkItemFilter, $orderBy: WorkItemOrder) {\n    workItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { cursor node { run { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n": types.WorkItemsDocument,
    "\n  mutation CreateCase($case: UpsertRecordInput!, $share: ShareRecordInput!) {\n    upsertRecord(input: $case) { __typename ... on UpsertRecordSuccess { startedRuns { id status currentStage { apiName } } } }\n    shareRecord(input: $share) { __typename }\n  }\n": types.CreateCaseDocument,
    "\n  query WorkGuide($recordId: ID!) {\n    record(recordId: $recordId) { fields workGuide { edges { node { id label canOpen assignee { __typename ... on User { username } ... on Group { apiName } } } } } pausedInterviews { edges { node { guid pauseLabel canResume } } } }\n  }\n": types.WorkGuideDocument,
    "\n  mutation Open($id: ID!) {\n    openWorkItem(input: { workItemId: $id }) { __typename ... on OpenWorkItemSuccess { interview { guid screen { apiName revision canPause fields { apiName value displayText } } } } ... on Error { message } }\n  }\n": types.OpenDocument,
    "\n  mutation Submit($input: SubmitScreenInput!) {\n    submitScreen(input: $input) {\n      __typename\n      ... on SubmitScreenSuccess { interview { status screen { apiName revision } } workItem { status completedBy { username } } nextWorkItems { label } }\n      ... on WorkItemAlreadyCompletedError { completedBy { username } completedAt }\n      ... on Error { message }\n    }\n  }\n": types.SubmitDocument,
    "\n  query Progress($id: ID!) {\n    node(id: $id) { __typename ... on OrchestrationRun { status stages { apiName status steps { apiName status } } history(first: 100) { edges { node { milestone } } } } }\n  }\n": types.ProgressDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WorkItems($first: Int, $after: String, $filter: WorkItemFilter, $orderBy: WorkItemOrder) {\n    workItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { cursor node { run { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"): (typeof documents)["\n  query WorkItems($first: Int, $after: String, $filter: WorkItemFilter, $orderBy: WorkItemOrder) {\n    workItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {\n      edges { cursor node { run { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateCase($case: UpsertRecordInput!, $share: ShareRecordInput!) {\n    upsertRecord(input: $case) { __typename ... on UpsertRecordSuccess { startedRuns { id status currentStage { apiName } } } }\n    shareRecord(input: $share) { __typename }\n  }\n"): (typeof documents)["\n  mutation CreateCase($case: UpsertRecordInput!, $share: ShareRecordInput!) {\n    upsertRecord(input: $case) { __typename ... on UpsertRecordSuccess { startedRuns { id status currentStage { apiName } } } }\n    shareRecord(input: $share) { __typename }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WorkGuide($recordId: ID!) {\n    record(recordId: $recordId) { fields workGuide { edges { node { id label canOpen assignee { __typename ... on User { username } ... on Group { apiName } } } } } pausedInterviews { edges { node { guid pauseLabel canResume } } } }\n  }\n"): (typeof documents)["\n  query WorkGuide($recordId: ID!) {\n    record(recordId: $recordId) { fields workGuide { edges { node { id label canOpen assignee { __typename ... on User { username } ... on Group { apiName } } } } } pausedInterviews { edges { node { guid pauseLabel canResume } } } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Open($id: ID!) {\n    openWorkItem(input: { workItemId: $id }) { __typename ... on OpenWorkItemSuccess { interview { guid screen { apiName revision canPause fields { apiName value displayText } } } } ... on Error { message } }\n  }\n"): (typeof documents)["\n  mutation Open($id: ID!) {\n    openWorkItem(input: { workItemId: $id }) { __typename ... on OpenWorkItemSuccess { interview { guid screen { apiName revision canPause fields { apiName value displayText } } } } ... on Error { message } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Submit($input: SubmitScreenInput!) {\n    submitScreen(input: $input) {\n      __typename\n      ... on SubmitScreenSuccess { interview { status screen { apiName revision } } workItem { status completedBy { username } } nextWorkItems { label } }\n      ... on WorkItemAlreadyCompletedError { completedBy { username } completedAt }\n      ... on Error { message }\n    }\n  }\n"): (typeof documents)["\n  mutation Submit($input: SubmitScreenInput!) {\n    submitScreen(input: $input) {\n      __typename\n      ... on SubmitScreenSuccess { interview { status screen { apiName revision } } workItem { status completedBy { username } } nextWorkItems { label } }\n      ... on WorkItemAlreadyCompletedError { completedBy { username } completedAt }\n      ... on Error { message }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Progress($id: ID!) {\n    node(id: $id) { __typename ... on OrchestrationRun { status stages { apiName status steps { apiName status } } history(first: 100) { edges { node { milestone } } } } }\n  }\n"): (typeof documents)["\n  query Progress($id: ID!) {\n    node(id: $id) { __typename ... on OrchestrationRun { status stages { apiName status steps { apiName status } } history(first: 100) { edges { node { milestone } } } } }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;