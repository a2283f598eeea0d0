import { nullTranslator } from '@jupyterlab/translation';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { EnvironmentModel } from '../environment/model';
import { parseSession } from '../request';
import { wordsOf } from './unlocked';

const UNLOCK = {
  environment: 'prod',
  effect: 'WRITE',
  tables: ['a.t', 'a.u'],
  reason: 'back 100% fill',
  seconds: 90
};

function told(unlocks: unknown): EnvironmentModel {
  const model = new EnvironmentModel();
  const environment = { name: 'prod', tier: 'PROD' };
  model.tell(parseSession({ environment, guarded: true, unlocks }));
  return model;
}

describe('an unlock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(2026, 10, 28, 12, 0, 0) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is told with its end, its tables and its reason', () => {
    const [unlock] = told([UNLOCK]).unlocks;
    const words = wordsOf(unlock, nullTranslator.load('jupyter_guard'));

    expect(words).toBe(
      `until ${new Date(2026, 10, 28, 12, 1, 30).toLocaleTimeString()}: WRITE to a.t, a.u in prod (back 100% fill). ` +
        '%guard lock ends it now.'
    );
  });

  it('goes when its time is over, without a word from the server', () => {
    const model = told([UNLOCK, { ...UNLOCK, seconds: 10 }]);
    const seen: number[] = [];
    model.stateChanged.connect(() => seen.push(model.unlocks.length));

    vi.advanceTimersByTime(11_000);
    vi.advanceTimersByTime(80_000);

    expect(seen).toEqual([1, 0]);
  });

  it.each([undefined, 'x', [7, {}], [{ ...UNLOCK, seconds: 'ten' }]])(
    'is none in an answer like %j',
    unlocks => {
      expect(told(unlocks).unlocks).toEqual([]);
    }
  );
});
