import { randomBytes } from 'node:crypto';
import { ownerNameMessage } from '../core/messages/names.ts';
import { checkOwner } from '../core/model/owner.ts';
import { isAgentName, isOneAgent } from '../core/model/agentName.ts';
import type { Io } from './io.ts';
import { Ended, refused } from './reply.ts';

/** The variable that names an agent for all commands of a session. */
export const agentVariable = 'THROUGHLINE_AGENT';

/**
 * Who asks, as Owner cells name them: what the command line says, else what the environment says, else the person at the terminal, by
 * git's `user.name`. Without a terminal it is a tool, which has to name itself, and by a name that is no person's: one with a suffix of
 * its own, so that two agents of one kind are two. Ends the command where it is not known.
 * @param userName a name out of git's `user.name`, where there is one
 */
export async function whoAsks(
  io: Io,
  given: string | undefined,
  userName: () => Promise<string | undefined>,
): Promise<string> {
  const named = given ?? io.environment[agentVariable];
  if (named === undefined || named === '') {
    const person = io.isTerminal ? await userName() : undefined;
    if (person !== undefined) return person;
    const name = suggested('agent');
    throw new Ended(
      refused(
        'name.missing',
        io.isTerminal
          ? 'Say who you are with --as NAME, or set user.name in git.'
          : `Say who you are: --as ${name} or the variable ${agentVariable}. Keep the name for the whole session.`,
        { example: name },
      ),
    );
  }
  const fault = checkOwner(named);
  if (fault !== undefined) throw new Ended(refused('name.invalid', ownerNameMessage(fault)));
  if (io.isTerminal) return named;
  const name = suggested(named);
  if (!isAgentName(named) || named === (await userName()))
    throw new Ended(
      refused(
        'name.person',
        `“${named}” may be a person’s name. Tools need a suffix of their own, such as --as ${name}. Keep the name for the whole session.`,
        { example: name },
      ),
    );
  if (!isOneAgent(named))
    throw new Ended(
      refused(
        'name.shared',
        `Every agent of a kind may be called “${named}”. Add a suffix of at least four letters and digits, such as --as ${name}. Keep the name for the whole session.`,
        { example: name },
      ),
    );
  return named;
}

/** The agent that the environment names, for what is only read; undefined where it names none. */
export function agentNamed(io: Io): string | undefined {
  const named = io.environment[agentVariable] ?? '';
  return named === '' || checkOwner(named) !== undefined ? undefined : named;
}

function suggested(name: string): string {
  // With a digit, by which people and tools tell such names from others.
  for (;;) {
    const suffix = randomBytes(2).toString('hex');
    if (/\d/.test(suffix)) return `${name.slice(0, 50)}-${suffix}`;
  }
}
