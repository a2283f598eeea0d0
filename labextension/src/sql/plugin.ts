/** Wires the colours of SQL into the cells of notebooks and consoles. */

import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { CodeEditor } from '@jupyterlab/codeeditor';
import {
  EditorExtensionRegistry,
  IEditorExtensionRegistry,
  IEditorLanguageRegistry
} from '@jupyterlab/codemirror';

import { sqlCells } from './extension';
import { SqlLanguages } from './languages';

export const sqlPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-guard:sql',
  description: 'Colours the SQL of %%guarded_sql, %%sql and %%bigquery.',
  autoStart: true,
  requires: [IEditorExtensionRegistry, IEditorLanguageRegistry],
  activate: (
    _: JupyterFrontEnd,
    extensions: IEditorExtensionRegistry,
    registry: IEditorLanguageRegistry
  ) => {
    const languages = new SqlLanguages(registry);
    extensions.addExtension({
      name: 'jupyter-guard:sql',
      factory: ({ model }) =>
        isCode(model)
          ? EditorExtensionRegistry.createImmutableExtension(
              sqlCells(languages)
            )
          : null
    });
  }
};

/** Whether an editor is that of a code cell: files and texts have no magics. */
function isCode(model: CodeEditor.IModel): boolean {
  return 'type' in model && model.type === 'code';
}
