/** Exports one notebook: saves it, shows what it would become, and shows what came of it. */

import { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, Notification } from '@jupyterlab/apputils';
import { PathExt, URLExt } from '@jupyterlab/coreutils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { TranslationBundle } from '@jupyterlab/translation';

import {
  exportNotebook,
  IExported,
  IExportOptions,
  messageOf,
  planExport
} from '../request';
import { Preview } from './preview';

const SHOWN = 10_000; // ms that a success stays on the screen

/** Exports notebooks; `reveal` shows a project, or says that it can't. */
export class Exporter {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _notebooks: INotebookTracker,
    private readonly _trans: TranslationBundle,
    private readonly _reveal: (project: IExported) => Promise<boolean>
  ) {}

  /** Export the notebook at `path`, if the user still wants that. Never rejects: what went wrong is shown. */
  async export(path: string): Promise<void> {
    const name = PathExt.basename(path);
    const id = Notification.emit(
      this._trans.__('Looking at %1 …', name),
      'in-progress',
      { autoClose: false }
    );
    try {
      await this._save(path);
      const options = await this._ask(path, name, () =>
        Notification.dismiss(id)
      );
      if (options !== null) {
        await this._write(path, name, options);
      }
    } catch (error) {
      Notification.dismiss(id);
      this._failed(name, error);
    }
  }

  /** Show what would become of each cell; return what is wanted, or null for nothing. */
  private async _ask(
    path: string,
    name: string,
    ready: () => void
  ): Promise<IExportOptions | null> {
    const { contents, serverSettings } = this._app.serviceManager;
    const local = contents.localPath(path);
    const plan = await planExport(local, false, serverSettings);
    const body = new Preview(plan, this._trans, all =>
      planExport(local, all, serverSettings)
    );
    ready();
    const close = Dialog.cancelButton({
      label: body.isRefused ? this._trans.__('Close') : undefined
    });
    const dialog = new Dialog({
      title: this._trans.__('Export %1', name),
      body,
      buttons: body.isRefused
        ? [close]
        : [close, Dialog.okButton({ label: this._trans.__('Export') })]
    });
    dialog.addClass('jg-PreviewDialog');
    const answer = await dialog.launch();
    return answer.button.accept ? body.options : null;
  }

  private async _write(
    path: string,
    name: string,
    options: IExportOptions
  ): Promise<void> {
    const id = Notification.emit(
      options.verify
        ? this._trans.__('Exporting and verifying %1 …', name)
        : this._trans.__('Exporting %1 …', name),
      'in-progress',
      { autoClose: false }
    );
    try {
      const { contents, serverSettings } = this._app.serviceManager;
      const local = contents.localPath(path);
      const project = await exportNotebook(local, options, serverSettings);
      const revealed = await this._reveal(project);
      const fine = !project.draft && project.verified !== false;
      Notification.update({
        id,
        type: fine ? 'success' : 'warning',
        message: this._words(project),
        autoClose: revealed && fine ? SHOWN : false,
        actions: revealed ? [] : this._links(project)
      });
    } catch (error) {
      Notification.dismiss(id);
      this._failed(name, error);
    }
  }

  private _failed(name: string, error: unknown): void {
    Notification.error(
      this._trans.__('%1 was not exported. %2', name, messageOf(error)),
      { autoClose: false }
    );
  }

  /** What is exported is the file: what the browser alone knows goes there first. */
  private async _save(path: string): Promise<void> {
    const open = this._notebooks.find(panel => panel.context.path === path);
    if (open?.context.model.dirty) {
      await open.context.save();
      if (open.context.model.dirty) {
        throw new Error(
          this._trans.__('It has changes that could not be saved.')
        );
      }
    }
  }

  private _words(project: IExported): string {
    const verdicts = {
      true: this._trans.__('A fresh run gave the results of the notebook.'),
      false: this._trans.__(
        'It is NOT verified: `jupyter guard export --verify` says why.'
      ),
      null: ''
    };
    const written = [
      this._trans.__('The project is in %1.', project.path),
      verdicts[`${project.verified}`]
    ]
      .join(' ')
      .trim();
    if (!project.draft) {
      return written;
    }
    return [
      written,
      this._trans.__('It is a draft; somebody has to decide first:'),
      ...project.blockers
    ].join(' ');
  }

  /** Where each document has a tab of the browser to itself, a click has to open it. */
  private _links(project: IExported): Notification.IAction[] {
    const open = (page: string, path: string): void => {
      const { baseUrl } = this._app.serviceManager.serverSettings;
      const url = URLExt.join(baseUrl, page, URLExt.encodeParts(path));
      window.open(url, '_blank', 'noopener');
    };
    return [
      {
        label: this._trans.__('Open Folder'),
        callback: () => open('tree', project.path)
      },
      {
        label: this._trans.__('Read REVIEW.md'),
        displayType: 'accent',
        callback: () => open('edit', project.review)
      }
    ];
  }
}
