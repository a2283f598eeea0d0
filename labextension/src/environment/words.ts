/** Says in words where a session is; every widget that shows it uses these. */

import { TranslationBundle } from '@jupyterlab/translation';
import { LabIcon } from '@jupyterlab/ui-components';

import { openIcon, tierIcon } from '../icons';
import { IEnvironment } from '../request';
import { EnvironmentModel } from './model';

/** How loud a session is shown. `asking` is the moment before the first answer. */
export type Kind = 'asking' | 'unknown' | 'unguarded' | 'prod' | 'test' | 'dev';

/** How a session is shown. */
export interface ILook {
  readonly kind: Kind;
  readonly icon: LabIcon;
  readonly word: string;
  /** The whole story, line by line. */
  readonly lines: readonly string[];
  /** What must be seen without a click; empty where all is well. */
  readonly alarm: string;
  readonly colour: string;
}

/** Return how the session of `model` is shown. */
export function lookOf(
  model: EnvironmentModel,
  trans: TranslationBundle
): ILook {
  const session = model.session;
  if (session === null) {
    const failed = model.failure !== '';
    const line = failed
      ? trans.__(
          'Where this notebook works is not known. %1 Click the badge to ask again.',
          model.failure
        )
      : trans.__('Asking where this notebook works …');
    return {
      kind: failed ? 'unknown' : 'asking',
      icon: openIcon,
      word: failed ? trans.__('unknown') : '…',
      lines: [line],
      alarm: failed ? line : '',
      colour: ''
    };
  }
  const { environment, problem, warnings } = session;
  const lines = [
    `${environment.name}: ${limitWords(environment, trans)}`,
    trans.__('Why: %1', session.why),
    ...warnings
  ];
  const untrusted = session.untrusted.length
    ? trans.__(
        'guard.toml is not trusted yet, so its connections stay closed. It sets %1. Read it, then run: %2',
        session.untrusted.join(', '),
        session.trustCommand
      )
    : '';
  if (session.guarded === false) {
    const line = trans.__(
      'UNGUARDED: nothing checks what this kernel sends, whatever the tag says. Install jupyter_guard in the Python of this kernel, or switch it on again, then restart the kernel.'
    );
    return {
      kind: 'unguarded',
      icon: openIcon,
      word: trans.__('unguarded'),
      lines: [line, ...lines],
      alarm: line,
      colour: ''
    };
  }
  if (session.guarded === null) {
    lines.push(trans.__('No kernel is running yet.'));
  }
  const broken = problem
    ? trans.__('%1 Until it is mended, prod rules apply.', problem)
    : '';
  const alarm = broken || untrusted;
  return {
    kind: KINDS[environment.tier],
    icon: tierIcon(environment.tier),
    word: environment.name,
    lines: alarm ? [alarm, ...lines] : lines,
    alarm,
    colour: problem ? '' : environment.colour
  };
}

/** Return what an environment allows, in words. */
export function limitWords(
  environment: IEnvironment,
  trans: TranslationBundle
): string {
  switch (environment.limit) {
    case 'READ':
      return trans.__('reads only');
    case 'SESSION':
      return trans.__('reads and session settings only');
    case 'WRITE':
      return trans.__('reads and writes, no change of tables');
    case 'UNKNOWN':
      return trans.__('everything is allowed');
    default:
      return trans.__('allowed up to %1', environment.limit);
  }
}

const KINDS = { DEV: 'dev', TEST: 'test', PROD: 'prod' } as const;
// The words of the built-in environments have a shade in every theme.
const THEMED: Readonly<Record<string, string>> = {
  green: 'var(--jp-success-color1)',
  orange: 'var(--jp-warn-color0)',
  red: 'var(--jp-error-color1)'
};

/** Give a node the kind and the colour of a session; styles do the rest. */
export function paint(node: HTMLElement, look: ILook): void {
  node.dataset.jgKind = look.kind;
  const colour = THEMED[look.colour] ?? look.colour;
  // A colour comes from a file that may be anybody's: only what is one is used.
  if (colour && (look.colour in THEMED || CSS.supports('color', colour))) {
    node.style.setProperty('--jg-colour', colour);
  } else {
    node.style.removeProperty('--jg-colour');
  }
}
