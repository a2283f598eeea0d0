/** The icons of the guard; they take the colour of the text beside them. */

import { LabIcon } from '@jupyterlab/ui-components';

export const shieldIcon = new LabIcon({
  name: 'jupyter-guard:shield',
  svgstr:
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
    '<path fill="currentColor" d="M8 1 2.5 3v4.5c0 3.4 2.3 6.2 5.5 7.5 3.2-1.3 5.5-4.1 5.5-7.5V3z"/>' +
    '</svg>'
});
