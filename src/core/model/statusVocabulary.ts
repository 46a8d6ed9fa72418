import type { Status } from './status.ts';

/** What people and agents write for a status. */
export interface Words {
  /** They say the status and no more: one of them may be written. */
  readonly plain: string;
  /** They say more than the status, as who looked at it or where it went: they are read, and never written. */
  readonly special: string;
}

/** The languages whose words are known, by their codes. */
export type Language = 'en' | 'zh' | 'ja' | 'ko' | 'de' | 'fr' | 'es' | 'pt' | 'it' | 'ru' | 'ar';

/**
 * Collected from real tables, with a comma between the words; case, accents, `_` and `-` make no difference. A word that may mean two
 * statuses (`listo`, `pronto`) is left out: a word that is not here is unknown, and shown as it is.
 */
export const vocabulary: Readonly<Record<Language, Readonly<Record<Status, Words>>>> = {
  en: {
    todo: {
      plain:
        'todo, to do, open, pending, not started, notstarted, not yet started, unstarted, not begun, not yet begun',
      special:
        'new, ready, ready to start, ready for dev, ready for development, ready for work, planned, queued, scheduled, backlog, tbd, triage, selected for development, reopened',
    },
    wip: {
      plain:
        'wip, in progress, inprogress, work in progress, in work, doing, started, active, ongoing, working, underway, under way, claimed, in development, in dev',
      special:
        'in review, review, under review, in code review, code review, ready for review, needs review, awaiting review, waiting for review, pending review, in implementation, implementing, in qa, in test, in testing, testing, partial, partially implemented',
    },
    blocked: {
      plain: 'blocked, stuck',
      special: 'on hold, onhold, hold, waiting, paused, suspended, impeded',
    },
    done: {
      plain: 'done, complete, completed, finished, yes',
      special:
        'closed, merged, shipped, resolved, fixed, passing, released, deployed, delivered, verified, landed, implemented, approved, accepted, addressed, published',
    },
    failed: { plain: 'failed, failing, fail', special: 'error, broken' },
    dropped: {
      plain: 'dropped, cancelled, canceled, skipped, skip, abandoned',
      special:
        "wontfix, won't fix, won't do, wont do, defer, deferred, postponed, obsolete, removed, superseded, duplicate, n/a, na, not needed, not planned, out of scope, rejected, declined",
    },
  },
  zh: {
    todo: {
      plain:
        '待办, 待辦, 待处理, 待處理, 未开始, 未開始, 尚未开始, 尚未開始, 待开始, 待開始, 待办事项, 待辦事項',
      special: '计划中, 計劃中, 已计划, 已計劃, 排队中, 排隊中, 待定, 新建, 未完成',
    },
    wip: {
      plain: '进行中, 進行中, 正在进行, 正在進行, 处理中, 處理中, 开发中, 開發中',
      special: '审核中, 審核中, 评审中, 評審中, 待审核, 待審核, 测试中, 測試中, 待测试, 待測試',
    },
    blocked: {
      plain: '阻塞, 已阻塞, 被阻塞, 受阻, 阻擋, 已阻擋, 卡住',
      special: '暂停, 暫停, 已暂停, 已暫停, 挂起, 掛起, 搁置, 擱置, 等待, 等待中',
    },
    done: {
      plain: '完成, 已完成, 做完, 完毕, 完畢',
      special:
        '已关闭, 已關閉, 已合并, 已合併, 已解决, 已解決, 已发布, 已發布, 已发佈, 已發佈, 已上线, 已上線',
    },
    failed: { plain: '失败, 失敗, 已失败, 已失敗', special: '出错, 出錯' },
    dropped: {
      plain: '取消, 已取消, 放弃, 放棄, 已放弃, 已放棄',
      special: '推迟, 推遲, 已推迟, 已推遲, 延期, 已延期, 延後, 不做, 废弃, 廢棄, 已废弃, 已廢棄, 跳过, 跳過',
    },
  },
  ja: {
    todo: {
      plain: '未着手, 未対応, 未開始, 着手前, 未実施',
      special: '予定, 計画中, 対応予定, 新規, 未完了, 未完',
    },
    wip: {
      plain: '作業中, 進行中, 対応中, 着手中, 実施中, 実装中, 開発中',
      special: 'レビュー中, レビュー待ち, 確認中, 確認待ち, テスト中',
    },
    blocked: {
      plain: 'ブロック, ブロック中, ブロックされている',
      special: '保留, 保留中, 中断, 中断中, 待ち, 待機中, 停止中, 一時停止',
    },
    done: {
      plain: '完了, 完了済み, 完了済, 完成, 済, 済み, 対応済み, 対応済, 実施済み, 終了',
      special: 'クローズ, マージ済み, マージ済, リリース済み, リリース済, 解決済み, 解決済, 解決',
    },
    failed: { plain: '失敗', special: 'エラー' },
    dropped: {
      plain: '取消, 取り消し, 取りやめ, キャンセル, 中止',
      special: '見送り, 延期, 対象外, 不要, 却下',
    },
  },
  ko: {
    todo: {
      plain: '할 일, 할일, 대기, 미착수, 시작 전, 시작전, 시작 안 함, 미시작',
      special: '예정, 계획됨, 신규, 미완료, 백로그',
    },
    wip: {
      plain: '진행 중, 진행중, 진행, 작업 중, 작업중, 개발 중, 개발중',
      special: '검토 중, 검토중, 리뷰 중, 리뷰중, 테스트 중, 테스트중',
    },
    blocked: {
      plain: '차단됨, 차단, 막힘, 블록됨',
      special: '보류, 보류 중, 보류중, 중단, 중단됨, 일시 중지',
    },
    done: {
      plain: '완료, 완료됨, 끝, 끝남',
      special: '종료, 종료됨, 병합됨, 배포됨, 해결, 해결됨',
    },
    failed: { plain: '실패, 실패함', special: '오류' },
    dropped: { plain: '취소, 취소됨, 폐기, 포기', special: '연기, 연기됨, 제외, 건너뜀, 중복' },
  },
  de: {
    todo: {
      plain:
        'offen, ausstehend, nicht begonnen, noch nicht begonnen, nicht angefangen, nicht gestartet, zu erledigen, zu tun',
      special: 'geplant, eingeplant, neu, bereit',
    },
    wip: {
      plain: 'in Arbeit, in Bearbeitung, begonnen, angefangen, laufend, läuft, gestartet, aktiv',
      special: 'in Prüfung, im Review, im Test',
    },
    blocked: { plain: 'blockiert, hängt', special: 'wartet, wartend, pausiert, angehalten' },
    done: {
      plain: 'erledigt, fertig, abgeschlossen, beendet, fertiggestellt',
      special: 'geschlossen, gelöst, behoben, gemerged, gemergt, ausgeliefert, veröffentlicht',
    },
    failed: { plain: 'fehlgeschlagen, gescheitert', special: 'Fehler, fehlerhaft' },
    dropped: {
      plain: 'verworfen, abgebrochen, gestrichen, entfallen, entfällt',
      special: 'verschoben, zurückgestellt, abgelehnt, übersprungen, nicht nötig, hinfällig',
    },
  },
  fr: {
    todo: {
      plain:
        'à faire, non commencé, non commencée, pas commencé, pas encore commencé, non démarré, non démarrée, non débuté, ouvert, ouverte',
      special: 'planifié, planifiée, prévu, prévue, nouveau, nouvelle',
    },
    wip: {
      plain: 'en cours, commencé, commencée, démarré, démarrée, en développement',
      special: 'en revue, en relecture, en test, à valider, à relire',
    },
    blocked: { plain: 'bloqué, bloquée', special: 'en attente, en pause, suspendu, suspendue' },
    done: {
      plain: 'terminé, terminée, fait, faite, fini, finie, achevé, achevée',
      special: 'fermé, fermée, livré, livrée, résolu, résolue, fusionné, fusionnée, clos, close',
    },
    failed: { plain: 'échoué, échouée, échec, en échec', special: 'erreur, en erreur' },
    dropped: {
      plain: 'annulé, annulée, abandonné, abandonnée',
      special: 'reporté, reportée, différé, différée, rejeté, rejetée, sans objet',
    },
  },
  es: {
    todo: {
      plain:
        'pendiente, por hacer, sin empezar, sin iniciar, no iniciado, no iniciada, no empezado, no empezada, abierto, abierta',
      special: 'planificado, planificada, previsto, nuevo, nueva',
    },
    wip: {
      plain: 'en curso, en progreso, en proceso, en desarrollo, empezado, empezada, iniciado, iniciada',
      special: 'en revisión, en pruebas',
    },
    blocked: { plain: 'bloqueado, bloqueada', special: 'en espera, en pausa, pausado, pausada, detenido' },
    done: {
      plain:
        'hecho, hecha, terminado, terminada, completado, completada, completo, completa, finalizado, finalizada, acabado, acabada',
      special: 'cerrado, cerrada, resuelto, resuelta, entregado, entregada, fusionado',
    },
    failed: { plain: 'fallido, fallida, falló', special: 'con error' },
    dropped: {
      plain: 'cancelado, cancelada, descartado, descartada, anulado, anulada, abandonado, abandonada',
      special: 'aplazado, aplazada, pospuesto, pospuesta, rechazado, rechazada, omitido',
    },
  },
  pt: {
    todo: {
      plain:
        'pendente, a fazer, por fazer, não iniciado, não iniciada, não começado, não começada, aberto, aberta',
      special: 'planejado, planejada, planeado, novo, nova',
    },
    wip: {
      plain:
        'em andamento, em progresso, em curso, em desenvolvimento, em execução, fazendo, iniciado, iniciada',
      special: 'em revisão, em análise, em teste, em testes',
    },
    blocked: {
      plain: 'bloqueado, bloqueada, impedido, impedida',
      special: 'em espera, aguardando, pausado, pausada, suspenso, suspensa',
    },
    done: {
      plain:
        'feito, feita, concluído, concluída, terminado, terminada, finalizado, finalizada, completo, completa',
      special: 'fechado, fechada, resolvido, resolvida, entregue',
    },
    failed: { plain: 'falhou, falhado, falha', special: 'com erro' },
    dropped: {
      plain: 'cancelado, cancelada, descartado, descartada, abandonado, abandonada',
      special: 'adiado, adiada, rejeitado, rejeitada',
    },
  },
  it: {
    todo: {
      plain: 'da fare, da iniziare, non iniziato, non iniziata, aperto, aperta',
      special: 'pianificato, pianificata, nuovo, nuova',
    },
    wip: {
      plain: 'in corso, in lavorazione, in sviluppo, iniziato, iniziata, avviato, avviata',
      special: 'in revisione, in verifica',
    },
    blocked: {
      plain: 'bloccato, bloccata',
      special: 'in attesa, in sospeso, sospeso, sospesa, in pausa',
    },
    done: {
      plain: 'fatto, fatta, completato, completata, finito, finita, terminato, terminata, concluso, conclusa',
      special: 'chiuso, chiusa, risolto, risolta, rilasciato, rilasciata, consegnato, consegnata',
    },
    failed: { plain: 'fallito, fallita, non riuscito, non riuscita', special: 'errore, in errore' },
    dropped: {
      plain: 'annullato, annullata, abbandonato, abbandonata, scartato, scartata',
      special: 'rimandato, rimandata, rinviato, rinviata, rifiutato, rifiutata',
    },
  },
  ru: {
    todo: {
      plain: 'к выполнению, не начато, не начата, не начат, открыто, открыта, открыт, сделать',
      special: 'запланировано, запланирована, планируется, следующее, в планах, новая, новый, новое',
    },
    wip: {
      plain: 'в работе, в процессе, выполняется, начато, начата, начат, делается, в разработке',
      special: 'на проверке, на ревью, в ревью, тестируется, на тестировании',
    },
    blocked: {
      plain: 'заблокировано, заблокирована, заблокирован',
      special: 'приостановлено, приостановлена, на паузе, ожидает, ожидание, в ожидании',
    },
    done: {
      plain:
        'готово, сделано, сделана, сделан, выполнено, выполнена, выполнен, завершено, завершена, завершён, закончено, закончена',
      special: 'закрыто, закрыта, закрыт, решено, решена, исправлено, исправлена, слито, выпущено',
    },
    failed: { plain: 'провалено, не удалось, неудача, сбой', special: 'ошибка' },
    dropped: {
      plain: 'отменено, отменена, отменён',
      special: 'отложено, отложена, отложен, отклонено, отклонена, пропущено, перенесено',
    },
  },
  ar: {
    todo: {
      plain: 'لم يبدأ, لم تبدأ, لم يبدأ بعد, قيد الانتظار, للتنفيذ, مفتوح, مفتوحة',
      special: 'جديد, جديدة, مخطط, مخطط لها',
    },
    wip: {
      plain: 'قيد التنفيذ, قيد العمل, قيد التقدم, قيد التطوير, جاري, جار, جاري التنفيذ, جاري العمل',
      special: 'قيد المراجعة, قيد الاختبار',
    },
    blocked: { plain: 'محظور, محظورة, متوقف, متوقفة, معطل, معطلة', special: 'معلق, معلقة, في الانتظار' },
    done: {
      plain: 'مكتمل, مكتملة, اكتمل, اكتملت, تم, تم الإنجاز, منجز, منجزة, منتهي, منتهية, انتهى',
      special: 'مغلق, مغلقة, تم الحل, تم الدمج',
    },
    failed: { plain: 'فشل, فشلت', special: 'خطأ' },
    dropped: { plain: 'ملغي, ملغى, ملغاة, تم الإلغاء', special: 'مؤجل, مؤجلة, مرفوض, مرفوضة' },
  },
};

/** Signs that say a status by themselves; colours, hourglasses and crosses do not: each board has its own use for them. */
export const signs: Readonly<Record<Status, Words>> = {
  todo: { plain: '🔲 ☐ ⬜ ⬛ ◻ [ ]', special: '📋 🆕' },
  wip: { plain: '🔄 🚧 🏗 🔧 ▶ [~] [-] [/]', special: '' },
  blocked: { plain: '⛔ 🚫 🛑 [!]', special: '⏸' },
  done: { plain: '✅ ✔ ☑ ✓ [x]', special: '' },
  failed: { plain: '', special: '' },
  dropped: { plain: '🗑', special: '[>]' },
};
