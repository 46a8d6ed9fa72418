import type { Format, System } from '../../src/core/formats/format.ts';
import { tracking } from '../../src/core/formats/tracking/system.ts';

/** Milliseconds after which a lock of {@link toolLocked} is stale. */
export const staleAfterMs = 10_000;

/** The tracking system as if another tool wrote its files, too, with a lock for each: `tracking/.locks/<name of the file>`. */
export const toolLocked: System = {
  ...tracking,
  formats: tracking.formats.map((format): Format => ({
    ...format,
    toolLock: ({ document: { id }, root }) => ({
      tool: 'Kit.md',
      document: id,
      root: { folder: id.folder, path: root.path },
      names: ['.locks', id.path.replace(/.*\//, '')],
      staleAfterMs,
    }),
  })),
};
