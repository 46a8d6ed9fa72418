import { findMember, type DataNode } from '../../text/dataDocument.ts';
import { textOf } from './featureStyle.ts';

const updatedKeys = ['lastUpdated', 'last_updated'];

/** When the file was changed last, where it keeps that: a day where it keeps the day alone. */
export function touched(root: DataNode, now: string): Readonly<Record<string, string>> {
  const member = findMember(root, ...updatedKeys);
  if (member === undefined) return {};
  return { [member.key]: textOf(member.value)?.length === 10 ? now.slice(0, 10) : now };
}
