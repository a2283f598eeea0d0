/** JupyterLab's SQL languages, made into those of cells; none is shipped with this package. */

import { Language } from '@codemirror/language';
import { IEditorLanguageRegistry } from '@jupyterlab/codemirror';

import { ISqlLanguages } from './extension';
import { sqlCellLanguage } from './language';

export class SqlLanguages implements ISqlLanguages {
  constructor(private readonly _registry: IEditorLanguageRegistry) {}

  get(dialect: string): Language | null {
    return this._loaded.get(dialect) ?? null;
  }

  async load(dialect: string): Promise<void> {
    const found = await this._registry.getLanguage(dialect);
    if (found?.support && !this._loaded.has(dialect)) {
      const { parser } = found.support.language;
      this._loaded.set(dialect, sqlCellLanguage(parser));
    }
  }

  private readonly _loaded = new Map<string, Language>();
}
