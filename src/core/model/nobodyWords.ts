import { foldWord } from './cellWord.ts';

/** What Owner cells say for nobody, collected from real tables, with a comma between the words. */
export const nobodyWords: ReadonlySet<string> = new Set(
  [
    '-, –, —, --, ---, ?, ??, ???, _, ., .., ..., …',
    'tbd, tba, tbc, none, nobody, no one, noone, unassigned, not assigned, not yet assigned, unclaimed, not claimed, unowned',
    'no owner, no assignee, to be assigned, to be decided, to be determined, n/a, na, null, nil',
    'free, open, todo, available, vacant, up for grabs, anyone, anybody, either, whoever',
    '待定, 未定, 无, 無, 暂无, 暫無, 未分配, 待分配, 未指派, 待指派, 未认领, 待认领',
    'なし, 未割当, 未割り当て, 未アサイン, 担当なし, 担当者なし',
    '없음, 미정, 미할당, 미배정, 미지정',
    'niemand, keiner, offen, nicht zugewiesen, unbesetzt, nicht vergeben',
    'personne, aucun, non attribué, non attribuée, non assigné, non assignée, à définir, à attribuer',
    'nadie, ninguno, sin asignar, no asignado, no asignada, por asignar, por definir',
    'ninguém, nenhum, não atribuído, não atribuída, sem responsável, a definir',
    'nessuno, non assegnato, non assegnata, da assegnare, da definire',
    'никто, нет, не назначен, не назначена, не назначено, свободно, свободна',
    'لا أحد, لا يوجد, غير معين, غير محدد, غير مسند',
  ]
    .flatMap((line) => line.split(', '))
    .map(foldWord),
);

/** Signs that name nobody where they stand alone. */
export const nobodySigns: ReadonlySet<string> = new Set(['➖', '❓', '❔', '⬜', '[ ]']);
