/** The language of a cell with SQL: lines of magics, and below them what JupyterLab's own SQL parser reads. */

import {
  defineLanguageFacet,
  Language,
  languageDataProp
} from '@codemirror/language';
import {
  Input,
  NodeType,
  parseMixed,
  Parser,
  PartialParse,
  Tree,
  TreeFragment
} from '@lezer/common';
import { styleTags, tags } from '@lezer/highlight';

import { sqlCell } from './cell';

const COLOURS = styleTags({
  MagicName: tags.operator,
  Option: tags.attributeName,
  Into: tags.operator
});
const DATA = defineLanguageFacet();
const TOP = NodeType.define({
  id: 0,
  name: 'SqlCell',
  top: true,
  props: [[languageDataProp, DATA]]
});
const BODY = NodeType.define({ id: 1, name: 'Body' });
const PARTS = {
  MagicName: NodeType.define({ id: 2, name: 'MagicName', props: [COLOURS] }),
  Option: NodeType.define({ id: 3, name: 'Option', props: [COLOURS] }),
  Into: NodeType.define({ id: 4, name: 'Into', props: [COLOURS] })
};

/** Return the language of cells whose body `sql` reads. */
export function sqlCellLanguage(sql: Parser): Language {
  return new Language(DATA, new SqlCellParser(sql), [], 'sql');
}

type Ranges = readonly { from: number; to: number }[];

class SqlCellParser extends Parser {
  constructor(sql: Parser) {
    super();
    this._mix = parseMixed(node =>
      node.type === BODY ? { parser: sql } : null
    );
  }

  createParse(
    input: Input,
    fragments: readonly TreeFragment[],
    ranges: Ranges
  ): PartialParse {
    return this._mix(new Outline(input), input, fragments, ranges);
  }

  private readonly _mix: ReturnType<typeof parseMixed>;
}

/** Reads all of a cell in one step: where the magics stand and where the SQL begins. */
class Outline implements PartialParse {
  constructor(private readonly _input: Input) {}

  parsedPos = 0;
  stoppedAt: number | null = null;

  stopAt(position: number): void {
    this.stoppedAt = position;
  }

  advance(): Tree {
    const length = this._input.length;
    const source = this._input.read(0, length);
    const cell = sqlCell(source);
    const children: Tree[] = [];
    const places: number[] = [];
    for (const { kind, from, to } of cell?.parts ?? []) {
      children.push(new Tree(PARTS[kind], [], [], to - from));
      places.push(from);
    }
    if (cell && cell.body < length) {
      children.push(new Tree(BODY, [], [], length - cell.body));
      places.push(cell.body);
    }
    this.parsedPos = length;
    return new Tree(TOP, children, places, length);
  }
}
