import * as z from 'zod/mini';
import type { ChangeStore } from '../../formats/format.ts';
import { refuseSlug, refuseText } from '../../model/changeNames.ts';
import { ownNameOf, pathOf } from '../../model/item.ts';
import { outcome } from '../../model/outcome.ts';
import type { DocumentChange } from '../../model/plan.ts';
import { refusal, type Refusal } from '../../model/refusal.ts';
import { RootSet, type SystemId } from '../../model/system.ts';
import { toTitle } from '../../model/title.ts';
import type { DocumentId } from '../../text/document.ts';
import { toBody } from '../../text/requirementDraft.ts';
import { textInput } from '../inputs.ts';
import type { PlanContext, Planned, ReadContext, WriteOperation } from '../operation.ts';

/** A place where changes are kept. */
interface ChangeRoot {
  readonly kind: 'root';
  readonly id: SystemId;
  readonly path: string;
  readonly store: ChangeStore;
  /** It is made with the change. */
  readonly isNew?: true;
}

interface ProposeInput {
  readonly slug: string;
  readonly title?: string | undefined;
  readonly why: string;
  readonly what: string;
  readonly store?: string | undefined;
}

export const proposeChange: WriteOperation<ProposeInput> = {
  id: 'propose_change',
  description: 'Proposes a change to living specs: why it is made, and what it changes.',
  effect: 'write',
  input: z.strictObject({
    slug: textInput('name of the change: small letters, digits and hyphens'),
    title: z.optional(textInput('its title, in one line')),
    why: textInput('why it is made'),
    what: textInput('what it changes'),
    store: z.optional(
      textInput(
        'where it is kept, where there are several places or none yet: openspec, database, or a path',
      ),
    ),
  }),
  refusals: [
    'change.line',
    'change.noStore',
    'change.severalStores',
    'change.slug',
    'change.taken',
    'change.text',
    'change.unknownStore',
    'task.title',
  ],
  scope: (context) => configsIn(context),
  plan: (context, { slug, title, store, ...texts }) => {
    const wrong = refuseSlug(slug);
    if (wrong !== undefined) return wrong;
    const change = toTexts(texts, title);
    if (change.kind === 'refused') return change;
    const root = findRoot(context, store);
    return root.kind === 'refused' ? root : createIn(context, root, { slug, ...change.texts });
  },
};

/** Configurations of the roots that there are, which have a say in what is written. */
function configsIn(context: ReadContext): readonly DocumentId[] {
  const { folder, rules } = context;
  const paths = rules.changeStores.flatMap(({ id, store }) => {
    const roots = new Set([store.home, ...knownRoots(context, id)]);
    return [...roots].flatMap((root) => store.configsOf(root));
  });
  return paths.map((path) => ({ folder, path }));
}

interface Texts {
  readonly title?: string;
  readonly why: string;
  readonly what: string;
}

function toTexts(
  { why, what }: Pick<Texts, 'why' | 'what'>,
  title: string | undefined,
): { readonly kind: 'texts'; readonly texts: Texts } | Refusal {
  const texts = { why: toBody(why), what: toBody(what) };
  const wrong = refuseText('why', texts.why) ?? refuseText('what', texts.what);
  if (wrong !== undefined) return wrong;
  if (title === undefined || title.trim() === '') return { kind: 'texts', texts };
  const found = toTitle(title);
  return (
    refuseText('title', title) ??
    (typeof found === 'string' ? { kind: 'texts', texts: { ...texts, title: found } } : found)
  );
}

/** Paths of the roots of a system whose documents are known. */
function knownRoots({ index, rules, folder }: ReadContext, system: SystemId): readonly string[] {
  const roots = new RootSet();
  for (const { id } of index.files()) {
    const root = id.folder === folder ? rules.rootOf(id.path) : undefined;
    if (root?.system === system) roots.add(root);
  }
  return roots.sorted().map(({ path }) => path);
}

