import type { Status } from '../model/status.ts';

/** An icon by its codicon name, and the theme colour it is drawn in where it has one. */
export interface Glyph {
  readonly codicon: string;
  readonly color?: string;
}

/** All differ by shape alone: colour never says anything by itself. */
const glyphs: Record<Status | 'unknown', Glyph> = {
  todo: { codicon: 'circle-large-outline', color: 'charts.foreground' },
  wip: { codicon: 'color-mode', color: 'charts.blue' },
  blocked: { codicon: 'stop-circle', color: 'charts.yellow' },
  done: { codicon: 'pass-filled', color: 'charts.green' },
  failed: { codicon: 'error', color: 'charts.red' },
  dropped: { codicon: 'circle-slash', color: 'charts.foreground' },
  unknown: { codicon: 'question', color: 'charts.foreground' },
};

export function statusGlyph(status: Status | 'unknown'): Glyph {
  return glyphs[status];
}

export const warningGlyph: Glyph = { codicon: 'warning', color: 'list.warningForeground' };
