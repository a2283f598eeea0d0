import { ServerConnection } from '@jupyterlab/services';
import { describe, expect, it } from 'vitest';

import { fetchServerState } from './request';

/** The settings of a server below /hub/ that gives one answer; `asked` collects the URLs. */
function server(
  answer: () => Response,
  asked: string[] = []
): ServerConnection.ISettings {
  return ServerConnection.makeSettings({
    baseUrl: 'http://localhost/hub/',
    fetch: async input => {
      asked.push((input as Request).url);
      return answer();
    }
  });
}

describe('fetchServerState', () => {
  it('asks below the base URL and returns the version', async () => {
    const asked: string[] = [];
    const settings = server(() => Response.json({ version: '1.2.3' }), asked);

    const state = await fetchServerState(settings);

    expect(state).toEqual({ kind: 'present', version: '1.2.3' });
    expect(asked.map(url => url.split('?')[0])).toEqual([
      'http://localhost/hub/jupyter-guard/status'
    ]);
  });

  it('calls a server without the route one that misses its part', async () => {
    const settings = server(() =>
      Response.json({ message: 'Not Found' }, { status: 404 })
    );

    expect(await fetchServerState(settings)).toEqual({ kind: 'missing' });
  });

  it.each([
    ['an error', () => Response.json({ message: 'oops' }, { status: 500 })],
    ['a login page', () => new Response('<html>', { status: 200 })],
    ['JSON of another shape', () => Response.json(['1.2.3'])],
    ['nothing', () => Promise.reject(new TypeError('Failed to fetch')) as never]
  ])('calls a server that answers with %s unreachable', async (_, answer) => {
    const state = await fetchServerState(server(answer));

    expect(state.kind).toBe('unreachable');
  });
});
