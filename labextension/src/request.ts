/** The one HTTP client of the guard's server part; what the server sends is checked here. */

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** What is known about the server part. */
export type ServerState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'present'; readonly version: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Ask the server part whether it is there. Never rejects: no answer is a state, too. */
export async function fetchServerState(
  settings: ServerConnection.ISettings
): Promise<ServerState> {
  try {
    const body = await request(['status'], {}, settings);
    if (isRecord(body) && typeof body.version === 'string') {
      return { kind: 'present', version: body.version };
    }
    return { kind: 'unreachable', reason: 'the answer has no version' };
  } catch (error) {
    if (
      error instanceof ServerConnection.ResponseError &&
      error.response.status === 404
    ) {
      return { kind: 'missing' };
    }
    return { kind: 'unreachable', reason: String(error) };
  }
}

/** Call a route below /jupyter-guard/ and return its JSON, whose shape the caller checks. */
async function request(
  route: readonly string[],
  init: RequestInit,
  settings: ServerConnection.ISettings
): Promise<unknown> {
  const url = URLExt.join(
    settings.baseUrl,
    'jupyter-guard',
    ...route.map(encodeURIComponent)
  );
  const response = await ServerConnection.makeRequest(url, init, settings);
  if (!response.ok) {
    throw await ServerConnection.ResponseError.create(response);
  }
  return response.json();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
