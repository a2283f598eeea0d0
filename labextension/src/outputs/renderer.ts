/** The widget that shows one of our outputs; what it can't read, it shows as plain text. */

import { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';

/** Turn the JSON of an output into a node; null where it is of another shape. */
export type Draw = (data: unknown) => HTMLElement | null;

/** Shows an output of the guard. */
export class OutputRenderer extends Widget implements IRenderMime.IRenderer {
  constructor(
    private readonly _mimeType: string,
    private readonly _draw: Draw
  ) {
    super();
    this.addClass('jg-Output');
  }

  /** Draw `model`. Never rejects: an output must not take the notebook down. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.node.replaceChildren(
      this._draw(model.data[this._mimeType]) ?? this._plain(model)
    );
  }

  private _plain(model: IRenderMime.IMimeModel): HTMLElement {
    const node = document.createElement('pre');
    const text = model.data['text/plain'];
    node.textContent = Array.isArray(text) ? text.join('') : String(text ?? '');
    return node;
  }
}
