/** Draws what would become of each cell, before anything is written; sends nothing itself. */

import { ReactWidget } from '@jupyterlab/apputils';
import { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { IExportOptions, IPlan } from '../request';

/** What a user may ask besides, and how it is said. */
type Choice = keyof IExportOptions;

/** The body of the dialog: a plan and the choices; `replan` asks for another plan. */
export class Preview extends ReactWidget {
  constructor(
    private _plan: IPlan,
    private readonly _trans: TranslationBundle,
    private readonly _replan: (all: boolean) => Promise<IPlan>
  ) {
    super();
    this.addClass('jg-Preview');
  }

  /** What is asked of the export. */
  get options(): IExportOptions {
    return this._options;
  }

  /** Whether a credential keeps the project from being written. */
  get isRefused(): boolean {
    return this._plan.findings.some(finding => finding.level === 'secret');
  }

  protected override render(): React.ReactElement {
    return (
      <>
        <p className="jg-Preview-sum">{this._sum()}</p>
        {this._findings()}
        <div className="jg-Preview-scroll" tabIndex={0}>
          <table className="jg-Preview-cells">
            <thead>
              <tr>
                <th scope="col">{this._trans.__('Cell')}</th>
                <th scope="col">{this._trans.__('Fate')}</th>
                <th scope="col">{this._trans.__('Why')}</th>
              </tr>
            </thead>
            <tbody>{this._rows()}</tbody>
          </table>
        </div>
        {this._choice(
          'all',
          this._trans.__('Keep every cell that ran without an error')
        )}
        {this._choice('data', this._trans.__('Take small data files along'))}
        {this._choice(
          'verify',
          this._trans.__('Install, test and run it afterwards (takes minutes)')
        )}
      </>
    );
  }

  private _sum(): string {
    const kept = this._plan.decisions.filter(d => d.fate !== 'dropped').length;
    return this._trans.__(
      '%1 of %2 code cells go into the project %3.',
      kept,
      this._plan.decisions.length,
      this._plan.name
    );
  }

  private _findings(): React.ReactElement[] {
    const words: Record<string, string> = {
      secret: this._trans.__('Nothing can be written:'),
      blocker: this._trans.__('To decide:')
    };
    return this._plan.findings
      .filter(finding => finding.level in words)
      .map((finding, i) => (
        <p key={i} className="jg-Preview-finding" data-level={finding.level}>
          <strong>{words[finding.level]}</strong> {finding.words}
        </p>
      ));
  }

  private _rows(): React.ReactElement[] {
    const words: Record<string, string> = {
      kept: this._trans.__('kept'),
      'in part': this._trans.__('kept in part'),
      parameters: this._trans.__('options of the command'),
      dropped: this._trans.__('left out')
    };
    return this._plan.decisions.map(decision => (
      <tr key={decision.cell} data-fate={decision.fate}>
        <td>{decision.cell}</td>
        <td>{words[decision.fate] ?? decision.fate}</td>
        <td title={decision.code}>{decision.reason}</td>
      </tr>
    ));
  }

  private _choice(choice: Choice, label: string): React.ReactElement {
    return (
      <label className="jg-Preview-choice">
        <input
          type="checkbox"
          checked={this._options[choice]}
          disabled={this._waiting}
          onChange={event => void this._choose(choice, event.target.checked)}
        />
        {label}
      </label>
    );
  }

  private async _choose(choice: Choice, yes: boolean): Promise<void> {
    this._options = { ...this._options, [choice]: yes };
    if (choice === 'all') {
      this._waiting = true;
      this.update();
      try {
        this._plan = await this._replan(yes);
      } catch {
        this._options = { ...this._options, all: !yes }; // the plan shown stays the one in force
      }
      this._waiting = false;
    }
    this.update();
  }

  private _options: IExportOptions = { all: false, data: false, verify: false };
  private _waiting = false;
}
