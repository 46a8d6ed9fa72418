/**
 * Makes the spec database of the sample, `test/support/sample/.dirge/sessions/state.db`, anew: `node test/support/sampleDatabase.ts`, by a Node
 * that has SQLite and reads TypeScript.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { agentSchema, openDatabase, type TestDatabase } from './specDatabase.ts';

type Value = string | number | null;

/** `2026-06-11T09:00:00+00:00` */
const at = (day: string, hour = 9): string => `2026-${day}T${String(hour).padStart(2, '0')}:00:00+00:00`;
const scenarios = (...all: readonly (readonly [name: string, whenThen: string])[]): string =>
  JSON.stringify(all.map(([name, when_then]) => ({ name, when_then })));

/** The rows of each table, in the order of its columns. */
const rows: Readonly<Record<string, readonly (readonly Value[])[]>> = {
  spec_capabilities: [
    [1, 'calls', at('05-18'), at('06-05')],
    [2, 'discovery', at('05-18'), at('05-18')],
  ],
  spec_requirements: [
    [
      1,
      1,
      'Calls have a deadline',
      'A call SHALL fail once its deadline has passed.',
      at('06-05'),
      at('06-05'),
    ],
    [
      2,
      1,
      'Callers name themselves',
      'Each call SHALL carry the name of the service that makes it.',
      at('05-18'),
      at('05-18'),
    ],
    [
      3,
      2,
      'Addresses are found by name',
      'A service SHALL be called by its name alone.',
      at('05-18'),
      at('05-18'),
    ],
    [
      4,
      2,
      'Addresses are fixed',
      'The address of a service SHALL be read once, at the start.',
      at('05-18'),
      at('05-18'),
    ],
  ],
  spec_scenarios: [
    [
      1,
      1,
      'A slow service',
      'WHEN no answer came before the deadline THEN the call fails with DEADLINE',
      at('06-05'),
    ],
    [
      2,
      1,
      'A deadline of the caller',
      'WHEN a call is made on behalf of another THEN it has no later deadline',
      at('06-05'),
    ],
    [3, 2, 'A call without a name', 'WHEN a call carries no name THEN it is refused', at('05-18')],
    [4, 3, 'A known name', 'WHEN the name is known THEN the call goes to one of its addresses', at('05-18')],
    [5, 4, 'A service that moves', 'WHEN a service moves THEN its callers are started again', at('05-18')],
  ],
  spec_changes: [
    [
      ...[1, 'add-deadlines', 'Calls end in time'],
      'Calls to a service that hung were never answered, and took their callers with them.\n\nThree incidents in April began like this.',
      'A call has a deadline, and calls made on its behalf have none that is later.',
      'The deadline is a point in time and no duration: what waited in a queue has less left. Clocks differ by less than 50 ms here.',
      ...['archived', at('05-25'), at('06-05'), at('06-05', 16)],
    ],
    [
      ...[2, 'hedge-slow-calls', 'Hedge slow calls'],
      'One call in a hundred takes ten times as long as the others, as its service collects garbage just then.',
      'A second call goes to another address when the first one takes longer than usual. Whichever answers first counts.',
      'Only calls that may be repeated are hedged. The second call waits for the 95th percentile of the last minute.',
      ...['active', at('06-16'), at('06-19'), null],
    ],
  ],
  spec_deltas: [
    [
      ...[1, 1, 'added', 'calls', 'Calls have a deadline', 'A call SHALL fail once its deadline has passed.'],
      scenarios([
        'A slow service',
        'WHEN no answer came before the deadline THEN the call fails with DEADLINE',
      ]),
      ...['', '', '', at('05-25')],
    ],
    [
      ...[
        2,
        2,
        'added',
        'calls',
        'Slow calls are hedged',
        'A call that may be repeated SHALL be made a second time when it is slow.',
      ],
      scenarios(
        ['A slow address', 'WHEN a call takes longer than 95 of 100 THEN another address is called too'],
        ['Two answers', 'WHEN both answer THEN the later answer is dropped'],
      ),
      ...['', '', '', at('06-16')],
    ],
    [
      ...[
        3,
        2,
        'modified',
        'calls',
        'Calls have a deadline',
        'A call SHALL fail once its deadline has passed, however often it was made.',
      ],
      scenarios(
        ['A slow service', 'WHEN no answer came before the deadline THEN the call fails with DEADLINE'],
        [
          'A deadline of the caller',
          'WHEN a call is made on behalf of another THEN it has no later deadline',
        ],
        ['A second call', 'WHEN a call is hedged THEN both have one deadline'],
      ),
      ...['', '', '', at('06-16')],
    ],
    [
      ...[4, 2, 'removed', 'discovery', 'Addresses are fixed', '', ''],
      'A second call needs a second address.',
      'Services that relied on it name their address themselves.',
      ...['', at('06-17')],
    ],
    [
      ...[5, 2, 'renamed', 'calls', 'Callers name themselves', '', '', '', ''],
      'Callers are known',
      at('06-17'),
    ],
  ],
  spec_tasks: [
    [1, 1, 1, 1, 'Carry the deadline in the header', 'done', at('05-25'), at('06-02')],
    [2, 1, 1, 2, 'Fail calls that are late', 'done', at('05-25'), at('06-05')],
    [3, 2, 1, 1, 'Measure how long calls take', 'done', at('06-16'), at('06-18')],
    [4, 2, 1, 2, 'Wait for the 95th percentile', 'in_progress', at('06-16'), at('06-19')],
    [5, 2, 2, 1, 'Choose another address', 'blocked', at('06-16'), at('06-19')],
    [6, 2, 2, 2, 'Drop the later answer', 'pending', at('06-16'), at('06-16')],
  ],
};

/** Fills an empty database with what the sample has. */
export function fillSample(database: TestDatabase): void {
  database.exec(agentSchema);
  for (const [table, all] of Object.entries(rows))
    for (const row of all)
      database.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`).run(...row);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = fileURLToPath(new URL('./sample/.dirge/sessions/state.db', import.meta.url));
  for (const each of ['', '-wal', '-shm']) rmSync(`${path}${each}`, { force: true });
  const database = openDatabase(path);
  // As the agent keeps it, and as small as can be.
  database.exec('PRAGMA page_size = 1024; PRAGMA journal_mode = WAL');
  fillSample(database);
  database.exec('VACUUM');
  database.close();
}
