/** The one HTTP client of the guard's server part; what the server sends is checked here. */

import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** What is known about the server part. */
export type ServerState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'present'; readonly version: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** How precious an environment is. */
export type Tier = 'DEV' | 'TEST' | 'PROD';

/** An environment of guard.toml. */
export interface IEnvironment {
  readonly name: string;
  readonly tier: Tier;
  readonly colour: string;
  readonly limit: string;
}

/** An environment that a session may be given; the server says how. */
export interface IChoice {
  readonly environment: IEnvironment;
  readonly way: 'free' | 'confirm' | 'refused';
  readonly reason: string;
}

/** An exception to a limit that lasts for a while. */
export interface IUnlock {
  readonly environment: string;
  readonly effect: string;
  readonly tables: readonly string[];
  readonly reason: string;
  /** When it ends, in milliseconds by this machine's clock. */
  readonly until: number;
}

/** Where a session is. */
export interface ISession {
  readonly environment: IEnvironment;
  readonly why: string;
  /** Whether the kernel is guarded; null while there is none, or it starts. */
  readonly guarded: boolean | null;
  readonly choices: readonly IChoice[];
  readonly problem: string;
  readonly untrusted: readonly string[];
  readonly trustCommand: string;
  readonly warnings: readonly string[];
  readonly unlocks: readonly IUnlock[];
}

/** What becomes of one code cell, and why. */
export interface IDecision {
  readonly cell: number;
  readonly fate: string;
  readonly code: string;
  readonly reason: string;
}

/** A remark on the export; its level is note, warning, blocker or secret. */
export interface IFinding {
  readonly level: string;
  readonly words: string;
}

/** What a project made of a notebook would be. */
export interface IPlan {
  readonly name: string;
  readonly decisions: readonly IDecision[];
  readonly findings: readonly IFinding[];
}

/** What is asked of an export. */
export interface IExportOptions {
  readonly all: boolean;
  readonly data: boolean;
  readonly verify: boolean;
}

/** A project that was written. */
export interface IExported {
  readonly path: string;
  readonly review: string;
  readonly draft: boolean;
  readonly blockers: readonly string[];
  /** Whether a fresh run gave the notebook's results; null where nobody asked. */
  readonly verified: boolean | null;
}

/** Ask the server part whether it is there. Never rejects: no answer is a state, too. */
export async function fetchServerState(
  settings: ServerConnection.ISettings
): Promise<ServerState> {
  try {
    const body = await request(['status'], {}, settings);
    if (isRecord(body) && typeof body.version === 'string') {
      return { kind: 'present', version: body.version };
    }
    return { kind: 'unreachable', reason: 'the answer has no version' };
  } catch (error) {
    if (isMissing(error)) {
      return { kind: 'missing' };
    }
    return { kind: 'unreachable', reason: messageOf(error) };
  }
}

/** Ask where the session of a notebook is; without a kernel, where it would be. */
export async function fetchSession(
  kernelId: string | null,
  path: string,
  settings: ServerConnection.ISettings
): Promise<ISession> {
  if (kernelId !== null) {
    try {
      return parseSession(await request(['kernels', kernelId], {}, settings));
    } catch (error) {
      if (!isMissing(error)) {
        throw error;
      }
      // The kernel has gone, perhaps with the server that it belonged to.
    }
  }
  const route = ['notebooks', ...path.split('/')];
  return parseSession(await request(route, {}, settings));
}

/** Tag a session. */
export async function tagSession(
  kernelId: string,
  environment: string,
  settings: ServerConnection.ISettings
): Promise<ISession> {
  const body = JSON.stringify({ environment });
  const init = { method: 'PUT', body };
  return parseSession(await request(['kernels', kernelId], init, settings));
}

