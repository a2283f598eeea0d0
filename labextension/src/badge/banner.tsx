/** Draws the strip between toolbar and cells: prod is marked, and what is wrong is said. */

import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { EnvironmentModel } from '../environment/model';
import { limitWords, lookOf, paint } from '../environment/words';
import { Strip } from './strip';

/** Hidden where there is nothing to say. */
export class EnvironmentBanner extends Strip {
  constructor(
    model: EnvironmentModel,
    private readonly _trans: TranslationBundle,
    /** The notebook's panel, which is marked as well. */
    private readonly _marked: HTMLElement
  ) {
    super(model);
  }

  protected render(): React.ReactElement | null {
    const look = lookOf(this.model, this._trans);
    paint(this.node, look);
    paint(this._marked, look);
    const session = this.model.session;
    const text =
      look.alarm ||
      (look.kind === 'prod' && session
        ? limitWords(session.environment, this._trans)
        : '');
    this.setHidden(text === '');
    return text === '' ? null : (
      <div
        className="jg-Banner-line"
        role={look.alarm ? 'alert' : 'note'}
        ref={line => this.measure(line)}
      >
        <look.icon.react tag="span" className="jg-Icon" />
        <b>{look.word}</b>
        <span className="jg-Banner-text">{text}</span>
      </div>
    );
  }
}