/** Where changes are kept: by its documents, or by what shows it at the top of the folder. */
function rootsIn(context: PlanContext): readonly ChangeRoot[] {
  const { folder, rules } = context;
  return rules.changeStores.flatMap(({ id, store }) => {
    const shown = store.signs.flatMap((path) =>
      context.isFree({ folder, path }) ? [] : (rules.rootOf(path)?.path ?? store.home),
    );
    const paths = [...new Set([...knownRoots(context, id), ...shown])].sort();
    return paths.map((path): ChangeRoot => ({ kind: 'root', id, path, store }));
  });
}

/** The only place, or the one that is named: by its path, or by a word that only one place fits. */
function findRoot(context: PlanContext, wanted: string | undefined): ChangeRoot | Refusal {
  const roots = rootsIn(context);
  const stores = context.rules.changeStores;
  const words = stores.map(({ store }) => store.word);
  if (wanted === undefined) {
    const [only, ...others] = roots;
    if (only === undefined) return refusal('change.noStore', { offers: words });
    return others.length === 0 ? only : refusal('change.severalStores', { stores: namesOf(roots) });
  }
  const path = wanted.replace(/\/$/, '');
  const at = roots.find((each) => each.path === path);
  if (at !== undefined) return at;
  const called = roots.filter(({ store }) => store.word === wanted.toLowerCase());
  const [first] = called;
  if (first !== undefined)
    return called.length === 1 ? first : refusal('change.severalStores', { stores: namesOf(called) });
  const other = stores.find(({ store }) => store.word === wanted.toLowerCase());
  return other === undefined
    ? refusal('change.unknownStore', { store: wanted, known: [...new Set([...words, ...namesOf(roots)])] })
    : { kind: 'root', id: other.id, path: other.store.home, store: other.store, isNew: true };
}

/** The words for places, and the paths of those that share one. */
function namesOf(roots: readonly ChangeRoot[]): readonly string[] {
  return roots.map(({ path, store }) =>
    roots.filter((each) => each.store === store).length === 1 ? store.word : path,
  );
}

function createIn(
  context: PlanContext,
  root: ChangeRoot,
  change: Texts & { readonly slug: string },
): Planned {
  const { folder, now, today } = context;
  const { store, path } = root;
  const { slug } = change;
  const place = store.placeOf(path, slug);
  const taken = takenBy(context, root, slug) ?? (context.isFree({ folder, path: place }) ? undefined : place);
  if (taken !== undefined) return refusal('change.taken', { slug, path: taken });
  const wrong = store.refuseField('why', change.why) ?? store.refuseField('what', change.what);
  if (wrong !== undefined) return wrong;
  const configs: string[] = [];
  for (const each of store.configsOf(path)) {
    const document = { folder, path: each };
    if (root.isNew === true || context.isFree(document)) continue;
    const found = context.text(document);
    if (found.kind === 'refused') return found;
    if (found.kind === 'text') configs.push(found.text);
  }
  const documents = store.create(path, change, configs, { now, today });
  const begun = root.isNew === true ? store.begin(path) : [];
  const isBelow = documents.some((each) => begun.some((other) => each.path.startsWith(`${other.path}/`)));
  const changes = [...begun, ...documents].map((each): DocumentChange => ({
    kind: 'create',
    document: { folder, path: each.path },
    text: each.text,
  }));
  return {
    kind: 'plan',
    changes,
    // What is to be in another one comes after it.
    atomic: !isBelow,
    outcome: outcome('change.proposed', { change: slug, path: documents[0]?.path ?? place }),
  };
}

/** The path of another open change of the same place that is called so, in small letters or others. */
function takenBy({ index, rules, folder }: PlanContext, root: ChangeRoot, slug: string): string | undefined {
  const placeOf = (path: string): string => rules.rootOf(path)?.place ?? '';
  const place = placeOf(root.store.placeOf(root.path, slug));
  const same = index
    .streams()
    .find(
      (stream) =>
        rules.changeStores.some(({ id }) => id === stream.called) &&
        stream.location.document.folder === folder &&
        placeOf(pathOf(stream)) === place &&
        ownNameOf(stream).toLowerCase() === slug,
    );
  return same && pathOf(same);
}
