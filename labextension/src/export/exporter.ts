/** Exports one notebook: saves it, shows that it goes on, and shows what came of it. */

import { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { PathExt, URLExt } from '@jupyterlab/coreutils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { TranslationBundle } from '@jupyterlab/translation';

import { exportNotebook, IExported, messageOf } from '../request';

const SHOWN = 10_000; // ms that a success stays on the screen

/** Exports notebooks; `reveal` shows a project, or says that it can't. */
export class Exporter {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _notebooks: INotebookTracker,
    private readonly _trans: TranslationBundle,
    private readonly _reveal: (project: IExported) => Promise<boolean>
  ) {}

  /** Export the notebook at `path`. Never rejects: what went wrong is shown. */
  async export(path: string): Promise<void> {
    const name = PathExt.basename(path);
    const id = Notification.emit(
      this._trans.__('Exporting %1 …', name),
      'in-progress',
      { autoClose: false }
    );
    try {
      await this._save(path);
      const { contents, serverSettings } = this._app.serviceManager;
      const local = contents.localPath(path);
      const project = await exportNotebook(local, serverSettings);
      const revealed = await this._reveal(project);
      Notification.update({
        id,
        type: project.draft ? 'warning' : 'success',
        message: this._words(project),
        autoClose: revealed && !project.draft ? SHOWN : false,
        actions: revealed ? [] : this._links(project)
      });
    } catch (error) {
      Notification.update({
        id,
        type: 'error',
        message: this._trans.__(
          '%1 was not exported. %2',
          name,
          messageOf(error)
        ),
        autoClose: false,
        actions: []
      });
    }
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
    const written = this._trans.__('The project is in %1.', project.path);
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
