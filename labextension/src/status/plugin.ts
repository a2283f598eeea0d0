/** Wires the status item: where it stands, which notebook it is about, when the server is asked. */

import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IEnvironments } from '../environment/token';
import { fetchServerState } from '../request';
import { StatusItem } from './item';
import { StatusModel } from './model';

export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-guard:status',
  description:
    'Shows where the notebook in front works, and whether the server part is running.',
  autoStart: true,
  requires: [INotebookTracker, IEnvironments],
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    environments: IEnvironments,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_guard');
    const model = new StatusModel();
    const refresh = async (): Promise<void> => {
      model.state = await fetchServerState(app.serviceManager.serverSettings);
    };
    notebooks.currentChanged.connect((_, panel) => {
      model.environment = panel && environments.of(panel).model;
    });
    const item = new StatusItem(model, trans, () => void refresh());

    if (statusBar) {
      statusBar.registerStatusItem(statusPlugin.id, {
        item,
        align: 'left',
        rank: 10
      });
    } else {
      // Jupyter Notebook has no status bar; its menu bar shows the kernel's state, too.
      app.shell.add(item, 'menu', { rank: 900 });
    }
    void refresh();
  }
};
