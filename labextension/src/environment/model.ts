/** What is known about where a notebook's session is. */

import { VDomModel } from '@jupyterlab/ui-components';

import { ISession, IUnlock } from '../request';

const LONGEST = 2 ** 31 - 1; // ms; browsers take a longer timeout for none

/** The last known state of one session; null until it was told, or when it can't be. */
export class EnvironmentModel extends VDomModel {
  get session(): ISession | null {
    return this._session;
  }

  /** Why the session is not known; empty until the server was asked. */
  get failure(): string {
    return this._failure;
  }

  /** The unlocks that last. */
  get unlocks(): readonly IUnlock[] {
    const now = Date.now();
    return (this._session?.unlocks ?? []).filter(unlock => unlock.until > now);
  }

  override dispose(): void {
    window.clearTimeout(this._end);
    super.dispose();
  }

  /** Take what the server told. */
  tell(session: ISession): void {
    if (JSON.stringify(session) !== JSON.stringify(this._session)) {
      this._session = session;
      this._failure = '';
      this.stateChanged.emit();
      this._awaitEnd();
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

  /** Tell when an unlock ends: nobody may ask the server at that moment. */
  private _awaitEnd(): void {
    window.clearTimeout(this._end);
    const ends = this.unlocks.map(unlock => unlock.until);
    if (ends.length > 0) {
      const left = Math.min(...ends) - Date.now() + 1;
      this._end = window.setTimeout(
        () => {
          this.stateChanged.emit();
          this._awaitEnd();
        },
        Math.min(left, LONGEST)
      );
    }
  }

  private _end = 0;
  private _session: ISession | null = null;
  private _failure = '';
}
