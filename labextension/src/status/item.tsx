/** Draws where the notebook in front works, and the state of the guard's server part. */

import { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import * as React from 'react';

import { lookOf, paint } from '../environment/words';
import { shieldIcon } from '../icons';
import { ServerState } from '../request';
import { StatusModel } from './model';

/** Shows the environment, or else the version; a missing server part is as loud as an error. */
export class StatusItem extends VDomRenderer<StatusModel> {
  constructor(
    model: StatusModel,
    private readonly _trans: TranslationBundle,
    private readonly _refresh: () => void
  ) {
    super(model);
    this.id = 'jg-status';
    this.addClass('jg-StatusItem');
  }

  protected override render(): React.ReactElement {
    const state = this.model.state;
    const { text, title } = words(state, this._trans);
    this.node.dataset.state = state.kind;
    const environment = this.model.environment;
    if (environment !== null && state.kind === 'present') {
      const look = lookOf(environment, this._trans);
      paint(this.node, look);
      return (
        <button
          type="button"
          className="jg-StatusItem-button"
          title={[...look.lines, title].join('\n')}
          onClick={this._refresh}
        >
          <look.icon.react tag="span" className="jg-Icon" />
          <span role="status">{look.word}</span>
        </button>
      );
    }
    delete this.node.dataset.jgKind;
    return (
      <button
        type="button"
        className="jg-StatusItem-button"
        title={title}
        onClick={this._refresh}
      >
        <shieldIcon.react tag="span" className="jg-StatusItem-icon" />
        <span role="status">{text}</span>
      </button>
    );
  }
}

/** Say a state in a few words, and in a sentence that says what to do. */
function words(
  state: ServerState,
  trans: TranslationBundle
): { text: string; title: string } {
  switch (state.kind) {
    case 'unknown':
      return {
        text: trans.__('Guard …'),
        title: trans.__('Asking for the server part of Jupyter Guard.')
      };
    case 'present':
      return {
        text: trans.__('Guard %1', state.version),
        title: trans.__(
          'Jupyter Guard %1: its server part is running. Click to ask again.',
          state.version
        )
      };
    case 'missing':
      return {
        text: trans.__('Guard: server part missing'),
        title: trans.__(
          'This server does not run the extension jupyter_guard, so no notebook shows its environment. ' +
            '"jupyter server extension list" says why. Click to ask again.'
        )
      };
    case 'unreachable':
      return {
        text: trans.__('Guard: server part does not answer'),
        title: trans.__(
          'The server part of Jupyter Guard cannot be reached (%1). Click to ask again.',
          state.reason
        )
      };
  }
}
