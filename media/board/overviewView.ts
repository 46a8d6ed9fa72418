import { h, type Child, type View } from './dom.ts';
import { icon } from './icons.ts';
import { textField } from './kit.ts';
import { bar, nameOf, ownerMark, ownerMarks, readOnlyNotice, toggle } from './parts.ts';
import type { Overview, StreamSummary } from '../../src/core/board/protocol.ts';
import { filterOverview, overviewToggles } from './filter.ts';
import type { PageState } from './sections.ts';
import { t } from './texts.ts';

const groups = { current: t('Checked out'), open: t('Open work'), finished: t('Finished') } as const;

/** All streams: how far they are, and who is on what. */
export function overviewViews(board: Overview, state: PageState): readonly (Child | undefined)[] {
  const { streams } = board;
  const { people, ...shown } = filterOverview(board, state);
  const { done, total, wip, free } = shown;
  const isFiltered = state.statuses.size > 0 || state.text.trim() !== '';
  const toggleOf = (
    name: keyof typeof overviewToggles,
    many: string,
    glyph?: 'blocked' | 'warning',
    one = many,
  ) => {
    const count = streams.filter(overviewToggles[name]).length;
    const word = count === 1 ? one : many;
    const spoken = t('Show {0} {1} (rows)', count, word);
    return toggle(name, state.statuses.has(name), count, word, spoken, glyph);
  };
  const all = t('all');
  return [
    h(
      'header',
      { key: 'header', class: 'overview-head' },
      h('h1', {}, t('All branches')),
      h(
        'p',
        { class: 'title' },
        t(
          '{0} · {1} of {2} tasks done · {3} wip · {4} free',
          countRows(streams, isFiltered ? shown.streams : undefined),
          done,
          total,
          wip,
          free,
        ),
      ),
    ),
    readOnlyNotice(board.readOnly),
    h(
      'div',
      { key: 'tools', class: 'tools' },
      h(
        'div',
        { key: 'toggles', class: 'toggles', role: 'toolbar', 'aria-label': t('Filter branches') },
        toggle(
          'all',
          state.statuses.size === 0,
          streams.length,
          all,
          t('Show {0} {1} (rows)', streams.length, all),
        ),
        toggleOf('mine', t('mine')),
        toggleOf('blocked', t('blocked'), 'blocked'),
        toggleOf('warnings', t('warnings'), 'warning', t('warning')),
      ),
      textField(t('Filter by branch, task or owner'), t('Filter by branch, task or owner'), {
        key: 'filter',
        id: 'filter',
        class: 'filter',
      }),
    ),
    h(
      'div',
      { key: 'columns', class: 'columns' },
      shown.streams.length === 0
        ? h(
            'p',
            { key: 'nothing', class: 'notice' },
            t('No results for this filter.'),
            ' ',
            h('button', { class: 'plain', type: 'button', 'data-toggle': 'clear' }, t('Clear Filter')),
          )
        : h(
            'table',
            { key: 'streams', class: 'streams', role: 'grid' },
            h('caption', { class: 'spoken' }, t('Branches')),
            h(
              'thead',
              { role: 'rowgroup' },
              h(
                'tr',
                { role: 'row' },
                [t('Branch'), t('Done'), t('Criteria by branch'), t('Owners'), t('Age')].map((head) =>
                  h('th', { key: head, scope: 'col', role: 'columnheader' }, head),
                ),
              ),
            ),
            (['current', 'open', 'finished'] as const).flatMap((group) => groupViews(group, shown.streams)),
          ),
      h(
        'section',
        { key: 'people', class: 'people', 'aria-labelledby': 'people' },
        h('h2', { id: 'people' }, t('Who is on what')),
        people.length === 0
          ? h(
              'p',
              { class: 'quiet' },
              board.people.length === 0
                ? t('No one is working on a task.')
                : t('No results for this filter.'),
            )
          : undefined,
        people.map(({ owner, tasks }) =>
          h(
            'div',
            { key: owner.name, class: 'person' },
            h(
              'h3',
              {},
              ownerMark(owner),
              owner.name,
              h('span', { class: 'quiet' }, owner.you ? ` ${t('you')}` : owner.agent ? ` ${t('agent')}` : ''),
            ),
            h(
              'ul',
              {},
              tasks.map(({ id, title, status, stream }) =>
                h(
                  'li',
                  { key: id },
                  icon(status),
                  h(
                    'div',
                    {},
                    h(
                      'a',
                      { href: '#', 'data-act': 'openRow', 'data-id': id },
                      h('span', { class: 'spoken' }, `${status}: `),
                      title,
                    ),
                    h('p', { class: 'quiet' }, stream),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  ];
}

/** `8 branches, 3 records`, `1 of 8 branches`: together as many as there are rows. */
function countRows(all: readonly StreamSummary[], shown: readonly StreamSummary[] | undefined): string {
  const count = (rows: readonly StreamSummary[], isBranch: boolean): number =>
    rows.filter(({ icon }) => (icon === 'branch') === isBranch).length;
  const [branches, records] = [count(all, true), count(all, false)];
  if (shown !== undefined)
    return [
      t('{0} of {1} branches', count(shown, true), branches),
      ...(records === 0 ? [] : [t('{0} of {1} records', count(shown, false), records)]),
    ].join(', ');
  return [
    branches === 1 ? t('1 branch') : t('{0} branches', branches),
    ...(records === 0 ? [] : [records === 1 ? t('1 record') : t('{0} records', records)]),
  ].join(', ');
}

function groupViews(group: keyof typeof groups, shown: readonly StreamSummary[]): readonly View[] {
  const rows = shown.filter((each) => each.group === group);
  if (rows.length === 0) return [];
  return [
    h(
      'tbody',
      { key: group, role: 'rowgroup' },
      h(
        'tr',
        { key: 'head', class: 'group', role: 'row' },
        h(
          'th',
          { colspan: '5', scope: 'rowgroup', role: 'rowheader' },
          groups[group],
          h('span', { class: 'quiet' }, ` ${rows.length}`),
        ),
      ),
      rows.map(streamRow),
    ),
  ];
}

function streamRow(stream: StreamSummary): View {
  const { id, name, title, progress, criteriaCount, owners, warnings, age, group, folder } = stream;
  const { isOwnerless = false } = stream;
  const nobody = isOwnerless ? '–' : t('unassigned');
  const spoken = [
    name,
    title,
    t('{0} of {1} tasks done', progress.done, progress.total),
    criteriaCount?.met ?? '',
    owners.map(nameOf).join(', '),
    ...warnings,
    age,
  ];
  return h(
    'tr',
    {
      key: id,
      class: 'stream row',
      role: 'row',
      tabindex: '-1',
      'data-row': id,
      'data-open': 'openBoard',
      'aria-label': spoken.filter((each) => each !== '').join(', '),
    },
    h(
      'th',
      { scope: 'row', role: 'rowheader' },
      icon(
        warnings.length > 0 && group !== 'current' ? 'warning' : group === 'finished' ? 'done' : stream.icon,
        group === 'current' ? 'current' : undefined,
      ),
      h(
        'div',
        {},
        h(
          'a',
          { class: 'stream-name', href: '#', tabindex: '-1', 'data-act': 'openBoard', 'data-id': id },
          name,
        ),
        folder === '' ? undefined : h('span', { class: 'quiet' }, ` ${folder}`),
        title === '' ? undefined : h('p', { class: 'quiet' }, title),
        warnings.map((warning) => h('p', { key: warning, class: 'warn' }, warning)),
      ),
    ),
    h(
      'td',
      { class: 'done', role: 'gridcell' },
      h('span', { class: 'count' }, `${progress.done}/${progress.total}`),
      bar(progress),
    ),
    criteriaCount === undefined
      ? h('td', { class: 'quiet nothing', role: 'gridcell' }, '–')
      : h(
          'td',
          { class: 'criteria', role: 'gridcell', title: criteriaCount.sentence },
          criteriaCount.met,
          h('p', { class: 'quiet' }, criteriaCount.covered),
        ),
    h(
      'td',
      { class: isOwnerless ? 'nothing' : undefined, role: 'gridcell' },
      owners.length === 0 ? h('span', { class: 'quiet' }, nobody) : ownerMarks(owners),
    ),
    h('td', { class: 'quiet age', role: 'gridcell' }, age),
  );
}
