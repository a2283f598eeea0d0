/** Wires the export: toolbar and menus (see schema/export.json), palette, and what is opened afterwards. */

import {
  ILabShell,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { exportIcon } from '../icons';
import { Exporter } from './exporter';

const EXPORT = 'jupyter-guard:export';
const EXPORT_FILE = 'jupyter-guard:export-file';
const NO_ARGUMENTS = { args: { type: 'object' as const, properties: {} } };

export const exportPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-guard:export',
  description: 'Exports a notebook to a project.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [IDefaultFileBrowser, ILabShell, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    browser: IDefaultFileBrowser | null,
    labShell: ILabShell | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_guard');
    const exporter = new Exporter(app, notebooks, trans, async project => {
      if (!labShell || !browser) {
        return false; // Jupyter Notebook shows one document per tab
      }
      await browser.model.cd(`/${project.path}`);
      labShell.activateById(browser.id);
      await app.commands.execute('markdownviewer:open', {
        path: project.review
      });
      return true;
    });
    const label = trans.__('Export to Project');

    app.commands.addCommand(EXPORT, {
      label,
      caption: trans.__(
        'Make a project of this notebook that others can install, run and test'
      ),
      icon: exportIcon,
      isEnabled: () => notebooks.currentWidget !== null,
      describedBy: NO_ARGUMENTS,
      execute: async () => {
        const path = notebooks.currentWidget?.context.path;
        if (path !== undefined) {
          await exporter.export(path);
        }
      }
    });
    app.commands.addCommand(EXPORT_FILE, {
      label,
      icon: exportIcon,
      describedBy: NO_ARGUMENTS,
      execute: async () => {
        const items = [...(browser?.selectedItems() ?? [])];
        for (const item of items.filter(item => item.type === 'notebook')) {
          await exporter.export(item.path);
        }
      }
    });
    palette?.addItem({ command: EXPORT, category: trans.__('Guard') });
  }
};
