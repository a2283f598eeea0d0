/** Draws refusals, receipts and status as nodes; texts stay texts, whatever stands in them. */

import { TranslationBundle } from '@jupyterlab/translation';

import { openIcon, tierIcon } from '../icons';
import { Tier } from '../request';
import { IReceipt, IRefusal, IRefusedStatement, IStatus } from './data';

/** Called with a command that the user wants to have. */
export type Copy = (command: string) => void;

// What a person can paste into a cell or a terminal, within a sentence.
const COMMAND = /(%guard [a-z]+(?: [\w-]+)?|jupyter guard [a-z]+)/;

/** Draw a refusal: nothing was sent, why, and the ways on. */
export function drawRefusal(
  refusal: IRefusal,
  trans: TranslationBundle,
  copy: Copy
): HTMLElement {
  const { connection, count, environment, tier } = refusal;
  const sent =
    count === 1
      ? trans.__('Nothing was sent to %1', connection)
      : trans.__('None of the %1 statements was sent to %2', count, connection);
  const node = element('section', 'jg-Refusal');
  node.dataset.jgTier = tier;
  node.setAttribute('aria-label', trans.__('Refused in %1', environment));
  const head = element('div', 'jg-Refusal-head');
  head.append(
    place(tier, environment),
    element('span', 'jg-Refusal-title', sent)
  );
  node.append(head);
  for (const statement of refusal.refused) {
    node.append(drawRefused(statement, trans, copy));
  }
  return node;
}

/** Draw a receipt: one discreet line. */
export function drawReceipt(
  receipt: IReceipt,
  trans: TranslationBundle
): HTMLElement {
  const node = element('div', 'jg-Receipt');
  node.dataset.jgTier = receipt.tier;
  if (receipt.unguarded) {
    node.append(unguarded(trans));
  }
  const parts = [receipt.connection];
  if (receipt.statements > 1) {
    parts.push(trans.__('%1 statements', receipt.statements));
  }
  parts.push(amount(receipt, trans));
  if (receipt.seconds !== null) {
    parts.push(trans.__('%1 s', receipt.seconds.toFixed(2)));
  }
  node.append(place(receipt.tier, receipt.environment));
  // One text, so that it reads and copies as one.
  const words = parts.filter(part => part !== '').map(part => ` · ${part}`);
  node.append(element('span', 'jg-Receipt-words', words.join('')));
  if (receipt.transaction) {
    node.append(' · ', kept(receipt.transaction, trans));
  }
  if (receipt.locks) {
    node.append(` · ${receipt.locks}`);
  }
  for (const note of receipt.notes) {
    node.append(element('div', 'jg-Receipt-note', note));
  }
  return node;
}

/** Draw a status: where the session was, why, and what it might do. */
export function drawStatus(
  status: IStatus,
  trans: TranslationBundle
): HTMLElement {
  const list = element('dl', 'jg-Status');
  list.dataset.jgTier = status.tier;
  const none = trans.__('built-in defaults (no guard.toml)');
  const allowed =
    status.limit === 'UNKNOWN'
      ? trans.__('everything')
      : trans.__('up to %1', status.limit);
  if (status.unguarded) {
    row(list, unguarded(trans), trans.__('nothing is checked'));
  }
  row(
    list,
    trans.__('Environment'),
    place(status.tier, status.environment),
    status.why ? ` (${status.why})` : ''
  );
  row(list, trans.__('Allowed'), allowed);
  row(list, trans.__('Connections'), status.connections.join(', '));
  row(list, trans.__('Rules from'), status.files.join(', ') || none);
  if (status.targets.length) {
    row(list, trans.__('Sent to'), status.targets.join(', '));
  }
  if (status.guarded.length) {
    row(list, trans.__('Guarded'), status.guarded.join(', '));
  }
  for (const route of status.outside) {
    row(list, trans.__('Outside'), route);
  }
  for (const locks of status.locks) {
    row(list, trans.__('Locks'), locks);
  }
  for (const unlock of status.unlocks) {
    row(list, trans.__('Unlocked'), element('b', 'jg-Status-problem', unlock));
  }
  if (status.next) {
    const comes = trans.__('%1 comes into force', status.next);
    row(list, trans.__('Next cell'), comes);
  }
  for (const problem of status.problems) {
    row(list, trans.__('Problem'), element('b', 'jg-Status-problem', problem));
  }
  return list;
}

