/** Wires the renderers of the kernel's refusals, receipts and status. */

import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Clipboard } from '@jupyterlab/apputils';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { parseReceipt, parseRefusal, parseStatus } from './data';
import { drawReceipt, drawRefusal, drawStatus } from './draw';
import { Draw, OutputRenderer } from './renderer';

const RANK = 10; // before HTML, which has 50

export const outputsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-guard:outputs',
  description: 'Shows what the guard of a kernel says below a cell.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ITranslator],
  activate: (
    _: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyter_guard');
    const add = <T>(
      kind: string,
      parse: (data: unknown) => T | null,
      draw: (parsed: T) => HTMLElement
    ): void => {
      const mimeType = `application/vnd.jupyter-guard.${kind}+json`;
      const drawData: Draw = data => {
        const parsed = parse(data);
        return parsed === null ? null : draw(parsed);
      };
      rendermime.addFactory(
        {
          // Nothing in it is run or rendered as HTML, so no trust is needed to read it.
          safe: true,
          mimeTypes: [mimeType],
          createRenderer: () => new OutputRenderer(mimeType, drawData)
        },
        RANK
      );
    };
    add('refusal', parseRefusal, refusal =>
      drawRefusal(refusal, trans, command => Clipboard.copyToSystem(command))
    );
    add('receipt', parseReceipt, receipt => drawReceipt(receipt, trans));
    add('status', parseStatus, status => drawStatus(status, trans));
  }
};
