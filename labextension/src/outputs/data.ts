/** Reads what a kernel stored in a notebook: anything may stand there, so all of it is checked. */

import { isRecord, parseTier, texts, Tier } from '../request';

/** One statement of a refused text. */
export interface IRefusedStatement {
  readonly line: number | null;
  readonly text: string;
  readonly effect: string;
  readonly rule: string;
  readonly reason: string;
  readonly remedy: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Nothing was sent, and why. */
export interface IRefusal {
  readonly environment: string;
  readonly tier: Tier;
  readonly connection: string;
  /** How many statements the text has. */
  readonly count: number;
  readonly refused: readonly IRefusedStatement[];
}

/** What was run, and where. */
export interface IReceipt {
  readonly environment: string;
  readonly tier: Tier;
  readonly connection: string;
  readonly result: string;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly more: boolean;
  /** Rows there are, as the planner estimates them. */
  readonly total: number | null;
  /** What is shown in place of rows, "plan", or "". */
  readonly shows: string;
  /** The file that took the rows, or "". */
  readonly file: string;
  readonly statements: number;
  /** "committed", "rolled back", "open", or "" where there was nothing to keep. */
  readonly transaction: string;
  readonly seconds: number | null;
  readonly notes: readonly string[];
  readonly unguarded: boolean;
  /** "2 of 3 locks hold", or "" where none should. */
  readonly locks: string;
}

/** Where a session was when somebody asked. */
export interface IStatus {
  readonly environment: string;
  readonly tier: Tier;
  readonly why: string;
  readonly limit: string;
  readonly connections: readonly string[];
  readonly files: readonly string[];
  readonly problems: readonly string[];
  readonly unguarded: boolean;
  readonly targets: readonly string[];
  readonly guarded: readonly string[];
  readonly outside: readonly string[];
  /** A line for each connection that should be locked. */
  readonly locks: readonly string[];
  /** Exceptions to the limit that last. */
  readonly unlocks: readonly string[];
  readonly next: string;
}

/** Return a refusal, or null for what is none. */
export function parseRefusal(value: unknown): IRefusal | null {
  if (!isRecord(value) || !Array.isArray(value.statements)) {
    return null;
  }
  const statements = value.statements.filter(isRecord);
  const refused = statements.filter(s => s.allowed !== true).map(parseRefused);
  if (refused.length === 0) {
    return null;
  }
  return { ...parsePlace(value), count: statements.length, refused };
}

/** Return a receipt, or null for what is none. */
export function parseReceipt(value: unknown): IReceipt | null {
  if (!isRecord(value) || typeof value.environment !== 'string') {
    return null;
  }
  return {
    ...parsePlace(value),
    result: text(value.result),
    rows: number(value.rows),
    columns: number(value.columns),
    more: value.more === true,
    total: number(value.total),
    shows: text(value.shows),
    file: text(value.file),
    statements: number(value.statements) ?? 1,
    transaction: text(value.transaction),
    seconds: number(value.seconds),
    notes: texts(value.notes),
    unguarded: value.unguarded === true,
    locks: text(value.locks)
  };
}

/** Return a status, or null for what is none. */
export function parseStatus(value: unknown): IStatus | null {
  if (!isRecord(value) || typeof value.environment !== 'string') {
    return null;
  }
  return {
    ...parsePlace(value),
    why: text(value.why),
    limit: text(value.limit),
    connections: texts(value.connections),
    files: texts(value.files),
    problems: texts(value.problems),
    unguarded: value.unguarded === true,
    targets: texts(value.targets),
    guarded: texts(value.guarded),
    outside: texts(value.outside),
    locks: texts(value.locks),
    unlocks: texts(value.unlocks),
    next: text(value.next_environment)
  };
}

function parseRefused(value: Record<string, unknown>): IRefusedStatement {
  return {
    line: number(value.line),
    text: text(value.text),
    effect: text(value.effect),
    rule: text(value.rule),
    reason: text(value.reason),
    remedy: text(value.remedy),
    reads: texts(value.reads),
    writes: texts(value.writes)
  };
}

function parsePlace(value: Record<string, unknown>): {
  environment: string;
  tier: Tier;
  connection: string;
} {
  return {
    environment: text(value.environment),
    tier: parseTier(value.tier),
    connection: text(value.connection)
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
