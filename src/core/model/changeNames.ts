import type { ChangeEditRefusals, DeltaName, TextFault } from './codes/changeEdits.ts';
import { refusal, type Refusal } from './refusal.ts';
import { withoutClosing } from '../text/requirementBlocks.ts';

/** As long as OpenSpec lets them be: a folder's name has 255 bytes, and the day is put before it later. */
export const longestSlug = 200;
/** Longer names are texts. */
export const longestName = 200;
/** Longer texts are documents of their own. */
export const longestText = 100_000;

/** Source: the grammar of OpenSpec's `id.ts`. */
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** What Windows has for devices, whatever follows a full stop. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
/** Where changes go that are over, so none is called so. */
const shelf = 'archive';
const unfit = /[\p{Cs}\uFFFD]|[^\P{Cc}\t\n\r]/u;
const oneLineUnfit = /[\p{Cs}\p{Zl}\p{Zp}\p{Cc}\uFFFD]/u;

/** Why a change cannot be called so. */
export function refuseSlug(slug: string): Refusal | undefined {
  const fault = faultOfSlug(slug);
  return fault && refusal('change.slug', { slug, why: fault, most: longestSlug });
}

function faultOfSlug(slug: string): ChangeEditRefusals['change.slug']['why'] | undefined {
  if (slug === '') return 'empty';
  if (slug.length > longestSlug) return 'tooLong';
  if (/[/\\]|\.\.|[\p{Cc}\p{Cf}]/u.test(slug) || slug === '.') return 'path';
  if (slug.toLowerCase() === shelf || device.test(slug)) return 'reserved';
  return kebab.test(slug) ? undefined : 'form';
}

/** Why a text of several lines is not written. */
export function refuseText(
  field: ChangeEditRefusals['change.text']['field'],
  text: string,
): Refusal | undefined {
  const why = faultOfText(text);
  return why && refusal('change.text', { field, why, most: longestText });
}

function faultOfText(text: string): TextFault | undefined {
  if (text.trim() === '') return 'empty';
  if (text.length > longestText) return 'tooLong';
  return unfit.test(text) ? 'signs' : undefined;
}

/** Why a requirement or a scenario cannot be called so. */
export function refuseName(of: Exclude<DeltaName, 'capability'>, name: string): Refusal | undefined {
  const why = faultOfName(name) ?? (withoutClosing(name) === name ? undefined : 'form');
  return why && refusal('delta.name', { of, why, most: longestName });
}

function faultOfName(name: string): TextFault | undefined {
  if (name.trim() === '') return 'empty';
  if (name.length > longestName) return 'tooLong';
  return oneLineUnfit.test(name) ? 'signs' : undefined;
}

/** Why a capability cannot be called so: it is a path below the folder of living specs, on every system. */
export function refuseCapability(name: string): Refusal | undefined {
  const isPath = name
    .split('/')
    .every((part) => /^[^.\s<>:"|?*\\](?:[^<>:"|?*\\]*[^.\s<>:"|?*\\])?$/.test(part) && !device.test(part));
  const why = faultOfName(name) ?? (isPath ? undefined : 'path');
  return why && refusal('delta.name', { of: 'capability', why, most: longestName });
}

/** Two names that differ in case or blanks alone are taken for one: somebody mistyped it. */
export function foldName(name: string): string {
  return name.trim().toLowerCase().replace(/\s+/g, ' ');
}