/** Ask what an export would make of a notebook that is saved; nothing is written. */
export async function planExport(
  path: string,
  all: boolean,
  settings: ServerConnection.ISettings
): Promise<IPlan> {
  const query = { path, all: all ? '1' : '' };
  const body = await request(['exports'], {}, settings, query);
  if (!isRecord(body)) {
    throw new TypeError('the server told no plan');
  }
  return {
    name: text(body.name),
    decisions: records(body.decisions)
      .filter(decision => decision.kind === 'code')
      .map(decision => ({
        cell: Number(decision.cell),
        fate: text(decision.fate),
        code: text(decision.code),
        reason: text(decision.reason)
      })),
    findings: records(body.findings).map(finding => ({
      level: text(finding.level),
      words: `${text(finding.message)} ${text(finding.remedy)}`.trim()
    }))
  };
}

/** Export a notebook that is saved. */
export async function exportNotebook(
  path: string,
  options: IExportOptions,
  settings: ServerConnection.ISettings
): Promise<IExported> {
  const init = { method: 'POST', body: JSON.stringify({ path, ...options }) };
  const body = await request(['exports'], init, settings);
  if (!isRecord(body)) {
    throw new TypeError('the server told nothing about the project');
  }
  return {
    path: text(body.path),
    review: text(body.review),
    draft: body.draft !== false,
    blockers: texts(body.blockers),
    verified: typeof body.verified === 'boolean' ? body.verified : null
  };
}

/** Return what went wrong, in the words of the server where it has some. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Return the tier that a word stands for; what is not known is precious. */
export function parseTier(value: unknown): Tier {
  return value === 'DEV' || value === 'TEST' ? value : 'PROD';
}

/** Return the texts in a list. */
export function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Return a session, or throw: an answer that is not understood is no answer. */
export function parseSession(value: unknown): ISession {
  if (!isRecord(value)) {
    throw new TypeError('the server told no environment');
  }
  return {
    environment: parseEnvironment(value.environment),
    why: text(value.why),
    guarded: value.guarded === null ? null : value.guarded === true,
    choices: Array.isArray(value.choices) ? value.choices.map(parseChoice) : [],
    problem: text(value.problem),
    untrusted: texts(value.untrusted),
    trustCommand: text(value.trust_command),
    warnings: texts(value.warnings),
    unlocks: Array.isArray(value.unlocks)
      ? value.unlocks.filter(isRecord).map(parseUnlock)
      : []
  };
}

function parseUnlock(value: Record<string, unknown>): IUnlock {
  // The server tells what is left, because its clock may be another one.
  const seconds = typeof value.seconds === 'number' ? value.seconds : 0;
  return {
    environment: text(value.environment),
    effect: text(value.effect),
    tables: texts(value.tables),
    reason: text(value.reason),
    until: Math.round(Date.now() / 1000 + seconds) * 1000
  };
}

function parseChoice(value: unknown): IChoice {
  const choice = isRecord(value) ? value : {};
  const free = choice.way === 'free';
  return {
    environment: parseEnvironment(choice.environment),
    way: free ? 'free' : choice.way === 'confirm' ? 'confirm' : 'refused',
    reason: text(choice.reason)
  };
}

function parseEnvironment(value: unknown): IEnvironment {
  if (!isRecord(value) || typeof value.name !== 'string') {
    throw new TypeError('the server told an environment without a name');
  }
  return {
    name: value.name,
    tier: parseTier(value.tier),
    colour: text(value.colour),
    limit: text(value.limit)
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isMissing(error: unknown): boolean {
  return (
    error instanceof ServerConnection.ResponseError &&
    error.response.status === 404
  );
}

/** Call a route below /jupyter-guard/ and return its JSON, whose shape the caller checks. */
async function request(
  route: readonly string[],
  init: RequestInit,
  settings: ServerConnection.ISettings,
  query: Record<string, string> = {}
): Promise<unknown> {
  const place = URLExt.join(
    settings.baseUrl,
    'jupyter-guard',
    ...route.map(encodeURIComponent)
  );
  const url = place + URLExt.objectToQueryString(query);
  const response = await ServerConnection.makeRequest(url, init, settings);
  if (!response.ok) {
    throw await ServerConnection.ResponseError.create(response);
  }
  return response.json();
}
