/** What the status item knows: the state of the guard's server part. */

import { VDomModel } from '@jupyterlab/ui-components';

import { ServerState } from '../request';

/** The last known state of the server part; unknown until it was asked. */
export class StatusModel extends VDomModel {
  get state(): ServerState {
    return this._state;
  }
  set state(state: ServerState) {
    this._state = state;
    this.stateChanged.emit();
  }

  private _state: ServerState = { kind: 'unknown' };
}
