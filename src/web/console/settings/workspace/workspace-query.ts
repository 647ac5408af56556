/** The workspace, asked of the server. */
import { queryOptions } from '@tanstack/react-query';
import type { FirstStepsView, WorkspaceForm, WorkspaceView } from '#realtime/agent/workspace-protocol.ts';
import { getJson, sendJson } from '../../parts/request.ts';

/** The workspace itself. */
export const workspaceQuery = queryOptions({
  queryKey: ['workspace'],
  queryFn: async () => getJson<WorkspaceView>('/app/workspace.json'),
});

/** Changes it; throws with what is wrong with each field. */
export async function changeWorkspace(change: Partial<WorkspaceForm>): Promise<WorkspaceView> {
  return sendJson<WorkspaceView>('PATCH', '/app/workspace.json', change);
}

/** Removes the demo from the workspace. */
export async function removeDemo(): Promise<WorkspaceView> {
  return sendJson<WorkspaceView>('DELETE', '/app/workspace/demo.json');
}

/** How far the workspace is. */
export const firstStepsQuery = queryOptions({
  queryKey: ['first-steps'],
  queryFn: async () => getJson<FirstStepsView>('/app/first-steps.json'),
});

/** Closes the list of first steps, for everyone. */
export async function closeFirstSteps(): Promise<FirstStepsView> {
  return sendJson<FirstStepsView>('DELETE', '/app/first-steps.json');
}
