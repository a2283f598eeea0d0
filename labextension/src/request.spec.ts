import { ServerConnection } from '@jupyterlab/services';
import { describe, expect, it } from 'vitest';

import {
  exportNotebook,
  fetchServerState,
  fetchSession,
  messageOf,
  planExport,
  tagSession
} from './request';

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

describe('fetchSession', () => {
  const session = { environment: { name: 'dev', tier: 'DEV' }, guarded: true };

  it('asks for the notebook where the kernel has gone, each part of its path quoted', async () => {
    const asked: string[] = [];
    const answers = [
      Response.json({ message: 'no kernel' }, { status: 404 }),
      Response.json(session)
    ];
    const settings = server(() => answers.shift()!, asked);

    const told = await fetchSession('k-1', 'a b/100% <x>?.ipynb', settings);

    expect(told.environment.name).toBe('dev');
    expect(asked.map(url => url.split('jupyter-guard/')[1])).toEqual([
      expect.stringMatching(/^kernels\/k-1(\?|$)/),
      expect.stringMatching(
        /^notebooks\/a%20b\/100%25%20%3Cx%3E%3F\.ipynb(\?|$)/
      )
    ]);
  });

  it('rejects where the server fails, with its own words', async () => {
    const settings = server(() =>
      Response.json({ message: 'The disk is full.' }, { status: 500 })
    );

    const failure = await fetchSession('k-1', 'a.ipynb', settings).catch(
      messageOf
    );

    expect(failure).toBe('The disk is full.');
  });
});

const PLAINLY = { all: false, data: false, verify: false };

describe('planExport', () => {
  it('asks by the path and keeps code cells only', async () => {
    const asked: string[] = [];
    const cell = { cell: 2, fate: 'kept', code: 'JG001', reason: 'needed' };
    const decisions = [
      { ...cell, kind: 'code' },
      { ...cell, kind: 'markdown' }
    ];
    const findings = [{ level: 'note', message: 'A.', remedy: 'B.' }, null];
    const settings = server(
      () => Response.json({ name: 'a', decisions, findings }),
      asked
    );

    const plan = await planExport('b/a ü.ipynb', true, settings);

    expect(plan).toEqual({
      name: 'a',
      decisions: [cell],
      findings: [{ level: 'note', words: 'A. B.' }]
    });
    expect(asked[0]).toContain('exports?path=b%2Fa%20%C3%BC.ipynb&all=1');
  });
});

describe('tagSession and exportNotebook', () => {
  it('say in the words of the server why it refuses', async () => {
    const message = 'Not here: %guard says 100% no <b>.';
    const settings = server(() => Response.json({ message }, { status: 409 }));

    expect(await tagSession('k', 'dev', settings).catch(messageOf)).toBe(
      message
    );
    expect(
      await exportNotebook('a.ipynb', PLAINLY, settings).catch(messageOf)
    ).toBe(message);
  });

  it('take a project without a verdict for a draft', async () => {
    const settings = server(() =>
      Response.json({ path: 'a', review: 'a/REVIEW.md' }, { status: 201 })
    );

    expect(await exportNotebook('a.ipynb', PLAINLY, settings)).toEqual({
      path: 'a',
      review: 'a/REVIEW.md',
      draft: true,
      blockers: [],
      verified: null
    });
  });
});
