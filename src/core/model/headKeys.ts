import { foldWord } from './cellWord.ts';

/** What the keys of a document's head are called, by the word that the code knows them by; the languages are those of column heads. */
const names: Readonly<Record<string, string>> = {
  branch:
    'branch, branch name, git branch, feature branch, working branch, Zweig, branche, branche git, rama, ramo, ветка, 分支, ブランチ, 브랜치, الفرع, فرع',
  pr: 'pr, pull request, merge request, MR, 合并请求, プルリクエスト',
  spec: 'spec, specs, specification, Spezifikation, spécification, especificación, especificação, specifica, спецификация, 规格, 規格, 仕様, 仕様書, 사양, 명세, المواصفات, المواصفة',
  backlog: 'backlog, бэклог, 需求, 待办列表, バックログ, 백로그',
  'tech debt':
    'tech debt, debt, technische Schulden, dette technique, deuda técnica, dívida técnica, debito tecnico, техдолг, 技术债, 技術的負債, 기술 부채',
  from: 'from, found in',
  progress: 'progress',
  docs: 'docs, doc, documents, documentation, Dokumente, documentación, documentação, documentazione, документы, 文档, ドキュメント, 문서',
  status:
    'status, state, Zustand, statut, état, estado, situação, stato, статус, состояние, 状态, 狀態, 状態, ステータス, 상태, الحالة',
  priority:
    'priority, prio, Priorität, priorité, prioridad, prioridade, priorità, приоритет, 优先级, 優先級, 優先度, 우선순위, الأولوية',
  owner:
    'owner, assignee, assigned to, Verantwortlich, zuständig, Bearbeiter, responsable, assigné à, asignado a, responsável, responsabile, assegnato a, исполнитель, ответственный, 负责人, 負責人, 担当, 担当者, 담당자, 담당, المسؤول',
  title: 'title, Titel, titre, título, titolo, название, 标题, 標題, タイトル, 제목, العنوان',
  date: 'date, created, added, since, Datum, fecha, data, дата, 日期, 日付, 날짜, التاريخ',
};

const known = new Map<string, string>(
  Object.entries(names).flatMap(([name, words]) =>
    words.split(', ').map((word) => [foldWord(word), name] as const),
  ),
);

/** The English word of a head's key, in lower case: `branch` for `Branch`, `Git branch`, `分支`; any other key as it is. */
export function headKey(key: string): string {
  const lower = key.trim().toLowerCase();
  return known.get(lower) ?? known.get(foldWord(key)) ?? lower;
}

/** Whether a key is one that documents say such things by. */
export function isKnownKey(key: string): boolean {
  return known.has(headKey(key));
}

/** What documents say in a word or two. */
function isWordKey(key: string): boolean {
  return headKey(key) === 'status' || headKey(key) === 'priority';
}

export const knownKeys = { isKnown: isKnownKey, isWord: isWordKey } as const;

/** Whether a key says which branch a file belongs to; spec-kit's plans say `Feature Branch`. */
export function isBranchKey(key: string): boolean {
  return headKey(key) === 'branch';
}

/** Whether a key says that notes follow: `Notes:` without anything behind it begins them, as a heading would. */
export function isNotesKey(key: string): boolean {
  return /^(?:handoff |progress )?notes?$/i.test(key.trim());
}
