/** Wires the status item: where it stands, and when the server part is asked. */

import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { fetchServerState } from '../request';
import { StatusItem } from './item';
import { StatusModel } from './model';

export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-guard:status',
  description: 'Shows whether the server part of Jupyter Guard is running.',
  autoStart: true,
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_guard');
    const model = new StatusModel();
    const refresh = async (): Promise<void> => {
      model.state = await fetchServerState(app.serviceManager.serverSettings);
    };
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
