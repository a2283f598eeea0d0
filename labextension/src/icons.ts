/** The icons of the guard; a shape for each tier, for those who see no colour. */

import { LabIcon } from '@jupyterlab/ui-components';

import { Tier } from './request';

function icon(name: string, inner: string): LabIcon {
  return new LabIcon({
    name: `jupyter-guard:${name}`,
    svgstr:
      '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
      `<g fill="currentColor" fill-rule="evenodd">${inner}</g></svg>`
  });
}

const SHIELD =
  'M8 1 2.5 3v4.5c0 3.4 2.3 6.2 5.5 7.5 3.2-1.3 5.5-4.1 5.5-7.5V3z';

export const shieldIcon = icon('shield', `<path d="${SHIELD}"/>`);

/** A shield with a hole: nothing is checked, or nobody knows. */
export const openIcon = icon(
  'open',
  `<path d="${SHIELD}M8 3.2l3.5 1.3v3c0 2.4-1.5 4.5-3.5 5.5-2-1-3.5-3.1-3.5-5.5v-3z"/>` +
    '<path d="M7.2 5h1.6v4H7.2zM7.2 10h1.6v1.5H7.2z"/>'
);

/** A padlock whose shackle is open. */
export const unlockedIcon = icon(
  'unlocked',
  '<path d="M3 7h10v7.5H3zM7.2 9.5v2.8h1.6V9.5z"/>' +
    '<path d="M4.5 7V4.4a3.4 3.4 0 0 1 6.6-1.1l-1.4.6A1.9 1.9 0 0 0 6 4.4V7z"/>'
);

export const exportIcon = icon(
  'export',
  '<path d="M2 4.5 8 1.5l6 3v7l-6 3-6-3zM3.5 6v4.6l3.8 1.9V7.9zM12.5 6 8.7 7.9v4.6l3.8-1.9zM8 3.2 4.6 4.9 8 6.6l3.4-1.7z"/>'
);

const TIERS: Readonly<Record<Tier, LabIcon>> = {
  DEV: icon('dev', '<circle cx="8" cy="8" r="5.5"/>'),
  TEST: icon('test', '<path d="M8 2l6.5 11.5h-13z"/>'),
  PROD: icon('prod', '<path d="M2.5 2.5h11v11h-11z"/>')
};

/** The shape of a tier: a disc, a triangle, a square. */
export function tierIcon(tier: Tier): LabIcon {
  return TIERS[tier];
}
