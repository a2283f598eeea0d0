/** Wires the badge: into each notebook's toolbar, with its menu, its banner and a command. */

import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ICommandPalette,
  IToolbarWidgetRegistry,
  Notification
} from '@jupyterlab/apputils';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IEnvironments } from '../environment/token';
import { messageOf } from '../request';
import { EnvironmentBadge } from './badge';
import { EnvironmentBanner } from './banner';
import { openMenu } from './menu';
import { UnlockedStrip } from './unlocked';

const CHOOSE = 'jupyter-guard:choose-environment';

export const badgePlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-guard:badge',
  description: 'Shows in each notebook in which environment it works.',
  autoStart: true,
  requires: [INotebookTracker, IEnvironments, IToolbarWidgetRegistry],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    notebooks: INotebookTracker,
    environments: IEnvironments,
    toolbars: IToolbarWidgetRegistry,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_guard');

    const open = (panel: NotebookPanel, button: HTMLElement): void => {
      const watch = environments.of(panel);
      if (watch.model.session === null) {
        void watch.refresh(); // nothing to choose from: ask again
        return;
      }
      openMenu(watch.model, button, trans, name => {
        watch.tag(name).catch((error: unknown) => {
          Notification.error(messageOf(error), { autoClose: false });
        });
      });
    };

    toolbars.addFactory<NotebookPanel>(
      'Notebook',
      'jupyter-guard-badge',
      panel =>
        new EnvironmentBadge(environments.of(panel).model, trans, button =>
          open(panel, button)
        )
    );
    notebooks.widgetAdded.connect((_, panel) => {
      const { model } = environments.of(panel);
      panel.contentHeader.addWidget(
        new EnvironmentBanner(model, trans, panel.node)
      );
      panel.contentHeader.addWidget(new UnlockedStrip(model, trans));
    });

    app.commands.addCommand(CHOOSE, {
      label: trans.__('Choose the Environment of This Notebook …'),
      isEnabled: () => notebooks.currentWidget !== null,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => {
        const panel = notebooks.currentWidget;
        const button =
          panel?.node.querySelector<HTMLElement>('.jg-Badge-button');
        if (panel && button) {
          open(panel, button);
        }
      }
    });
    const category = trans.__('Guard');
    palette?.addItem({ command: CHOOSE, category });
  }
};
