/** Draws the badge in a notebook's toolbar: icon, word and colour. */

import { TranslationBundle } from '@jupyterlab/translation';
import { caretDownIcon, VDomRenderer } from '@jupyterlab/ui-components';
import React from 'react';

import { EnvironmentModel } from '../environment/model';
import { lookOf, paint } from '../environment/words';

/** Shows the environment; an unguarded or unknown one is as loud as prod. */
export class EnvironmentBadge extends VDomRenderer<EnvironmentModel> {
  constructor(
    model: EnvironmentModel,
    private readonly _trans: TranslationBundle,
    private readonly _open: (button: HTMLElement) => void
  ) {
    super(model);
    this.addClass('jg-Badge');
  }

  protected render(): React.ReactElement {
    const look = lookOf(this.model, this._trans);
    paint(this.node, look);
    const label = this._trans.__('Environment: %1. Choose another.', look.word);
    return (
      <button
        type="button"
        className="jg-Badge-button"
        aria-haspopup="menu"
        aria-label={label}
        title={look.lines.join('\n')}
        onClick={event => this._open(event.currentTarget)}
      >
        <look.icon.react tag="span" className="jg-Icon" />
        <span className="jg-Badge-word">{look.word}</span>
        <caretDownIcon.react tag="span" className="jg-Badge-caret" />
      </button>
    );
  }
}
