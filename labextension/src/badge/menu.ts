/** The menu behind the badge: one entry per environment, as the server offers them. */

import { Dialog, showDialog } from '@jupyterlab/apputils';
import { TranslationBundle } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';

import { EnvironmentModel } from '../environment/model';
import { limitWords } from '../environment/words';
import { tierIcon } from '../icons';
import { IChoice } from '../request';

/** Open the menu below `button`; `choose` is called with the name of an environment. */
export function openMenu(
  model: EnvironmentModel,
  button: HTMLElement,
  trans: TranslationBundle,
  choose: (name: string) => void
): void {
  const commands = new CommandRegistry();
  const menu = new Menu({ commands });
  menu.addClass('jg-Menu');
  const now = model.session?.environment.name ?? '';
  for (const choice of model.session?.choices ?? []) {
    const { name, tier } = choice.environment;
    commands.addCommand(name, {
      label: labelOf(choice, name === now, trans),
      className: name === now ? 'jg-mod-now' : '',
      caption: choice.reason,
      icon: tierIcon(tier),
      isToggled: () => name === now,
      isEnabled: () => choice.way !== 'refused',
      describedBy: { args: { type: 'object', properties: {} } },
      execute: async () => {
        if (name === now) {
          return;
        }
        if (choice.way === 'free' || (await confirm(now, choice, trans))) {
          choose(name);
        }
      }
    });
    menu.addItem({ command: name });
  }
  menu.aboutToClose.connect(() => button.focus());
  const { left, bottom } = button.getBoundingClientRect();
  menu.open(left, bottom);
  menu.activeIndex = menu.items.findIndex(item => item.isToggled);
}

function labelOf(
  choice: IChoice,
  now: boolean,
  trans: TranslationBundle
): string {
  const { name } = choice.environment;
  if (choice.way === 'refused') {
    return trans.__('%1 · not here: %2', name, choice.reason);
  }
  const words = limitWords(choice.environment, trans);
  // An icon takes the place of the menu's own tick.
  return now ? trans.__('%1 (now) · %2', name, words) : `${name} · ${words}`;
}

async function confirm(
  now: string,
  choice: IChoice,
  trans: TranslationBundle
): Promise<boolean> {
  const { name } = choice.environment;
  const answer = await showDialog({
    title: trans.__('Leave %1?', now),
    body: trans.__(
      'This notebook will work in %1 from the next cell on: other data, and %2.',
      name,
      limitWords(choice.environment, trans)
    ),
    buttons: [
      Dialog.cancelButton({ label: trans.__('Stay in %1', now) }),
      Dialog.warnButton({ label: trans.__('Go to %1', name) })
    ],
    defaultButton: 0
  });
  return answer.button.accept;
}
