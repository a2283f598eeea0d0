/** What the status item knows: the guard's server part, and the notebook in front. */

import { VDomModel } from '@jupyterlab/ui-components';

import { EnvironmentModel } from '../environment/model';
import { ServerState } from '../request';

/** The last known state of the server part, unknown until it was asked, and the current session. */
export class StatusModel extends VDomModel {
  get state(): ServerState {
    return this._state;
  }
  set state(state: ServerState) {
    this._state = state;
    this.stateChanged.emit();
  }

  /** The session of the notebook in front; null where there is none. */
  get environment(): EnvironmentModel | null {
    return this._environment?.isDisposed ? null : this._environment;
  }
  set environment(environment: EnvironmentModel | null) {
    this._environment?.stateChanged.disconnect(this._changed, this);
    this._environment = environment;
    environment?.stateChanged.connect(this._changed, this);
    this._changed();
  }

  private _changed(): void {
    this.stateChanged.emit();
  }

  private _state: ServerState = { kind: 'unknown' };
  private _environment: EnvironmentModel | null = null;
}
