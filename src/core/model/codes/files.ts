import type { Coded, NoData } from './coded.ts';
import type { DatabaseProblems, DatabaseRefusals } from './databases.ts';

/** Why something could not be read, in a word where there is a sentence for it; else the system's own text. */
export type WhyUnreadable =
  | {
      readonly reason:
        /** Symbolic links lead in one. */
        | 'circle'
        | 'denied'
        /** A symbolic link does. */
        | 'leadsNowhere'
        | 'missing'
        | 'notRegular'
        | 'pathTooLong'
        | 'tooManyOpen';
    }
  | { readonly reason: 'other'; readonly text: string };

/** Why nobody read the Markdown of a text. */
export type WhyNoMarkdown =
  /** `error` and `early`: so the thread ended. */
  | { readonly reason: 'early' | 'error' | 'noThread' | 'tooDeep' }
  | { readonly reason: 'tooSlow'; readonly seconds: number }
  | { readonly reason: 'other'; readonly text: string };

/** What can be wrong with a file as such, or with a path, whatever it holds. */
export interface FileProblems extends DatabaseProblems {
  /** There is not a word in it. */
  readonly 'file.empty': NoData;
  readonly 'file.unreadable':
    | WhyUnreadable
    | {
        readonly reason:
          /** A folder stands there. */
          | 'folder'
          /** In the tree of a commit: a symbolic link that leads out of the repository. */
          | 'leadsOut';
      };
  readonly 'file.encoding': { readonly found: 'utf16' | 'notUtf8' };
  readonly 'file.tooLarge': { readonly bytes: number };
  /** It holds NUL bytes. */
  readonly 'file.binary': NoData;
  /** A file of Throughline's own, in a later version of its format than the one that is known here. */
  readonly 'file.newer': { readonly version: number };
  /** A link on the way leads out of the workspace, to `target`, and nobody allowed it. */
  readonly 'file.outside': { readonly target: string };
  /** Its name is not valid UTF-8. */
  readonly 'file.name': NoData;
  readonly 'file.markdown': WhyNoMarkdown;
  readonly 'folder.unreadable':
    | WhyUnreadable
    | {
        readonly reason:
          /** A file stands there. */
          | 'file'
          /** A link to a folder in a file system of an extension. */
          | 'linkOffDisk';
      }
    /** Nothing of a workspace folder could be listed. */
    | { readonly reason: 'notListed'; readonly text: string };
  /** Only so many entries of a folder are listed. */
  readonly 'folder.tooMany': { readonly entries: number; readonly folder: string };
  /** Only so many levels of folders are listed. */
  readonly 'folder.tooDeep': { readonly levels: number };
}

/** What bytes that are no text are told with. */
export type NoTextProblems = Pick<FileProblems, 'file.encoding' | 'file.tooLarge' | 'file.binary'>;

/** Why the folders of locks cannot be used: Throughline's own, beside a clone's or a file's, or another tool's. */
export type WhyNotOurs =
  /** Something else stands where one would be. */
  | { readonly reason: 'inTheWay'; readonly path: string }
  /** A folder that should be empty has something in it. */
  | { readonly reason: 'notEmpty'; readonly path: string }
  /** It is to be a file. */
  | { readonly reason: 'notFile'; readonly path: string }
  /** `like` is the folder whose rights would do. */
  | { readonly reason: 'notWritable'; readonly folder: string; readonly like: string }
  | { readonly reason: 'other'; readonly text: string };

/** Why the disk did not take a change. */
export type WhyNotWritten =
  | {
      readonly reason:
        | 'diskFull'
        | 'diskReadOnly'
        | 'missing'
        /** The edit and the file do not go together. */
        | 'misfit'
        /** Another folder or link was put in its place. */
        | 'moved'
        | 'readOnly';
    }
  | { readonly reason: 'other'; readonly text: string };

/** A process, as people can look for it. */
export interface ProcessName {
  readonly pid: number;
  readonly host: string;
}

/** Who has a lock: a process, one that does not say which, many that were quicker, or whoever has the lock of another tool. */
export type LockHolder =
  | ({ readonly kind: 'process' } & ProcessName)
  | { readonly kind: 'unknown' }
  | { readonly kind: 'others' }
  | { readonly kind: 'tool'; readonly name: string };

/** Why a file was not written. A `name` is what the file is called when it is told: its own name, or its path in the folder. */
export interface FileRefusals
  extends
    DatabaseRefusals,
    Readonly<
      Record<keyof NoTextProblems, { readonly name: string; readonly problem: Coded<NoTextProblems> }>
    > {
  readonly 'file.missing': { readonly path: string };
  readonly 'file.notWritten': { readonly name: string } & (
    | WhyNotWritten
    | { readonly reason: 'noLock'; readonly why: WhyNotOurs }
    /** VS Code did not remove it. */
    | { readonly reason: 'notRemoved' }
  );
  /** Its path does not lead any more to the file that was checked and locked. */
  readonly 'file.moved': { readonly name: string };
  /** The lock was taken over or removed before anything was written. */
  readonly 'file.lockLost': { readonly name: string };
  /** A folder that is not moved: it is none, but a link or a file; or its new place is on another disk. */
  readonly 'folder.fixed': { readonly path: string; readonly reason: 'noFolder' | 'otherDisk' };
  /** Another name of the file would keep the old text. */
  readonly 'file.hardLink': { readonly name: string };
  /** The new file would not be its owner's, or its group's. */
  readonly 'file.owner': { readonly name: string };
  /** `locks` is the folder that may be removed if there is no such holder. */
  readonly 'file.busy': { readonly name: string; readonly holder: LockHolder; readonly locks: string };
  /** An editor here has unsaved changes of it. */
  readonly 'file.dirty': { readonly path: string };
  /** `records` is the folder that may be removed if there is no such window. */
  readonly 'file.dirtyElsewhere': {
    readonly path: string;
    readonly process: ProcessName;
    readonly records: string;
  };
  /** By a setting of VS Code. */
  readonly 'file.readOnly': { readonly path: string };
  /** It leads out of the workspace. */
  readonly 'link.outside': { readonly path: string };
  readonly 'workspace.untrusted': NoData;
  /** The folder is on no disk of this machine. */
  readonly 'workspace.virtual': NoData;
}

/** Why it is not known whether a file holds what was to be written. */
export interface FileDoubts {
  /** Somebody else changed it right afterwards. */
  readonly 'file.changedAfter': { readonly name: string };
  /** An error came when it may have been written already. */
  readonly 'file.incomplete': { readonly name: string; readonly why: WhyUnreadable };
  /** They were to be changed together. Somebody came in between, or an error, and not all could be given back what they held. */
  readonly 'files.incomplete': { readonly names: readonly string[] };
}
