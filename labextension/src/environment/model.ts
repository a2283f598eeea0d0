/** What is known about where a notebook's session is. */

import { VDomModel } from '@jupyterlab/ui-components';

import { ISession } from '../request';

/** The last known state of one session; null until it was told, or when it can't be. */
export class EnvironmentModel extends VDomModel {
  get session(): ISession | null {
    return this._session;
  }

  /** Why the session is not known; empty until the server was asked. */
  get failure(): string {
    return this._failure;
  }

  /** Take what the server told. */
  tell(session: ISession): void {
    if (JSON.stringify(session) !== JSON.stringify(this._session)) {
      this._session = session;
      this._failure = '';
      this.stateChanged.emit();
    }
  }

  /** Take that nothing is known: an old state would be a guess. */
  fail(reason: string): void {
    if (this._session !== null || this._failure !== reason) {
      this._session = null;
      this._failure = reason;
      this.stateChanged.emit();
    }
  }

  private _session: ISession | null = null;
  private _failure = '';
}
