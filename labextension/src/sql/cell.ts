/** Finds out whether a cell holds SQL, and in which dialect; knows neither editor nor kernel. */

/** A part of the lines that name the magic. */
export interface IMagicPart {
  readonly kind: 'MagicName' | 'Option' | 'Into';
  readonly from: number;
  readonly to: number;
}

/** A cell whose body is SQL. */
export interface ISqlCell {
  /** The name of the language as JupyterLab's registry has it. */
  readonly dialect: string;
  /** Where the lines of magics end and the SQL begins. */
  readonly body: number;
  readonly parts: readonly IMagicPart[];
}

// Magics that run the rest of the cell, so that another may stand below them.
const HEAD =
  /^(?:[ \t]*\n|%%(?:capture|prun|time|timeit)\b[^\n]*\n)*%%(guarded_sql|sql|bigquery)(?![\w?])[^\n]*/;
const PARTS = /^%%\w+|(?<=\s)--?[a-zA-Z][\w-]*|(?<=\s)<<(?=\s|$)/gm;
// Backticks around names and # before comments.
const LIKE_MYSQL = /^%%bigquery|\b(?:mysql|mariadb|bigquery)\b/m;

/** Return what is known of a cell with SQL, or null for any other. */
export function sqlCell(source: string): ISqlCell | null {
  const head = HEAD.exec(source)?.[0];
  if (head === undefined) {
    return null;
  }
  const parts = [...head.matchAll(PARTS)].map(({ 0: word, index }) => ({
    kind: kindOf(word),
    from: index,
    to: index + word.length
  }));
  return {
    dialect: LIKE_MYSQL.test(head) ? 'MySQL' : 'PostgreSQL',
    body: Math.min(head.length + 1, source.length),
    parts
  };
}

function kindOf(word: string): IMagicPart['kind'] {
  return word.startsWith('%%')
    ? 'MagicName'
    : word === '<<'
      ? 'Into'
      : 'Option';
}
