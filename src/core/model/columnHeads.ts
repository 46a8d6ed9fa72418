import { foldWord, readHeadWord } from './cellWord.ts';

/**
 * What a column of a table is for. `done`: it only says whether a task is done. `subject`: it names work in other words than Task, or
 * facts. `detail`: it says something of the work, and never what it is. `fact`: a table of these holds no tasks, whatever else it has.
 */
export type ColumnMeaning =
  'task' | 'status' | 'owner' | 'notes' | 'id' | 'number' | 'done' | 'subject' | 'detail' | 'fact';

/** Which column of a table says what; -1 for one that is not there. */
export interface TaskColumns {
  readonly task: number;
  readonly status: number;
  /** Whether the status column only says if a task is done (`Done?`): its cells hold yes or no, a tick or nothing. */
  readonly isDone: boolean;
  readonly owner: number;
  readonly notes: number;
  /** What identifies a row. */
  readonly id: number;
  /** What only numbers the rows of one table. */
  readonly number: number;
  /** The head of every column, as a reader sees it. */
  readonly names: readonly string[];
}

/** What heads of columns are called, the best word first: where two of one meaning stand side by side, it is the one that counts. */
const heads: Readonly<Record<ColumnMeaning, string>> = {
  task: 'task, tasks, task name, task title, task description, 任务名称, 任務名, タスク名, 任务, 任務, タスク, 作業, 작업, 태스크, 할 일, Aufgabe, Aufgaben, tâche, tâches, tarea, tareas, tarefa, tarefas, attività, задача, задачи, المهمة, مهمة, المهام',
  status:
    'status, state, 状态, 狀態, 状態, ステータス, 상태, Zustand, statut, état, estado, situação, stato, статус, состояние, الحالة, حالة',
  owner:
    'owner, assignee, assigned to, agent, who, assigned, claimed by, responsible, resp, worker, 负责人, 負責人, 责任人, 責任人, 担当者, 担当, 담당자, 담당, verantwortlich, Verantwortliche, Verantwortlicher, zuständig, Bearbeiter, Bearb, Ziel-Bearb, zugewiesen, Zuweisung, responsable, affectation, affecté à, attribution, assigné à, asignado a, encargado, responsável, atribuído a, responsabile, assegnato a, исполнитель, ответственный, المسؤول, المكلف',
  notes:
    'notes, note, comments, comment, remarks, remark, 备注, 備註, 備考, メモ, 비고, 메모, Notizen, Notiz, Bemerkung, Bemerkungen, Anmerkung, Anmerkungen, Kommentar, Kommentare, remarques, commentaires, commentaire, notas, comentarios, observaciones, comentários, observações, osservazioni, commenti, примечания, примечание, заметки, комментарий, ملاحظات',
  id: 'id, task id, key, issue key, ticket id, wbs id, 编号, 編號, Kennung, identifiant, identificador, identificativo, идентификатор, المعرف',
  number:
    '#, no, nr, №, num, number, nº, n°, 序号, 序號, 番号, 번호, Nummer, numéro, número, numero, номер, الرقم, رقم',
  done: 'done?, done, complete?, completed?, finished?, fixed?, complete, completed, fixed, erledigt, erledigt?, fait, fait ?, hecho, feito, fatto, готово, 完成, 已完成, 完了, 완료',
  // Those that name the work itself come before those that only sort it.
  subject:
    'todo, to do, work item, action item, action, feature, user story, story, title, summary, item, deliverable, name, what, description, milestone, issue, issues, ticket, bug, bugs, defect, work, goal, step, phase, ' +
    'Titel, Beschreibung, titre, intitulé, description, título, descripción, funcionalidad, descrição, titolo, descrizione, название, описание, шаг, баг, баги, ошибка, дефект, Fehler, bogue, fallo, falla, erro, defeito, difetto, 缺陷, バグ, 不具合, 버그, 결함, خلل, 标题, 內容, 内容, 件名, 項目, 제목, 내용, العنوان, الوصف',
  detail:
    'priority, prio, severity, type, category, date, due, due date, deadline, target date, sprint, start, started, end, finish, estimate, estimated, estimation, actual, effort, duration, time, points, progress, branch, pr, version, release, source, location, route, method, port, %, ' +
    'Priorität, Prio, Aufwand, Datum, Kategorie, priorité, échéance, durée, prioridad, plazo, fecha, tiempo, archivos, prioridade, prazo, tempo, priorità, scadenza, приоритет, срок, 优先级, 截止, 预计时间, 优先度, 優先度, 期限, 우선순위, 기한, الأولوية, المدة',
  fact: 'risk, risks, metric, metrics, kpi, suite, test suite, test, tests, symbol, icon, emoji, legend, code, status code, package, dependency, count, Risiko, riesgo, risque, risco, rischio, риск, 风险, リスク, 위험',
};

const meanings = new Map<string, { readonly meaning: ColumnMeaning; readonly rank: number }>();
for (const meaning of Object.keys(heads) as ColumnMeaning[])
  for (const [rank, word] of heads[meaning].split(', ').entries()) {
    // A word of two languages, or of two meanings, is what it is first.
    const folded = foldWord(word);
    if (!meanings.has(folded)) meanings.set(folded, { meaning, rank });
  }

/** What the head of a column says that it is for, and the better of two words by the lower rank; undefined for any other column. */
export function readColumnHead(
  head: string,
): { readonly meaning: ColumnMeaning; readonly rank: number } | undefined {
  return meanings.get(head.trim().toLowerCase()) ?? meanings.get(readHeadWord(head));
}
