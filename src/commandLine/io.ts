/** What a command knows of its process. */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where it was started; absolute. */
  readonly directory: string;
  /** The script that reads Markdown in a thread of its own. */
  readonly workerFile: string;
  /** Whether a person sits at both ends, stdin and stdout. */
  readonly isTerminal: boolean;
  /** Whether what is written to stdout is seen by a person. */
  readonly isShown: boolean;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Asks the person; only with {@link isTerminal}. */
  readonly ask: (question: string) => Promise<string>;
}
