/** A strip between toolbar and cells, as high as its text. */

import { VDomRenderer } from '@jupyterlab/ui-components';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import { EnvironmentModel } from '../environment/model';

/** Hidden where there is nothing to say. */
export abstract class Strip extends VDomRenderer<EnvironmentModel> {
  constructor(model: EnvironmentModel) {
    super(model);
    this.addClass('jg-Banner');
    this.hide();
  }

  protected override onResize(msg: Widget.ResizeMessage): void {
    super.onResize(msg);
    this.measure(this.node.querySelector<HTMLElement>('.jg-Banner-line'));
  }

  /** Lumino gives a widget no more than its least height: that of the text, which may wrap. */
  protected measure(line: HTMLElement | null): void {
    const height = line ? `${line.offsetHeight}px` : '';
    if (height !== '' && height !== this.node.style.minHeight) {
      this.node.style.minHeight = height;
      if (this.parent) {
        MessageLoop.postMessage(this.parent, Widget.Msg.FitRequest);
      }
    }
  }
}
