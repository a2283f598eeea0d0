/** Wires the watches: one per notebook panel, shared by all that show it. */

import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { NotebookPanel } from '@jupyterlab/notebook';

import { IEnvironments } from './token';
import { Watch } from './tracker';

export const environmentsPlugin: JupyterFrontEndPlugin<IEnvironments> = {
  id: 'jupyter-guard:environments',
  description: 'Knows in which environment each open notebook works.',
  autoStart: true,
  provides: IEnvironments,
  activate: (app: JupyterFrontEnd): IEnvironments => {
    const watches = new WeakMap<NotebookPanel, Watch>();
    const { contents, serverSettings } = app.serviceManager;
    return {
      of: panel => {
        const watch =
          watches.get(panel) ?? new Watch(panel, contents, serverSettings);
        watches.set(panel, watch);
        return watch;
      }
    };
  }
};
