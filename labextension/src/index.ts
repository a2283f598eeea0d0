/** Lists the plugins; one per thing that a site may want to switch off. */

import { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { badgePlugin } from './badge/plugin';
import { environmentsPlugin } from './environment/plugin';
import { exportPlugin } from './export/plugin';
import { outputsPlugin } from './outputs/plugin';
import { sqlPlugin } from './sql/plugin';
import { statusPlugin } from './status/plugin';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  environmentsPlugin,
  badgePlugin,
  statusPlugin,
  outputsPlugin,
  exportPlugin,
  sqlPlugin
];

export default plugins;
