import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';

import { parseReceipt, parseRefusal, parseStatus } from './data';
import { drawReceipt, drawRefusal, drawStatus } from './draw';
import { OutputRenderer } from './renderer';

const trans = nullTranslator.load('jupyter_guard');
const HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
const STATEMENT = {
  line: 3,
  text: 'DELETE FROM orders',
  allowed: false,
  effect: 'WRITE',
  rule: 'effect-limit',
  reason: 'It is a WRITE to orders, and prod allows up to SESSION.',
  remedy: 'Run it in dev: %guard tag dev, then this cell again.',
  reads: ['stores'],
  writes: ['orders']
};
const REFUSAL = {
  version: 1,
  headline: 'Nothing was sent',
  environment: 'prod',
  tier: 'PROD',
  connection: 'warehouse',
  statements: [{ ...STATEMENT, allowed: true }, STATEMENT]
};
const RECEIPT = {
  environment: 'dev',
  tier: 'DEV',
  connection: 'warehouse',
  result: 'items',
  rows: 12,
  columns: 3,
  more: false,
  total: null,
  file: '',
  statements: 1,
  transaction: '',
  seconds: 0.123,
  notes: [],
  unguarded: false
};

/** Replace every text in `value`, also within lists and objects. */
function hostile<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === 'string' ? HOSTILE : item
  ) as T;
}

function refusal(data: unknown, copied: string[] = []): HTMLElement {
  const parsed = parseRefusal(data);
  if (parsed === null) {
    throw new Error('no refusal');
  }
  return drawRefusal(parsed, trans, command => copied.push(command));
}

describe('drawRefusal', () => {
  it('says what was not sent, why, and the ways on, for what was refused only', () => {
    const node = refusal(REFUSAL);

    expect(node.querySelector('.jg-Refusal-head')?.textContent).toBe(
      'prodNone of the 2 statements was sent to warehouse'
    );
    const rows = [...node.querySelectorAll('dt')].map(term => [
      term.textContent,
      term.nextElementSibling?.textContent
    ]);
    expect(rows).toEqual([
      ['Line 3', 'DELETE FROM orders'],
      ['Effect', 'WRITE · writes orders · reads stores'],
      ['Why not', `${STATEMENT.reason} [effect-limit]`],
      ['What next', STATEMENT.remedy]
    ]);
  });

  it('lets a command be copied', () => {
    const copied: string[] = [];
    const button = refusal(REFUSAL, copied).querySelector('button');

    button?.click();

    expect(copied).toEqual(['%guard tag dev']);
    expect(button?.dataset.jgCopied).toBe('copied');
  });
});

describe('what a notebook holds is text', () => {
  it.each([
    ['a refusal', () => refusal(hostile(REFUSAL))],
    ['a receipt', () => drawReceipt(parseReceipt(hostile(RECEIPT))!, trans)],
    [
      'a status',
      () =>
        drawStatus(
          parseStatus(
            hostile({
              ...RECEIPT,
              why: 'w',
              problems: ['p'],
              files: ['f'],
              targets: ['t'],
              guarded: ['g'],
              outside: ['o'],
              locks: ['l'],
              unlocks: ['u']
            })
          )!,
          trans
        )
    ]
  ])('in %s', (_, draw) => {
    const node = draw();

    expect(node.querySelector('img, script')).toBeNull();
    expect(node.textContent).toContain(HOSTILE);
  });
});

describe('drawReceipt', () => {
  it.each([
    [{}, ['dev · warehouse · items = 12 rows × 3 columns · 0.12 s']],
    [{ columns: null, result: '' }, ['dev · warehouse · 12 rows changed']],
    [{ rows: null }, ['dev · warehouse · done']],
    [{ locks: '2 of 3 locks hold' }, ['0.12 s · 2 of 3 locks hold']],
    [{ rows: 1, columns: 1 }, ['1 row × 1 column']],
    [{ rows: 5000, columns: 2 }, ['5,000 rows × 2 columns']],
    [{ shows: 'plan' }, ['dev · warehouse · items = plan']],
    [{ more: true }, ['first 12 rows × 3 columns']],
    [{ more: true, total: 48_100_000 }, ['first 12 of about 48 million rows']],
    [{ more: true, total: 1234 }, ['first 12 of about 1,234 rows']],
    [
      { rows: null, transaction: 'committed' },
      ['warehouse · 0.12 s · committed']
    ],
    [
      { columns: null, file: '/d/a.parquet' },
      ['items = 12 rows in /d/a.parquet']
    ],
    [{ transaction: 'open' }, ['transaction open']],
    [{ statements: 3 }, ['warehouse · 3 statements · items']],
    [{ unguarded: true }, ['unguarded']],
    [{ notes: ['one note'] }, ['one note']]
  ])('with %j says %j', (changes, parts) => {
    const node = drawReceipt(parseReceipt({ ...RECEIPT, ...changes })!, trans);

    for (const part of parts) {
      expect(node.textContent).toContain(part);
    }
  });
});

describe('OutputRenderer', () => {
  it.each([null, 'text', [], {}, { statements: 'x' }, { statements: [null] }])(
    'shows plain text where the data is %j',
    async data => {
      const renderer = new OutputRenderer('x/y', value => {
        const parsed = parseRefusal(value);
        return parsed && drawRefusal(parsed, trans, () => {});
      });
      await renderer.renderModel({
        trusted: false,
        metadata: {},
        data: { 'x/y': data, 'text/plain': HOSTILE },
        setData: () => {}
      });

      expect(renderer.node.textContent).toBe(HOSTILE);
      expect(renderer.node.querySelector('img, script')).toBeNull();
    }
  );
});
