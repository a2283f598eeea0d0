/** What makes an editor colour its text as SQL while the first line asks for that. */

import {
  indentService,
  language,
  Language,
  syntaxTree
} from '@codemirror/language';
import {
  EditorState,
  Extension,
  Prec,
  RangeSetBuilder,
  StateEffect,
  StateField
} from '@codemirror/state';
import {
  Decoration,
  DecorationSet,
  EditorView,
  ViewPlugin,
  ViewUpdate
} from '@codemirror/view';

import { sqlCell } from './cell';

/** The languages of cells with SQL, each loaded when the first cell wants it. */
export interface ISqlLanguages {
  /** Return the language for a dialect, or null while it is not loaded. */
  get(dialect: string): Language | null;
  load(dialect: string): Promise<void>;
}

const PARAMETER = /(?<![:\w]):[A-Za-z_]\w*/g;
const NO_PARAMETERS_IN = /String|Comment|Quoted|Option|MagicName/;
const parameter = Decoration.mark({ class: 'jg-SqlParameter' });
const loaded = StateEffect.define<null>();

/** Return the extension for one editor; `languages` is shared by all. */
export function sqlCells(languages: ISqlLanguages): Extension {
  const find = (state: EditorState): Language | null => {
    const cell = sqlCell(state.doc.toString());
    return cell && languages.get(cell.dialect);
  };
  const field = StateField.define<Language | null>({
    create: find,
    update: (value, transaction) =>
      transaction.docChanged || transaction.effects.some(e => e.is(loaded))
        ? find(transaction.state)
        : value
  });
  return [
    field,
    // Before the kernel's language, which the editor has all the time.
    Prec.highest(
      language.computeN([field], state => {
        const found = state.field(field);
        return found ? [found] : [];
      })
    ),
    // A new line begins below the one before it: SQL is laid out by hand.
    Prec.highest(
      indentService.of((context, position) =>
        context.state.field(field)
          ? context.lineIndent(position, -1)
          : undefined
      )
    ),
    loader(languages),
    // Innermost, so that its colour is the one that is seen.
    Prec.lowest(parameters(field))
  ];
}

/** Load the language that the text asks for. */
function loader(languages: ISqlLanguages): Extension {
  return ViewPlugin.define(view => {
    let ended = false;
    const look = (): void => {
      const dialect = sqlCell(view.state.doc.toString())?.dialect;
      if (dialect && !languages.get(dialect)) {
        void languages.load(dialect).then(() => {
          if (!ended) {
            view.dispatch({ effects: loaded.of(null) });
          }
        });
      }
    };
    look();
    return {
      update: (update: ViewUpdate) => {
        if (update.docChanged) {
          look();
        }
      },
      destroy: () => {
        ended = true;
      }
    };
  });
}

/** Mark each `:name`, which is bound to a variable. */
function parameters(field: StateField<Language | null>): Extension {
  const marks = (view: EditorView): DecorationSet => {
    const found = new RangeSetBuilder<Decoration>();
    if (view.state.field(field)) {
      const tree = syntaxTree(view.state);
      for (const { from, to } of view.visibleRanges) {
        const text = view.state.sliceDoc(from, to);
        for (const { 0: word, index } of text.matchAll(PARAMETER)) {
          const start = from + index;
          if (!NO_PARAMETERS_IN.test(tree.resolveInner(start, 1).name)) {
            found.add(start, start + word.length, parameter);
          }
        }
      }
    }
    return found.finish();
  };
  return ViewPlugin.fromClass(
    class {
      constructor(view: EditorView) {
        this.marks = marks(view);
      }
      update(update: ViewUpdate): void {
        if (
          update.docChanged ||
          update.viewportChanged ||
          syntaxTree(update.startState) !== syntaxTree(update.state)
        ) {
          this.marks = marks(update.view);
        }
      }
      marks: DecorationSet;
    },
    { decorations: plugin => plugin.marks }
  );
}
