import { describe, expect, it } from 'vitest';

import { sqlCell } from './cell';

describe('sqlCell', () => {
  it.each([
    ['%%guarded_sql\nSELECT 1', 'SELECT 1'],
    ['\n  \n%%sql\nSELECT 1', 'SELECT 1'],
    ['%%time\n%%capture out\n%%guarded_sql w\nSELECT 1', 'SELECT 1'],
    ['%%bigquery df --params $p\nSELECT 1', 'SELECT 1'],
    ['%%guarded_sql', '']
  ])('finds SQL below the magic of %j', (source, body) => {
    expect(source.slice(sqlCell(source)?.body)).toBe(body);
  });

  it.each([
    '',
    'x = 1',
    'frame = %guarded_sql SELECT 1',
    '%guarded_sql SELECT 1',
    '# one\n%%guarded_sql\nSELECT 1',
    ' %%guarded_sql\nSELECT 1',
    '%%guarded_sql?',
    '%%sqlite\nSELECT 1',
    '%%bash\n%%sql\nSELECT 1'
  ])('takes %j for what it is', source => {
    expect(sqlCell(source)).toBeNull();
  });

  it('knows the words of the line', () => {
    const source =
      '%%guarded_sql w top << --limit 9 --with a-b\nSELECT 1 -- no\n';

    const words = sqlCell(source)?.parts.map(({ kind, from, to }) => [
      kind,
      source.slice(from, to)
    ]);

    expect(words).toEqual([
      ['MagicName', '%%guarded_sql'],
      ['Into', '<<'],
      ['Option', '--limit'],
      ['Option', '--with']
    ]);
  });

  it.each([
    ['%%guarded_sql warehouse\n`a`', 'PostgreSQL'],
    ['%%guarded_sql mysql://me@host/shop\n`a`', 'MySQL'],
    ['%%bigquery\n`a`', 'MySQL'],
    ['%%sql\n-- mysql', 'PostgreSQL']
  ])('reads %j as %s', (source, dialect) => {
    expect(sqlCell(source)?.dialect).toBe(dialect);
  });
});