function drawRefused(
  statement: IRefusedStatement,
  trans: TranslationBundle,
  copy: Copy
): HTMLElement {
  const list = element('dl', 'jg-Refusal-statement');
  const line =
    statement.line === null
      ? trans.__('Statement')
      : trans.__('Line %1', statement.line);
  const effect = [statement.effect];
  if (statement.writes.length) {
    effect.push(trans.__('writes %1', statement.writes.join(', ')));
  }
  if (statement.reads.length) {
    effect.push(trans.__('reads %1', statement.reads.join(', ')));
  }
  row(list, line, element('code', 'jg-Refusal-sql', statement.text));
  row(list, trans.__('Effect'), effect.join(' · '));
  row(
    list,
    trans.__('Why not'),
    `${statement.reason} `,
    element('span', 'jg-Refusal-rule', `[${statement.rule}]`)
  );
  if (statement.remedy) {
    row(list, trans.__('What next'), ...remedy(statement.remedy, trans, copy));
  }
  return list;
}

/** Split a sentence into its words and its commands, which can be copied. */
function remedy(
  sentence: string,
  trans: TranslationBundle,
  copy: Copy
): Node[] {
  return sentence.split(COMMAND).map((part, index) => {
    if (index % 2 === 0) {
      return document.createTextNode(part);
    }
    const button = element('button', 'jg-Command', part);
    button.title = trans.__('Copy');
    button.setAttribute('type', 'button');
    // Enter is for the button, and not for the notebook, which would begin to edit the cell.
    button.dataset.lmSuppressShortcuts = 'true';
    button.addEventListener('click', () => {
      copy(part);
      button.dataset.jgCopied = trans.__('copied');
      button.focus(); // JupyterLab copies by a selection of its own
    });
    return button;
  });
}

function amount(receipt: IReceipt, trans: TranslationBundle): string {
  const { columns, rows } = receipt;
  if (receipt.shows) {
    const { result, shows } = receipt;
    return result ? `${result} = ${shows}` : shows;
  }
  if (rows === null) {
    return receipt.transaction ? '' : trans.__('done');
  }
  // As the text has it. In the sentences below %1 is the bare number, %2 this.
  const count = rows.toLocaleString('en-US');
  if (columns === null && receipt.file === '') {
    return trans._n('%2 row changed', '%2 rows changed', rows, count);
  }
  let height = trans._n('%2 row', '%2 rows', rows, count);
  if (receipt.more) {
    const { total } = receipt;
    height =
      total !== null && total > rows
        ? trans.__('first %1 of about %2 rows', count, about(total, trans))
        : trans.__('first %1', height);
  }
  const frame =
    columns === null
      ? trans.__('%1 in %2', height, receipt.file)
      : `${height} × ${trans._n('%1 column', '%1 columns', columns, columns)}`;
  return receipt.result ? `${receipt.result} = ${frame}` : frame;
}

/** An estimate as people say it: 48 million. */
function about(total: number, trans: TranslationBundle): string {
  const share = (size: number): string =>
    total < size * 10
      ? (total / size).toFixed(1)
      : Math.round(total / size).toLocaleString('en-US');
  if (total >= 1e9) {
    return trans.__('%1 billion', share(1e9));
  }
  return total >= 1e6
    ? trans.__('%1 million', share(1e6))
    : total.toLocaleString('en-US');
}

/** What became of the changes; one that waits for its COMMIT stands out. */
function kept(transaction: string, trans: TranslationBundle): HTMLElement {
  const words: Record<string, string> = {
    committed: trans.__('committed'),
    'rolled back': trans.__('rolled back'),
    open: trans.__('transaction open')
  };
  const text = words[transaction] ?? transaction;
  const node = element('span', 'jg-Receipt-kept', text);
  node.dataset.jgKept = transaction;
  return node;
}

/** An environment as icon and word. */
function place(tier: Tier, environment: string): HTMLElement {
  const node = element('span', 'jg-Place');
  node.dataset.jgTier = tier;
  node.append(
    tierIcon(tier).element({ tag: 'span', className: 'jg-Icon' }),
    element('b', 'jg-Place-word', environment)
  );
  return node;
}

function unguarded(trans: TranslationBundle): HTMLElement {
  const node = element('span', 'jg-Place');
  node.dataset.jgTier = 'UNGUARDED';
  node.append(
    openIcon.element({ tag: 'span', className: 'jg-Icon' }),
    element('b', 'jg-Place-word', trans.__('unguarded'))
  );
  return node;
}

function row(
  list: HTMLElement,
  word: string | Node,
  ...value: (string | Node)[]
): void {
  const name = element('dt', 'jg-Row-word');
  name.append(word);
  const meaning = element('dd', 'jg-Row-value');
  meaning.append(...value);
  list.append(name, meaning);
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}
