/** Watches the notebooks that are open: one model each, fresh after every cell. */

import { NotebookPanel } from '@jupyterlab/notebook';
import { Contents, ServerConnection } from '@jupyterlab/services';
import { Debouncer, Poll } from '@lumino/polling';

import { fetchSession, ISession, messageOf, tagSession } from '../request';
import { EnvironmentModel } from './model';

const POLL = 10_000; // ms; for what no signal tells: guard.toml, another window
const QUIET = 150; // ms; Run All is one question, not one per cell

/** The session of one notebook: keeps its model true, and tags it. */
export class Watch {
  readonly model = new EnvironmentModel();

  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _contents: Contents.IManager,
    private readonly _settings: ServerConnection.ISettings
  ) {
    const soon = new Debouncer(() => this.refresh(), QUIET);
    const poll = new Poll({
      auto: true,
      factory: () => this.refresh(),
      frequency: { interval: POLL, backoff: true, max: 6 * POLL },
      standby: () => (document.hidden || !_panel.isVisible ? true : 'never')
    });
    const refresh = (): void => void soon.invoke();
    const context = _panel.sessionContext;
    context.statusChanged.connect(refresh);
    context.connectionStatusChanged.connect(refresh);
    context.kernelChanged.connect((_, change) => {
      if (change.oldValue && change.newValue && this.model.session) {
        this._keep = this.model.session;
      }
      refresh();
    });
    _panel.context.pathChanged.connect(refresh);
    _panel.context.fileChanged.connect(refresh);
    _panel.disposed.connect(() => {
      poll.dispose();
      soon.dispose();
      this.model.dispose();
    });
    refresh();
  }

  /** Ask where the session is. Never rejects. */
  async refresh(): Promise<void> {
    const turn = ++this._turn;
    const kernelId = this.kernelId;
    try {
      const path = this._contents.localPath(this._panel.context.path);
      const told = await fetchSession(kernelId, path, this._settings);
      const session = await this._kept(told);
      if (turn === this._turn && !this._panel.isDisposed) {
        this.model.tell(session);
      }
    } catch (error) {
      if (turn === this._turn && !this._panel.isDisposed) {
        this.model.fail(messageOf(error));
      }
    }
  }

  /** Tag the session, and keep that in the notebook for its next kernel. */
  async tag(name: string): Promise<void> {
    const kernelId = this.kernelId;
    if (kernelId !== null) {
      const session = await tagSession(kernelId, name, this._settings);
      this._turn += 1; // an answer that is on its way is older than this one
      this.model.tell(session);
    }
    await this._store(name);
    if (kernelId === null) {
      await this.refresh();
    }
  }

  /** The kernel, if it lives. */
  get kernelId(): string | null {
    const kernel = this._panel.sessionContext.session?.kernel;
    return kernel && kernel.status !== 'dead' ? kernel.id : null;
  }

  /** A notebook that gets another kernel stays where it was. */
  private async _kept(told: ISession): Promise<ISession> {
    const before = this._keep;
    const kernelId = this.kernelId;
    this._keep = null;
    if (
      before === null ||
      kernelId === null ||
      before.problem !== '' ||
      before.environment.name === told.environment.name
    ) {
      return told;
    }
    return tagSession(kernelId, before.environment.name, this._settings);
  }

  private async _store(name: string): Promise<void> {
    const { context } = this._panel;
    const model = context.model;
    const stored: unknown = model.getMetadata('jupyter_guard');
    if (model.readOnly) {
      return;
    }
    const others = typeof stored === 'object' && stored !== null ? stored : {};
    const clean = !model.dirty && context.contentsModel?.writable === true;
    model.setMetadata('jupyter_guard', { ...others, environment: name });
    if (clean) {
      await context.save(); // there is nothing else to save
    }
  }

  private _turn = 0;
  private _keep: ISession | null = null;
}
