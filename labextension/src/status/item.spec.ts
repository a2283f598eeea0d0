import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { describe, expect, it, vi } from 'vitest';

import { ServerState } from '../request';
import { StatusItem } from './item';
import { StatusModel } from './model';

async function draw(
  state: ServerState,
  onClick = (): void => {}
): Promise<StatusItem> {
  const model = new StatusModel();
  const item = new StatusItem(
    model,
    nullTranslator.load('jupyter_guard'),
    onClick
  );
  Widget.attach(item, document.body);
  model.state = state;
  await vi.waitFor(() => expect(item.node.dataset.state).toBe(state.kind));
  await item.renderPromise;
  return item;
}

describe('StatusItem', () => {
  it.each<[ServerState, string]>([
    [{ kind: 'unknown' }, 'Guard …'],
    [{ kind: 'present', version: '0.1.0' }, 'Guard 0.1.0'],
    [{ kind: 'missing' }, 'Guard: server part missing'],
    [{ kind: 'unreachable', reason: 'x' }, 'Guard: server part does not answer']
  ])('says %o as words', async (state, text) => {
    const item = await draw(state);

    expect(item.node.textContent).toBe(text);
    expect(item.node.dataset.state).toBe(state.kind);
  });

  it('names the way to find out why the server part is missing', async () => {
    const item = await draw({ kind: 'missing' });

    expect(item.node.querySelector('button')?.title).toContain(
      'jupyter server extension list'
    );
  });

  it('asks again when it is clicked', async () => {
    let clicks = 0;
    const item = await draw({ kind: 'missing' }, () => (clicks += 1));

    item.node.querySelector('button')?.click();

    expect(clicks).toBe(1);
  });
});
