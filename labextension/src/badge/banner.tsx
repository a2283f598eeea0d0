/** Draws the strip between toolbar and cells: prod is marked, and what is wrong is said. */

import { TranslationBundle } from '@jupyterlab/translation';
import { VDomRenderer } from '@jupyterlab/ui-components';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import React from 'react';

import { EnvironmentModel } from '../environment/model';
import { limitWords, lookOf, paint } from '../environment/words';

/** Hidden where there is nothing to say. */
export class EnvironmentBanner extends VDomRenderer<EnvironmentModel> {
  constructor(
    model: EnvironmentModel,
    private readonly _trans: TranslationBundle,
    /** The notebook's panel, which is marked as well. */
    private readonly _marked: HTMLElement
  ) {
    super(model);
    this.addClass('jg-Banner');
    this.hide();
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
        ref={line => this._measure(line)}
      >
        <look.icon.react tag="span" className="jg-Icon" />
        <b>{look.word}</b>
        <span className="jg-Banner-text">{text}</span>
      </div>
    );
  }

  protected override onResize(msg: Widget.ResizeMessage): void {
    super.onResize(msg);
    this._measure(this.node.querySelector<HTMLElement>('.jg-Banner-line'));
  }

  /** Lumino gives a widget no more than its least height: that of the text, which may wrap. */
  private _measure(line: HTMLElement | null): void {
    const height = line ? `${line.offsetHeight}px` : '';
    if (height !== '' && height !== this.node.style.minHeight) {
      this.node.style.minHeight = height;
      if (this.parent) {
        MessageLoop.postMessage(this.parent, Widget.Msg.FitRequest);
      }
    }
  }
}
