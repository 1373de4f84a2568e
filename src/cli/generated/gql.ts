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
    "\n  query GroupNames($first: Int!, $after: String) {\n    groups(first: $first, after: $after) { edges { node { apiName groupType } } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.GroupNamesDocument,
    "\n  query Caller { viewer { username permissions } }\n": typeof types.CallerDocument,
    "\n  mutation SaveFlow($input: SaveFlowInput!) { saveFlow(input: $input) { __typename ... on SaveFlowSuccess { flowVersion { versionNumber } } ...Refusal } }\n": typeof types.SaveFlowDocument,
    "\n  mutation ActivateFlow($apiName: String!) { activateFlow(input: { apiName: $apiName }) { __typename ... on ActivateFlowSuccess { flowVersion { versionNumber } } ...Refusal } }\n": typeof types.ActivateFlowDocument,
    "\n  mutation SaveOrchestration($input: SaveOrchestrationInput!) {\n    saveOrchestration(input: $input) { __typename ... on SaveOrchestrationSuccess { orchestrationVersion { versionNumber } } ...Refusal }\n  }\n": typeof types.SaveOrchestrationDocument,
    "\n  mutation ActivateOrchestration($apiName: String!) {\n    activateOrchestration(input: { apiName: $apiName }) { __typename ... on ActivateOrchestrationSuccess { orchestrationVersion { versionNumber } } ...Refusal }\n  }\n": typeof types.ActivateOrchestrationDocument,
    "\n  mutation DeleteFlowVersion($input: DeleteFlowVersionInput!) { deleteFlowVersion(input: $input) { __typename ...Refusal } }\n": typeof types.DeleteFlowVersionDocument,
    "\n  mutation DeleteOrchestrationVersion($input: DeleteOrchestrationVersionInput!) { deleteOrchestrationVersion(input: $input) { __typename ...Refusal } }\n": typeof types.DeleteOrchestrationVersionDocument,
    "\n  query DeployedFlow($apiName: String!) {\n    flow(apiName: $apiName) { type: flowType activeVersion { id versionNumber definition } versions(first: 50) { edges { node { status versionNumber } } } }\n  }\n": typeof types.DeployedFlowDocument,
    "\n  query DeployedOrchestration($apiName: String!) {\n    orchestration(apiName: $apiName) { type: orchestrationType activeVersion { id versionNumber definition } versions(first: 50) { edges { node { status versionNumber } } } }\n  }\n": typeof types.DeployedOrchestrationDocument,
    "\n  query CountFlows($first: Int!, $after: String) { flows(first: $first, after: $after) { edges { node { activeVersion { id } } } pageInfo { hasNextPage endCursor } } }\n": typeof types.CountFlowsDocument,
    "\n  query CountOrchestrations($first: Int!, $after: String) {\n    orchestrations(first: $first, after: $after) { edges { node { activeVersion { id } } } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.CountOrchestrationsDocument,
    "\n  query RegisteredAction($name: String!) { flowAction(name: $name) { inputs { name dataType isRequired } } }\n": typeof types.RegisteredActionDocument,
    "\n  query OrchestrationFaults($draft: SaveOrchestrationInput!) { simulateOrchestration(input: { draft: $draft }) { faults { path message } } }\n": typeof types.OrchestrationFaultsDocument,
    "\n  fragment InterviewRow on FlowInterview {\n    id guid label status currentElement pauseLabel pausedAt createdDate lastModifiedDate expiresAt canResume canDelete isOfBackgroundStep\n    flow { apiName label } flowVersion { versionNumber } pausedBy { username name } owner { username name }\n    record { recordId objectApiName name } workItem { id name }\n  }\n": typeof types.InterviewRowFragmentDoc,
    "\n  query ListInterviews($first: Int!, $after: String, $filter: FlowInterviewFilter) {\n    pausedInterviews(first: $first, after: $after, filter: $filter) { edges { node { ...InterviewRow } } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.ListInterviewsDocument,
    "\n  query InterviewIds($first: Int!, $after: String, $filter: FlowInterviewFilter) {\n    pausedInterviews(first: $first, after: $after, filter: $filter) { edges { node { id isOfBackgroundStep } } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.InterviewIdsDocument,
    "\n  query InterviewsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on FlowInterview { id label status canResume canDelete } } }\n": typeof types.InterviewsByIdDocument,
    "\n  mutation DeleteInterviews($input: DeleteInterviewsInput!) {\n    deleteInterviews(input: $input) { __typename ... on DeleteInterviewsSuccess { results { interviewId error { ...Refusal } } } ...Refusal }\n  }\n": typeof types.DeleteInterviewsDocument,
    "\n  mutation ResumeInterviews($input: ResumeInterviewsInput!) {\n    resumeInterviews(input: $input) { __typename ... on ResumeInterviewsSuccess { results { interviewId error { ...Refusal } } } ...Refusal }\n  }\n": typeof types.ResumeInterviewsDocument,
    "\n  fragment Refusal on Error { __typename message code ... on ValidationError { issues { path message } } }\n": typeof types.RefusalFragmentDoc,
    "\n  mutation StartRun($input: StartOrchestrationInput!) {\n    startOrchestration(input: $input) { __typename ... on StartOrchestrationSuccess { run { ...RunRow } } ...Refusal }\n  }\n": typeof types.StartRunDocument,
    "\n  fragment RunDetails on OrchestrationRun {\n    ...RunRow\n    stages {\n      id apiName label status startedAt endedAt\n      waitingOn { ...RunWait }\n      steps {\n        id apiName label stepType status startedAt endedAt outputs\n        waitingOn { ...RunWait }\n        workItem { id name status closedReason assignee { __typename ... on User { username } ... on Group { apiName } } }\n      }\n    }\n  }\n  fragment RunWait on WaitReason { phase summary resource operator expected actual }\n": typeof types.RunDetailsFragmentDoc,
    "\n  query ShowRun($id: ID!) { node(id: $id) { __typename ... on OrchestrationRun { ...RunDetails } } }\n": typeof types.ShowRunDocument,
    "\n  fragment RunRow on OrchestrationRun {\n    id label status startedAt endedAt durationSeconds orchestration { apiName label } version { versionNumber }\n    startedBy { username name } record { recordId objectApiName name } currentStage { apiName label status }\n    error { message occurredAt attempts stage { apiName } step { apiName } }\n  }\n": typeof types.RunRowFragmentDoc,
    "\n  query ListRuns($first: Int!, $after: String, $filter: RunFilter) {\n    runs(first: $first, after: $after, filter: $filter) { edges { node { ...RunRow } } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.ListRunsDocument,
    "\n  query RunTargets($first: Int!, $after: String, $filter: RunFilter) {\n    runs(first: $first, after: $after, filter: $filter) { edges { node { id label status startedAt error { message isRecoverable occurredAt } } } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.RunTargetsDocument,
    "\n  query RunsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on OrchestrationRun { id label status error { message isRecoverable occurredAt } } } }\n": typeof types.RunsByIdDocument,
    "\n  mutation SuspendRun($input: SuspendRunInput!) { answer: suspendRun(input: $input) { __typename ... on SuspendRunSuccess { run { id } } ...Refusal } }\n": typeof types.SuspendRunDocument,
    "\n  mutation CancelRun($input: CancelRunInput!) { answer: cancelRun(input: $input) { __typename ... on CancelRunSuccess { run { id } } ...Refusal } }\n": typeof types.CancelRunDocument,
    "\n  mutation ResumeRun($input: ResumeRunInput!) { answer: resumeRun(input: $input) { __typename ... on ResumeRunSuccess { run { id } } ...Refusal } }\n": typeof types.ResumeRunDocument,
    "\n  fragment WatchedMilestone on RunHistoryEvent {\n    id milestone occurredAt durationSeconds detail actor { username name } completedBy { username name }\n    stage { id apiName label } step { id apiName label } workItem { id name label }\n  }\n": typeof types.WatchedMilestoneFragmentDoc,
    "\n  query ReadOnInRun($id: ID!, $first: Int!, $after: String) {\n    node(id: $id) {\n      ... on OrchestrationRun { status error { message isRecoverable } history(first: $first, after: $after) { edges { node { ...WatchedMilestone } } pageInfo { hasNextPage endCursor } } }\n    }\n  }\n": typeof types.ReadOnInRunDocument,
    "\n  subscription RunProgress($runId: ID!, $after: String) { runProgress(runId: $runId, after: $after) { cursor } }\n": typeof types.RunProgressDocument,
    "\n  fragment WorkItemRow on WorkItem {\n    id name label description status isActionable closedReason createdDate assignedAt completedAt durationSeconds dueAt isOverdue canOpen linkUrl\n    assignee { __typename ... on User { username name } ... on Group { apiName label groupType } }\n    owner { __typename ... on User { username name } ... on Group { apiName label groupType } }\n    completedBy { username name } record { recordId objectApiName name }\n    run { id label status orchestration { apiName } } stage { apiName label } step { apiName label } screenFlow { apiName label }\n  }\n": typeof types.WorkItemRowFragmentDoc,
    "\n  query ListWorkItems($first: Int!, $after: String, $filter: WorkItemFilter, $orderBy: WorkItemOrder) {\n    workItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) { edges { node { ...WorkItemRow } } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.ListWorkItemsDocument,
    "\n  query WorkItemTargets($first: Int!, $after: String, $filter: WorkItemFilter) {\n    workItems(first: $first, after: $after, filter: $filter, orderBy: OLDEST_FIRST) { edges { node { id name label createdDate isActionable } } pageInfo { hasNextPage endCursor } }\n  }\n": typeof types.WorkItemTargetsDocument,
    "\n  query WorkItemsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on WorkItem { id name label isActionable } } }\n": typeof types.WorkItemsByIdDocument,
    "\n  mutation ReassignWorkItems($input: ReassignWorkItemsInput!) {\n    reassignWorkItems(input: $input) { __typename ... on ReassignWorkItemsSuccess { results { workItemId error { ...Refusal } } } ...Refusal }\n  }\n": typeof types.ReassignWorkItemsDocument,
};
const documents: Documents = {
    "\n  query GroupNames($first: Int!, $after: String) {\n    groups(first: $first, after: $after) { edges { node { apiName groupType } } pageInfo { hasNextPage endCursor } }\n  }\n": types.GroupNamesDocument,
    "\n  query Caller { viewer { username permissions } }\n": types.CallerDocument,
    "\n  mutation SaveFlow($input: SaveFlowInput!) { saveFlow(input: $input) { __typename ... on SaveFlowSuccess { flowVersion { versionNumber } } ...Refusal } }\n": types.SaveFlowDocument,
    "\n  mutation ActivateFlow($apiName: String!) { activateFlow(input: { apiName: $apiName }) { __typename ... on ActivateFlowSuccess { flowVersion { versionNumber } } ...Refusal } }\n": types.ActivateFlowDocument,
    "\n  mutation SaveOrchestration($input: SaveOrchestrationInput!) {\n    saveOrchestration(input: $input) { __typename ... on SaveOrchestrationSuccess { orchestrationVersion { versionNumber } } ...Refusal }\n  }\n": types.SaveOrchestrationDocument,
    "\n  mutation ActivateOrchestration($apiName: String!) {\n    activateOrchestration(input: { apiName: $apiName }) { __typename ... on ActivateOrchestrationSuccess { orchestrationVersion { versionNumber } } ...Refusal }\n  }\n": types.ActivateOrchestrationDocument,
    "\n  mutation DeleteFlowVersion($input: DeleteFlowVersionInput!) { deleteFlowVersion(input: $input) { __typename ...Refusal } }\n": types.DeleteFlowVersionDocument,
    "\n  mutation DeleteOrchestrationVersion($input: DeleteOrchestrationVersionInput!) { deleteOrchestrationVersion(input: $input) { __typename ...Refusal } }\n": types.DeleteOrchestrationVersionDocument,
    "\n  query DeployedFlow($apiName: String!) {\n    flow(apiName: $apiName) { type: flowType activeVersion { id versionNumber definition } versions(first: 50) { edges { node { status versionNumber } } } }\n  }\n": types.DeployedFlowDocument,
    "\n  query DeployedOrchestration($apiName: String!) {\n    orchestration(apiName: $apiName) { type: orchestrationType activeVersion { id versionNumber definition } versions(first: 50) { edges { node { status versionNumber } } } }\n  }\n": types.DeployedOrchestrationDocument,
    "\n  query CountFlows($first: Int!, $after: String) { flows(first: $first, after: $after) { edges { node { activeVersion { id } } } pageInfo { hasNextPage endCursor } } }\n": types.CountFlowsDocument,
    "\n  query CountOrchestrations($first: Int!, $after: String) {\n    orchestrations(first: $first, after: $after) { edges { node { activeVersion { id } } } pageInfo { hasNextPage endCursor } }\n  }\n": types.CountOrchestrationsDocument,
    "\n  query RegisteredAction($name: String!) { flowAction(name: $name) { inputs { name dataType isRequired } } }\n": types.RegisteredActionDocument,
    "\n  query OrchestrationFaults($draft: SaveOrchestrationInput!) { simulateOrchestration(input: { draft: $draft }) { faults { path message } } }\n": types.OrchestrationFaultsDocument,
    "\n  fragment InterviewRow on FlowInterview {\n    id guid label status currentElement pauseLabel pausedAt createdDate lastModifiedDate expiresAt canResume canDelete isOfBackgroundStep\n    flow { apiName label } flowVersion { versionNumber } pausedBy { username name } owner { username name }\n    record { recordId objectApiName name } workItem { id name }\n  }\n": types.InterviewRowFragmentDoc,
    "\n  query ListInterviews($first: Int!, $after: String, $filter: FlowInterviewFilter) {\n    pausedInterviews(first: $first, after: $after, filter: $filter) { edges { node { ...InterviewRow } } pageInfo { hasNextPage endCursor } }\n  }\n": types.ListInterviewsDocument,
    "\n  query InterviewIds($first: Int!, $after: String, $filter: FlowInterviewFilter) {\n    pausedInterviews(first: $first, after: $after, filter: $filter) { edges { node { id isOfBackgroundStep } } pageInfo { hasNextPage endCursor } }\n  }\n": types.InterviewIdsDocument,
    "\n  query InterviewsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on FlowInterview { id label status canResume canDelete } } }\n": types.InterviewsByIdDocument,
    "\n  mutation DeleteInterviews($input: DeleteInterviewsInput!) {\n    deleteInterviews(input: $input) { __typename ... on DeleteInterviewsSuccess { results { interviewId error { ...Refusal } } } ...Refusal }\n  }\n": types.DeleteInterviewsDocument,
    "\n  mutation ResumeInterviews($input: ResumeInterviewsInput!) {\n    resumeInterviews(input: $input) { __typename ... on ResumeInterviewsSuccess { results { interviewId error { ...Refusal } } } ...Refusal }\n  }\n": types.ResumeInterviewsDocument,
    "\n  fragment Refusal on Error { __typename message code ... on ValidationError { issues { path message } } }\n": types.RefusalFragmentDoc,
    "\n  mutation StartRun($input: StartOrchestrationInput!) {\n    startOrchestration(input: $input) { __typename ... on StartOrchestrationSuccess { run { ...RunRow } } ...Refusal }\n  }\n": types.StartRunDocument,
    "\n  fragment RunDetails on OrchestrationRun {\n    ...RunRow\n    stages {\n      id apiName label status startedAt endedAt\n      waitingOn { ...RunWait }\n      steps {\n        id apiName label stepType status startedAt endedAt outputs\n        waitingOn { ...RunWait }\n        workItem { id name status closedReason assignee { __typename ... on User { username } ... on Group { apiName } } }\n      }\n    }\n  }\n  fragment RunWait on WaitReason { phase summary resource operator expected actual }\n": types.RunDetailsFragmentDoc,
    "\n  query ShowRun($id: ID!) { node(id: $id) { __typename ... on OrchestrationRun { ...RunDetails } } }\n": types.ShowRunDocument,
    "\n  fragment RunRow on OrchestrationRun {\n    id label status startedAt endedAt durationSeconds orchestration { apiName label } version { versionNumber }\n    startedBy { username name } record { recordId objectApiName name } currentStage { apiName label status }\n    error { message occurredAt attempts stage { apiName } step { apiName } }\n  }\n": types.RunRowFragmentDoc,
    "\n  query ListRuns($first: Int!, $after: String, $filter: RunFilter) {\n    runs(first: $first, after: $after, filter: $filter) { edges { node { ...RunRow } } pageInfo { hasNextPage endCursor } }\n  }\n": types.ListRunsDocument,
    "\n  query RunTargets($first: Int!, $after: String, $filter: RunFilter) {\n    runs(first: $first, after: $after, filter: $filter) { edges { node { id label status startedAt error { message isRecoverable occurredAt } } } pageInfo { hasNextPage endCursor } }\n  }\n": types.RunTargetsDocument,
    "\n  query RunsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on OrchestrationRun { id label status error { message isRecoverable occurredAt } } } }\n": types.RunsByIdDocument,
    "\n  mutation SuspendRun($input: SuspendRunInput!) { answer: suspendRun(input: $input) { __typename ... on SuspendRunSuccess { run { id } } ...Refusal } }\n": types.SuspendRunDocument,
    "\n  mutation CancelRun($input: CancelRunInput!) { answer: cancelRun(input: $input) { __typename ... on CancelRunSuccess { run { id } } ...Refusal } }\n": types.CancelRunDocument,
    "\n  mutation ResumeRun($input: ResumeRunInput!) { answer: resumeRun(input: $input) { __typename ... on ResumeRunSuccess { run { id } } ...Refusal } }\n": types.ResumeRunDocument,
    "\n  fragment WatchedMilestone on RunHistoryEvent {\n    id milestone occurredAt durationSeconds detail actor { username name } completedBy { username name }\n    stage { id apiName label } step { id apiName label } workItem { id name label }\n  }\n": types.WatchedMilestoneFragmentDoc,
    "\n  query ReadOnInRun($id: ID!, $first: Int!, $after: String) {\n    node(id: $id) {\n      ... on OrchestrationRun { status error { message isRecoverable } history(first: $first, after: $after) { edges { node { ...WatchedMilestone } } pageInfo { hasNextPage endCursor } } }\n    }\n  }\n": types.ReadOnInRunDocument,
    "\n  subscription RunProgress($runId: ID!, $after: String) { runProgress(runId: $runId, after: $after) { cursor } }\n": types.RunProgressDocument,
    "\n  fragment WorkItemRow on WorkItem {\n    id name label description status isActionable closedReason createdDate assignedAt completedAt durationSeconds dueAt isOverdue canOpen linkUrl\n    assignee { __typename ... on User { username name } ... on Group { apiName label groupType } }\n    owner { __typename ... on User { username name } ... on Group { apiName label groupType } }\n    completedBy { username name } record { recordId objectApiName name }\n    run { id label status orchestration { apiName } } stage { apiName label } step { apiName label } screenFlow { apiName label }\n  }\n": types.WorkItemRowFragmentDoc,
    "\n  query ListWorkItems($first: Int!, $after: String, $filter: WorkItemFilter, $orderBy: WorkItemOrder) {\n    workItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) { edges { node { ...WorkItemRow } } pageInfo { hasNextPage endCursor } }\n  }\n": types.ListWorkItemsDocument,
    "\n  query WorkItemTargets($first: Int!, $after: String, $filter: WorkItemFilter) {\n    workItems(first: $first, after: $after, filter: $filter, orderBy: OLDEST_FIRST) { edges { node { id name label createdDate isActionable } } pageInfo { hasNextPage endCursor } }\n  }\n": types.WorkItemTargetsDocument,
    "\n  query WorkItemsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on WorkItem { id name label isActionable } } }\n": types.WorkItemsByIdDocument,
    "\n  mutation ReassignWorkItems($input: ReassignWorkItemsInput!) {\n    reassignWorkItems(input: $input) { __typename ... on ReassignWorkItemsSuccess { results { workItemId error { ...Refusal } } } ...Refusal }\n  }\n": types.ReassignWorkItemsDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query GroupNames($first: Int!, $after: String) {\n    groups(first: $first, after: $after) { edges { node { apiName groupType } } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql.ts').GroupNamesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Caller { viewer { username permissions } }\n"): typeof import('./graphql.ts').CallerDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveFlow($input: SaveFlowInput!) { saveFlow(input: $input) { __typename ... on SaveFlowSuccess { flowVersion { versionNumber } } ...Refusal } }\n"): typeof import('./graphql.ts').SaveFlowDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ActivateFlow($apiName: String!) { activateFlow(input: { apiName: $apiName }) { __typename ... on ActivateFlowSuccess { flowVersion { versionNumber } } ...Refusal } }\n"): typeof import('./graphql.ts').ActivateFlowDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveOrchestration($input: SaveOrchestrationInput!) {\n    saveOrchestration(input: $input) { __typename ... on SaveOrchestrationSuccess { orchestrationVersion { versionNumber } } ...Refusal }\n  }\n"): typeof import('./graphql.ts').SaveOrchestrationDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ActivateOrchestration($apiName: String!) {\n    activateOrchestration(input: { apiName: $apiName }) { __typename ... on ActivateOrchestrationSuccess { orchestrationVersion { versionNumber } } ...Refusal }\n  }\n"): typeof import('./graphql.ts').ActivateOrchestrationDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteFlowVersion($input: DeleteFlowVersionInput!) { deleteFlowVersion(input: $input) { __typename ...Refusal } }\n"): typeof import('./graphql.ts').DeleteFlowVersionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteOrchestrationVersion($input: DeleteOrchestrationVersionInput!) { deleteOrchestrationVersion(input: $input) { __typename ...Refusal } }\n"): typeof import('./graphql.ts').DeleteOrchestrationVersionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DeployedFlow($apiName: String!) {\n    flow(apiName: $apiName) { type: flowType activeVersion { id versionNumber definition } versions(first: 50) { edges { node { status versionNumber } } } }\n  }\n"): typeof import('./graphql.ts').DeployedFlowDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DeployedOrchestration($apiName: String!) {\n    orchestration(apiName: $apiName) { type: orchestrationType activeVersion { id versionNumber definition } versions(first: 50) { edges { node { status versionNumber } } } }\n  }\n"): typeof import('./graphql.ts').DeployedOrchestrationDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CountFlows($first: Int!, $after: String) { flows(first: $first, after: $after) { edges { node { activeVersion { id } } } pageInfo { hasNextPage endCursor } } }\n"): typeof import('./graphql.ts').CountFlowsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CountOrchestrations($first: Int!, $after: String) {\n    orchestrations(first: $first, after: $after) { edges { node { activeVersion { id } } } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql.ts').CountOrchestrationsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RegisteredAction($name: String!) { flowAction(name: $name) { inputs { name dataType isRequired } } }\n"): typeof import('./graphql.ts').RegisteredActionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OrchestrationFaults($draft: SaveOrchestrationInput!) { simulateOrchestration(input: { draft: $draft }) { faults { path message } } }\n"): typeof import('./graphql.ts').OrchestrationFaultsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment InterviewRow on FlowInterview {\n    id guid label status currentElement pauseLabel pausedAt createdDate lastModifiedDate expiresAt canResume canDelete isOfBackgroundStep\n    flow { apiName label } flowVersion { versionNumber } pausedBy { username name } owner { username name }\n    record { recordId objectApiName name } workItem { id name }\n  }\n"): typeof import('./graphql.ts').InterviewRowFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ListInterviews($first: Int!, $after: String, $filter: FlowInterviewFilter) {\n    pausedInterviews(first: $first, after: $after, filter: $filter) { edges { node { ...InterviewRow } } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql.ts').ListInterviewsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query InterviewIds($first: Int!, $after: String, $filter: FlowInterviewFilter) {\n    pausedInterviews(first: $first, after: $after, filter: $filter) { edges { node { id isOfBackgroundStep } } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql.ts').InterviewIdsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query InterviewsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on FlowInterview { id label status canResume canDelete } } }\n"): typeof import('./graphql.ts').InterviewsByIdDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteInterviews($input: DeleteInterviewsInput!) {\n    deleteInterviews(input: $input) { __typename ... on DeleteInterviewsSuccess { results { interviewId error { ...Refusal } } } ...Refusal }\n  }\n"): typeof import('./graphql.ts').DeleteInterviewsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResumeInterviews($input: ResumeInterviewsInput!) {\n    resumeInterviews(input: $input) { __typename ... on ResumeInterviewsSuccess { results { interviewId error { ...Refusal } } } ...Refusal }\n  }\n"): typeof import('./graphql.ts').ResumeInterviewsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Refusal on Error { __typename message code ... on ValidationError { issues { path message } } }\n"): typeof import('./graphql.ts').RefusalFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartRun($input: StartOrchestrationInput!) {\n    startOrchestration(input: $input) { __typename ... on StartOrchestrationSuccess { run { ...RunRow } } ...Refusal }\n  }\n"): typeof import('./graphql.ts').StartRunDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RunDetails on OrchestrationRun {\n    ...RunRow\n    stages {\n      id apiName label status startedAt endedAt\n      waitingOn { ...RunWait }\n      steps {\n        id apiName label stepType status startedAt endedAt outputs\n        waitingOn { ...RunWait }\n        workItem { id name status closedReason assignee { __typename ... on User { username } ... on Group { apiName } } }\n      }\n    }\n  }\n  fragment RunWait on WaitReason { phase summary resource operator expected actual }\n"): typeof import('./graphql.ts').RunDetailsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ShowRun($id: ID!) { node(id: $id) { __typename ... on OrchestrationRun { ...RunDetails } } }\n"): typeof import('./graphql.ts').ShowRunDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RunRow on OrchestrationRun {\n    id label status startedAt endedAt durationSeconds orchestration { apiName label } version { versionNumber }\n    startedBy { username name } record { recordId objectApiName name } currentStage { apiName label status }\n    error { message occurredAt attempts stage { apiName } step { apiName } }\n  }\n"): typeof import('./graphql.ts').RunRowFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ListRuns($first: Int!, $after: String, $filter: RunFilter) {\n    runs(first: $first, after: $after, filter: $filter) { edges { node { ...RunRow } } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql.ts').ListRunsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunTargets($first: Int!, $after: String, $filter: RunFilter) {\n    runs(first: $first, after: $after, filter: $filter) { edges { node { id label status startedAt error { message isRecoverable occurredAt } } } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql.ts').RunTargetsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RunsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on OrchestrationRun { id label status error { message isRecoverable occurredAt } } } }\n"): typeof import('./graphql.ts').RunsByIdDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SuspendRun($input: SuspendRunInput!) { answer: suspendRun(input: $input) { __typename ... on SuspendRunSuccess { run { id } } ...Refusal } }\n"): typeof import('./graphql.ts').SuspendRunDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelRun($input: CancelRunInput!) { answer: cancelRun(input: $input) { __typename ... on CancelRunSuccess { run { id } } ...Refusal } }\n"): typeof import('./graphql.ts').CancelRunDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResumeRun($input: ResumeRunInput!) { answer: resumeRun(input: $input) { __typename ... on ResumeRunSuccess { run { id } } ...Refusal } }\n"): typeof import('./graphql.ts').ResumeRunDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WatchedMilestone on RunHistoryEvent {\n    id milestone occurredAt durationSeconds detail actor { username name } completedBy { username name }\n    stage { id apiName label } step { id apiName label } workItem { id name label }\n  }\n"): typeof import('./graphql.ts').WatchedMilestoneFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ReadOnInRun($id: ID!, $first: Int!, $after: String) {\n    node(id: $id) {\n      ... on OrchestrationRun { status error { message isRecoverable } history(first: $first, after: $after) { edges { node { ...WatchedMilestone } } pageInfo { hasNextPage endCursor } } }\n    }\n  }\n"): typeof import('./graphql.ts').ReadOnInRunDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription RunProgress($runId: ID!, $after: String) { runProgress(runId: $runId, after: $after) { cursor } }\n"): typeof import('./graphql.ts').RunProgressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WorkItemRow on WorkItem {\n    id name label description status isActionable closedReason createdDate assignedAt completedAt durationSeconds dueAt isOverdue canOpen linkUrl\n    assignee { __typename ... on User { username name } ... on Group { apiName label groupType } }\n    owner { __typename ... on User { username name } ... on Group { apiName label groupType } }\n    completedBy { username name } record { recordId objectApiName name }\n    run { id label status orchestration { apiName } } stage { apiName label } step { apiName label } screenFlow { apiName label }\n  }\n"): typeof import('./graphql.ts').WorkItemRowFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ListWorkItems($first: Int!, $after: String, $filter: WorkItemFilter, $orderBy: WorkItemOrder) {\n    workItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) { edges { node { ...WorkItemRow } } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql.ts').ListWorkItemsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WorkItemTargets($first: Int!, $after: String, $filter: WorkItemFilter) {\n    workItems(first: $first, after: $after, filter: $filter, orderBy: OLDEST_FIRST) { edges { node { id name label createdDate isActionable } } pageInfo { hasNextPage endCursor } }\n  }\n"): typeof import('./graphql.ts').WorkItemTargetsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WorkItemsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on WorkItem { id name label isActionable } } }\n"): typeof import('./graphql.ts').WorkItemsByIdDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReassignWorkItems($input: ReassignWorkItemsInput!) {\n    reassignWorkItems(input: $input) { __typename ... on ReassignWorkItemsSuccess { results { workItemId error { ...Refusal } } } ...Refusal }\n  }\n"): typeof import('./graphql.ts').ReassignWorkItemsDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
