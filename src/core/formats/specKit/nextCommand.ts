import type { Stream } from '../../model/item.ts';
import { questionsOf } from './phases.ts';
import { toolFolderIn } from './places.ts';

/** What is done with a feature, by the name of the tool's command for it. */
export type FeatureCommand =
  'constitution' | 'specify' | 'clarify' | 'plan' | 'tasks' | 'analyze' | 'implement';

/** Where the tool keeps the principles of a project. */
export function constitutionIn(place: string): string {
  return `${toolFolderIn(place)}/memory/constitution.md`;
}

/** Folders in which agents look for commands, and what such files are called there. */
export const commandGlobs: readonly string[] = [
  '.claude/commands/*.md',
  '.claude/skills/*/SKILL.md',
  '.github/prompts/*.prompt.md',
  '.cursor/commands/*.md',
  '.gemini/commands/*.toml',
  '.qwen/commands/*.toml',
  '.opencode/command/*.md',
  '.windsurf/workflows/*.md',
  '.codex/prompts/*.md',
];

/** Whether the principles are still to be written: they are missing, or what the template has. */
export function isTemplate(constitution: string | undefined): boolean {
  return constitution === undefined || /\[(?:PROJECT_NAME|PRINCIPLE_1_NAME)\]/.test(constitution);
}

/** What comes next for a feature; undefined once all of its tasks are done. */
export function nextCommandOf(stream: Stream, hasPrinciples: boolean): FeatureCommand | undefined {
  const has = (role: string): boolean => stream.parts.some((part) => part.role === role);
  if (!hasPrinciples) return 'constitution';
  if (!has('intent')) return 'specify';
  if (questionsOf(stream).length > 0) return 'clarify';
  if (!has('plan')) return 'plan';
  if (stream.tasks.length === 0) return 'tasks';
  if (stream.tasks.every(({ status }) => status.value === 'done')) return undefined;
  // Before the first task is begun, it can be seen whether they fit the spec.
  return stream.tasks.every(({ status }) => status.value === 'todo') ? 'analyze' : 'implement';
}

/** A command as the files that are installed for it are called: `/speckit.plan`, `/speckit-plan`, `/plan`. */
export function spelledAs(command: FeatureCommand, files: readonly string[]): string {
  const names = new Set(files.map(nameOfCommand));
  const spellings = [`speckit.${command}`, `speckit-${command}`, command];
  return `/${spellings.find((name) => names.has(name)) ?? `speckit.${command}`}`;
}

function nameOfCommand(path: string): string {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  return name === 'SKILL.md' ? (parts.at(-2) ?? '') : name.replace(/(?:\.prompt)?\.(?:md|toml)$/, '');
}
