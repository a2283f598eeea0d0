/** How the plugins find the environments of the notebooks that are open. */

import { NotebookPanel } from '@jupyterlab/notebook';
import { Token } from '@lumino/coreutils';

import { Watch } from './tracker';

/** The sessions of the open notebooks. */
export interface IEnvironments {
  /** Return the watch over a notebook; the first call begins it. */
  of(panel: NotebookPanel): Watch;
}

export const IEnvironments = new Token<IEnvironments>(
  'jupyter-guard:IEnvironments',
  'Tells in which environment the session of a notebook is.'
);
