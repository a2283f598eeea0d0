/** Lists the plugins; one per thing that a site may want to switch off. */

import { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { statusPlugin } from './status/plugin';

const plugins: JupyterFrontEndPlugin<void>[] = [statusPlugin];

export default plugins;
