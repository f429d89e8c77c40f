import { defaultFilter } from 'cmdk';
import type { Address } from '#shared/contract/model.ts';
import type { SearchHit } from '#shared/contract/search.ts';
import type { ThreadRow } from '#shared/contract/threads.ts';
import type { Command, CommandContext } from '../../app/commands.ts';

/** What was typed, split into the mode and the words: `>` keeps to commands. */
export function readInput(input: string): { commandsOnly: boolean; words: string } {
  const text = input.trimStart();
  const commandsOnly = text.startsWith('>');
  return { commandsOnly, words: (commandsOnly ? text.slice(1) : text).trim() };
}

export interface RankedCommand {
  command: Command;
  /** `true`, or why it cannot run now. */
  enabled: true | string;
}

/** Below this a match is a handful of scattered letters. */
const WORST = 0.02;
/** A word that other programs have for it comes after its own name, and before letters found here and there. */
const OTHER_NAME = 0.6;
const WHOLE_OTHER_NAME = 0.65;

/**
 * Commands that match, best first, what can run now before what cannot. Without words all of them, in the order of
 * the registry. Typing errors of a missing letter still match.
 */
export function rankCommands(
  commands: readonly Command[],
  context: CommandContext,
  words: string,
): RankedCommand[] {
  return commands
    .map((command) => ({
      command,
      enabled: command.enabledWhen(context),
      score: words === '' ? 1 : scoreOf(command, words),
    }))
    .filter(
      // What cannot run now shows only to those who look for it by name.
      ({ command, enabled, score }) =>
        score > WORST && (enabled === true || words === '' || isNamed(command, words)),
    )
    .sort((a, b) => Number(b.enabled === true) - Number(a.enabled === true) || b.score - a.score)
    .map(({ command, enabled }) => ({ command, enabled }));
}

function scoreOf(command: Command, words: string): number {
  // Words of the explanation count less than those of the name.
  return Math.max(
    defaultFilter(command.label, words),
    beginsWord(command.also, words) ? OTHER_NAME : 0,
    ` ${command.also} `.includes(` ${words.toLowerCase()} `) ? WHOLE_OTHER_NAME : 0,
    0.4 * wordScore(command.help, words),
  );
}

/** Whether what was typed begins a word of its name, here or in other programs. */
export const isNamed = ({ label, also }: Command, typed: string): boolean =>
  beginsWord(label, typed) || beginsWord(also, typed);

function wordScore(text: string, words: string): number {
  return text.toLowerCase().includes(words.toLowerCase()) ? 1 : 0;
}

/** Whether one of the words of a name begins with what was typed. */
export const beginsWord = (name: string, typed: string): boolean =>
  ` ${name.toLowerCase()}`.includes(` ${typed.toLowerCase()}`);

export interface PaletteThread {
  threadId: string;
  /** The message that matched; `null` when the thread itself is meant. */
  messageId: string | null;
  who: Address;
  title: string;
  at: number;
}

/** One row a thread, for its best hit. */
export function threadsOfHits(hits: readonly SearchHit[], limit: number): PaletteThread[] {
  const seen = new Map<string, PaletteThread>();
  for (const hit of hits) {
    if (seen.size >= limit) break;
    if (seen.has(hit.threadId)) continue;
    seen.set(hit.threadId, {
      threadId: hit.threadId,
      messageId: hit.id,
      who: hit.from,
      title: hit.subject || hit.excerpt.replace(/[\u2402\u2403]/g, ''),
      at: hit.date,
    });
  }
  return [...seen.values()];
}

/** The rows of a list as the palette shows them. */
export function threadsOfRows(rows: readonly ThreadRow[]): PaletteThread[] {
  return rows.map((row) => ({
    threadId: row.id,
    messageId: null,
    who: row.participants[0] ?? { name: '', address: '' },
    title: row.subject || row.snippet,
    at: row.lastAt,
  }));
}
