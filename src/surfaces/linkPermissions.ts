import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../core/base/disposable.ts';
import { shownText } from '../core/views/shownText.ts';
import { commands } from '../ids.ts';
import { problemFix } from './widgets/problemFix.ts';
import { toFileTarget, type FileTarget } from './widgets/target.ts';
import { showPick } from './widgets/ask.ts';
import { showInformation, showWarning } from './widgets/tell.ts';
import type { Services } from './surface.ts';

/** A path in a question is shown whole, up to this length. */
const longest = 1000;

/** Commands that allow places out of the workspace to be read and changed through links, and take that back. */
export function registerLinkPermissions(services: Services): Disposable {
  const { project, links, guard } = services;
  const store = new DisposableStore();
  const t = vscode.l10n.t;

  store.add(
    vscode.commands.registerCommand(
      commands.allowLink,
      guard(t('Allow Link'), async (argument: unknown) => {
        if (!vscode.workspace.isTrusted) {
          void showWarning(t('Trust this workspace to allow links that lead out of it.'));
          return;
        }
        await project.load();
        const link = toFileTarget(argument) ?? (await pickLink(services));
        if (link === undefined) return;
        const written = project.documentOf(link).path;
        const target = links.targetOf(link.folder, written);
        const path = shownText(written, longest);
        if (target === undefined) {
          void showInformation(t('{0} does not lead out of the workspace.', path));
          return;
        }
        const place = await links.find(target);
        if (place === 'missing') {
          void showWarning(t('{0} leads to {1}, which cannot be found.', path, shownText(target, longest)));
          return;
        }
        if (place === 'above') {
          void showWarning(
            t(
              '{0} leads to {1}, which contains this workspace. It cannot be allowed.',
              path,
              shownText(target, longest),
            ),
          );
          return;
        }
        const allow = t('Allow');
        const answer = await showWarning(
          t('Allow Throughline to read and change files in {0}?', shownText(place.real, longest)),
          {
            modal: true,
            detail: t(
              '{0} leads there. This applies to this workspace only, until you run “Forget Allowed Link...”.',
              path,
            ),
          },
          allow,
        );
        if (answer !== allow) return;
        await links.allow(place);
        await project.refresh();
      }),
    ),
  );

  store.add(
    problemFix(services, ['file.outside'], {
      title: t('Allow Link...'),
      command: commands.allowLink,
      target: 'file',
    }),
  );

  store.add(
    vscode.commands.registerCommand(
      commands.forgetLink,
      guard(t('Forget Allowed Link'), async () => {
        const { allowed } = links;
        if (allowed.length === 0) {
          void showInformation(t('You have not allowed any links out of this workspace.'));
          return;
        }
        const items = allowed.map((place) => ({
          label: place.path,
          ...(place.real === place.path ? {} : { description: place.real }),
          place,
        }));
        const picked = await showPick(items, {
          title: t('Forget Allowed Link'),
          placeHolder: t('Choose the link to forget'),
        });
        if (picked === undefined) return;
        await links.forget(picked.place);
        await project.refresh();
      }),
    ),
  );
  return store;
}

/** Asks for one of the links that are shown as problems. */
async function pickLink({ project, links }: Services): Promise<FileTarget | undefined> {
  const { l10n } = vscode;
  const items = await project.found(() =>
    project.folders.flatMap(({ folder, index }) =>
      [...index.files()].flatMap(({ id: { path }, key, problems }) => {
        if (!problems.some(({ code }) => code === 'file.outside')) return [];
        const target = links.targetOf(folder.id, path);
        return target === undefined
          ? []
          : [{ label: path, description: target, link: { folder: folder.id, key } }];
      }),
    ),
  );
  if (items.length === 0) {
    void showInformation(l10n.t('No links lead out of this workspace.'));
    return undefined;
  }
  const picked = await showPick(items, {
    title: l10n.t('Allow Link'),
    placeHolder: l10n.t('Choose the link to allow'),
    matchOnDescription: true,
  });
  return picked?.link;
}
