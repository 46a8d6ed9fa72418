import { foldWord, readCellWord } from './cellWord.ts';

/** What people write for a priority, the most urgent first; in the middle is what says nothing. */
const ranks: readonly string[] = [
  'p0, critical, urgent, highest, very high, blocker, immediate, sev0, sev1, s1, 🔺, 紧急, 緊急, 最高, 긴급, kritisch, dringend, sehr hoch, critique, urgente, crítico, crítica, critico, critica, критический, критично, срочно, عاجل, حرج',
  'p1, high, must, must have, major, sev2, s2, ⏫, 🔴, 高, 높음, hoch, haute, haut, élevé, élevée, alta, alto, высокий, высокая, عالي, عالية, مرتفع',
  'p2, medium, normal, mid, moderate, should, should have, sev3, s3, 🔼, 🟠, 🟡, 中, 보통, 중간, mittel, moyenne, moyen, media, medio, média, médio, средний, средняя, متوسط, متوسطة',
  'p3, none, no priority',
  'p4, low, minor, could, could have, nice to have, sev4, s4, 🔽, 🟢, 低, 낮음, niedrig, gering, basse, faible, baja, bajo, baixa, baixo, bassa, basso, низкий, низкая, منخفض, منخفضة',
  "p5, lowest, very low, trivial, won't, won't have, wont have, sev5, s5, ⏬, 最低, sehr niedrig",
];
const unsaid = 3;

const meanings = new Map(
  ranks.flatMap((words, rank) => words.split(', ').map((word) => [foldWord(word), rank] as const)),
);

/** Sorts priorities, the most urgent at 0; what is unknown or not said ranks between medium and low. The word decides, a sign alone too. */
export function priorityRank(priority: string | undefined): number {
  const { word, signs, struck } = readCellWord(priority ?? '');
  const number = /^(?:p|priority |prio )?(\d)$/.exec(word)?.[1];
  if (number !== undefined) return Number(number);
  if (word !== '' || struck) return meanings.get(word.replace(/ priority$/, '')) ?? unsaid;
  return signs.map((sign) => meanings.get(sign)).find((rank) => rank !== undefined) ?? unsaid;
}
