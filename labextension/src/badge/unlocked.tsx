/** Draws a strip above the cells for as long as an unlock lasts: what may be written, and until when. */

import { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { unlockedIcon } from '../icons';
import { EnvironmentModel } from '../environment/model';
import { IUnlock } from '../request';
import { Strip } from './strip';

/** Hidden while nothing is unlocked. */
export class UnlockedStrip extends Strip {
  constructor(
    model: EnvironmentModel,
    private readonly _trans: TranslationBundle
  ) {
    super(model);
    this.addClass('jg-Unlocked');
  }

  protected render(): React.ReactElement | null {
    const { unlocks } = this.model;
    this.setHidden(unlocks.length === 0);
    return unlocks.length === 0 ? null : (
      <div
        className="jg-Banner-line"
        role="status"
        ref={line => this.measure(line)}
      >
        <unlockedIcon.react tag="span" className="jg-Icon" />
        <b>{this._trans.__('unlocked')}</b>
        <span className="jg-Banner-text">
          {unlocks.map(unlock => wordsOf(unlock, this._trans)).join(' · ')}
        </span>
      </div>
    );
  }
}

/** Return what an unlock lets happen, and until when. */
export function wordsOf(unlock: IUnlock, trans: TranslationBundle): string {
  const end = new Date(unlock.until).toLocaleTimeString();
  return trans.__(
    'until %1: %2 to %3 in %4 (%5). %guard lock ends it now.',
    end,
    unlock.effect,
    unlock.tables.join(', '),
    unlock.environment,
    unlock.reason
  );
}
