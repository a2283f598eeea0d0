import { nullTranslator } from '@jupyterlab/translation';
import { beforeAll, describe, expect, it } from 'vitest';

import { parseSession } from '../request';
import { EnvironmentModel } from './model';
import { ILook, lookOf, paint } from './words';

const trans = nullTranslator.load('jupyter_guard');
const DEV = { name: 'dev', tier: 'DEV', colour: 'green', limit: 'UNKNOWN' };
const PROD = { name: 'live', tier: 'PROD', colour: 'red', limit: 'SESSION' };

function look(told: object): ILook {
  const model = new EnvironmentModel();
  model.tell(parseSession({ why: 'because', guarded: true, ...told }));
  return lookOf(model, trans);
}

describe('lookOf', () => {
  it('shows a guarded session by name, and nothing is alarming', () => {
    expect(look({ environment: DEV })).toMatchObject({
      kind: 'dev',
      word: 'dev',
      alarm: '',
      lines: ['dev: everything is allowed', 'Why: because']
    });
  });

  it('shows an unguarded kernel as that, whatever its tag', () => {
    const { kind, word, alarm } = look({ environment: DEV, guarded: false });

    expect([kind, word]).toEqual(['unguarded', 'unguarded']);
    expect(alarm).toContain('UNGUARDED');
  });

  it('takes an answer without a word on the guard for unguarded', () => {
    expect(look({ environment: DEV, guarded: 'yes' }).kind).toBe('unguarded');
  });

  it('says a problem of guard.toml, and in which rules that ends', () => {
    const { kind, alarm } = look({
      environment: PROD,
      problem: '/a/guard.toml is not valid TOML (at line 3).'
    });

    expect(kind).toBe('prod');
    expect(alarm).toBe(
      '/a/guard.toml is not valid TOML (at line 3). Until it is mended, prod rules apply.'
    );
  });

  it('names the command that trusts a file', () => {
    const { alarm } = look({
      environment: DEV,
      untrusted: ['default', 'local_files'],
      trust_command: 'jupyter guard trust /a/guard.toml'
    });

    expect(alarm).toContain('default, local_files');
    expect(alarm).toContain('jupyter guard trust /a/guard.toml');
  });

  it('knows nothing while there was no answer, and no more after a failure', () => {
    const model = new EnvironmentModel();
    const asking = lookOf(model, trans).kind;
    model.tell(parseSession({ environment: DEV, guarded: true }));
    model.fail('the server does not answer');

    expect([asking, lookOf(model, trans).kind]).toEqual(['asking', 'unknown']);
  });

  it('takes a tier that is not known for prod', () => {
    expect(look({ environment: { ...DEV, tier: 'STAGING' } }).kind).toBe(
      'prod'
    );
  });
});

describe('parseSession', () => {
  it.each([null, 'dev', [], {}, { environment: 'dev' }, { environment: {} }])(
    'does not take %j for an answer',
    value => {
      expect(() => parseSession(value)).toThrow(TypeError);
    }
  );

  it('takes a way that is not known for refused', () => {
    const choices = [{ environment: DEV, way: 'sure' }];

    expect(
      parseSession({ environment: DEV, choices }).choices.map(c => c.way)
    ).toEqual(['refused']);
  });
});

describe('paint', () => {
  beforeAll(() => {
    // jsdom has no CSS object; its own style parser answers in its place.
    Object.assign(globalThis, {
      CSS: {
        supports: (property: string, value: string) => {
          const { style } = document.createElement('i');
          style.setProperty(property, value);
          return style.getPropertyValue(property) !== '';
        }
      }
    });
  });

  it.each([
    ['red', 'var(--jp-error-color1)'],
    ['#123456', '#123456'],
    ['url(https://example.com/x)', ''],
    ['red; background: blue', '']
  ])('uses the colour %s as %s', (colour, shade) => {
    const node = document.createElement('div');
    paint(node, look({ environment: { ...DEV, colour } }));

    expect(node.style.getPropertyValue('--jg-colour')).toBe(shade);
    expect(node.dataset.jgKind).toBe('dev');
  });
});
