/** The tables of a database of our own: those that the agent makes. */
export const schema: readonly string[] = [
  `CREATE TABLE spec_capabilities (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
)`,
  `CREATE TABLE spec_requirements (
  id INTEGER PRIMARY KEY,
  capability_id INTEGER NOT NULL REFERENCES spec_capabilities(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  UNIQUE (capability_id, name)
)`,
  `CREATE TABLE spec_scenarios (
  id INTEGER PRIMARY KEY,
  requirement_id INTEGER NOT NULL REFERENCES spec_requirements(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  when_then TEXT NOT NULL,
  created_at TEXT NOT NULL
)`,
  `CREATE TABLE spec_changes (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  why TEXT NOT NULL DEFAULT '',
  what TEXT NOT NULL DEFAULT '',
  design TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT 'draft',
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  archived_at TEXT
)`,
  `CREATE TABLE spec_deltas (
  id INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL REFERENCES spec_changes(id) ON DELETE CASCADE,
  op TEXT NOT NULL,
  capability TEXT NOT NULL,
  requirement TEXT NOT NULL,
  text TEXT NOT NULL DEFAULT '',
  scenarios TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  migration TEXT NOT NULL DEFAULT '',
  rename_to TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL
)`,
  `CREATE TABLE spec_tasks (
  id INTEGER PRIMARY KEY,
  change_id INTEGER NOT NULL REFERENCES spec_changes(id) ON DELETE CASCADE,
  group_no INTEGER NOT NULL DEFAULT 1,
  seq INTEGER NOT NULL DEFAULT 1,
  text TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'pending',
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
)`,
  'CREATE INDEX idx_spec_deltas_change ON spec_deltas(change_id)',
  'CREATE INDEX idx_spec_tasks_change ON spec_tasks(change_id, group_no, seq)',
  'CREATE INDEX idx_spec_requirements_cap ON spec_requirements(capability_id)',
  'CREATE INDEX idx_spec_scenarios_req ON spec_scenarios(requirement_id)',
];
