import {
  forceParsing,
  getIndentation,
  language,
  syntaxTree
} from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import {
  EditorLanguageRegistry,
  jupyterHighlightStyle
} from '@jupyterlab/codemirror';
import { highlightTree } from '@lezer/highlight';
import { beforeAll, describe, expect, it } from 'vitest';

import { sqlCells } from './extension';
import { SqlLanguages } from './languages';

const registry = new EditorLanguageRegistry();
for (const one of EditorLanguageRegistry.getDefaultLanguages()) {
  if (one.name !== 'none') {
    registry.addLanguage(one);
  }
}
const PATIENCE = 10_000; // milliseconds that a parse may take here
const languages = new SqlLanguages(registry);

/** An editor as a cell of a Python notebook has it. */
async function open(source: string): Promise<EditorView> {
  const python = await registry.getLanguage('python');
  const extensions = [sqlCells(languages), python?.support ?? []];
  const state = EditorState.create({ doc: source, extensions });
  return new EditorView({ state });
}

/** Each coloured word with the variables of the theme that colour it. */
function colours(view: EditorView): Record<string, string> {
  forceParsing(view, view.state.doc.length, PATIENCE);
  const rules = jupyterHighlightStyle.module?.getRules() ?? '';
  const found: Record<string, string> = {};
  highlightTree(
    syntaxTree(view.state),
    jupyterHighlightStyle,
    (from, to, classes) => {
      const rule = new RegExp(
        `\\.${classes} {[^}]*--jp-mirror-editor-([\\w-]+)-color`
      );
      found[view.state.sliceDoc(from, to)] = rule.exec(rules)?.[1] ?? '';
    }
  );
  return found;
}

function parameters(view: EditorView): (string | null)[] {
  forceParsing(view, view.state.doc.length, PATIENCE);
  return [...view.dom.querySelectorAll('.jg-SqlParameter')].map(
    mark => mark.textContent
  );
}

beforeAll(() => languages.load('PostgreSQL'));

describe('sqlCells', () => {
  it('colours the line as a magic and the rest as SQL', async () => {
    const view = await open(
      "%%guarded_sql w top << --limit 9\nSELECT 'a', 12 FROM orders -- import os"
    );

    expect(colours(view)).toEqual({
      '%%guarded_sql': 'operator',
      '<<': 'operator',
      '--limit': 'attribute',
      SELECT: 'keyword',
      "'a'": 'string',
      ',': 'punctuation',
      '12': 'number',
      FROM: 'keyword',
      '-- import os': 'comment'
    });
  });

  it('leaves Python to Python', async () => {
    const view = await open('SELECT = "FROM" if True else None');

    expect(view.state.facet(language)?.name).toBe('python');
    expect(colours(view)).toMatchObject({ '"FROM"': 'string', if: 'keyword' });
  });

  it('follows the first line as it is typed', async () => {
    const view = await open('SELECT 1');
    const named = (): string | undefined => view.state.facet(language)?.name;
    const before = named();

    view.dispatch({ changes: { from: 0, insert: '%%sql\n' } });
    const after = named();
    view.dispatch({ changes: { from: 0, to: 6 } });

    expect([before, after, named()]).toEqual(['python', 'sql', 'python']);
  });

  it('loads a dialect when the first cell wants it', async () => {
    const view = await open('%%bigquery\nSELECT `FROM` # no SELECT');
    const before = view.state.facet(language)?.name;
    await languages.load('MySQL');
    await Promise.resolve();

    expect(before).toBe('python');
    expect(colours(view)).toMatchObject({ '# no SELECT': 'comment' });
  });

  it('marks what is bound, and nothing that only looks like it', async () => {
    const view = await open(
      "%%guarded_sql\nSELECT id::text, a[1:2], ':no', '12:30' -- :no\n" +
        'FROM t WHERE city = :city AND id IN (:ids) /* :no */ AND x=:y::int'
    );

    expect(parameters(view)).toEqual([':city', ':ids', ':y']);
  });

  it("toggles SQL's comments and keeps a line below the one before it", async () => {
    const view = await open('%%guarded_sql\n  SELECT 1');
    const end = view.state.doc.length;

    expect(view.state.languageDataAt('commentTokens', end)).toEqual([
      { line: '--', block: { open: '/*', close: '*/' } }
    ]);
    expect(getIndentation(view.state, end)).toBe(2);
  });
});
