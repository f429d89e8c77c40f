/** Commands about what is written: beginning it, and what is done with the draft that the user is at. */
import type { TimelineItem } from '#shared/contract/timeline.ts';
import {
  type Command,
  type CommandContext,
  type CommandId,
  command,
  needsAccount,
  needsThread,
} from './command.ts';
import { focusedMessage } from './messageFocus.ts';
import { nextMisspelling } from './spelling.ts';
import { strings } from './strings/index.ts';
import { blankMail, openWindow } from './windows.ts';
import type { DraftAct } from './writing.ts';

/** Opens the composer of the open thread: for the message that the keyboard is in, or else the newest. */
function answer(context: CommandContext, mode: 'reply' | 'reply-all' | 'forward'): void {
  const { app, thread } = context;
  const at = focusedMessage();
  const items = thread?.items.filter((item) => item.id === at) ?? [];
  // A report of a mail server is nobody's word.
  const isAnswerable = (item: TimelineItem) => item.kind !== 'mail' || !item.isReport;
  const lastItem = items.find(isAnswerable) ?? thread?.items.findLast(isAnswerable);
  const isMail = (item: TimelineItem) => item.kind === 'mail';
  const answers = mode === 'forward' ? (items.find(isMail) ?? thread?.items.findLast(isMail)) : lastItem;
  app.requestCompose({
    mode,
    channel: mode === 'reply' ? (lastItem?.kind ?? 'mail') : 'mail',
    threadId: app.threadId,
    answers: answers?.id ?? null,
    to: [],
  });
}

function draftCommand(id: CommandId & DraftAct, shortcuts: string[]): Command {
  return command('write', id, shortcuts, {
    where: 'draft',
    enabledWhen: ({ drafting }) => (drafting ? true : strings.reasons.notWriting),
    run: ({ drafting }) => drafting?.run(id),
  });
}

export const writeCommands: readonly Command[] = [
  command('write', 'compose', ['c'], {
    enabledWhen: needsAccount,
    run: ({ app }) =>
      app.requestCompose({ mode: 'new', channel: 'mail', threadId: null, answers: null, to: [] }),
  }),
  command('write', 'compose-window', ['Shift+c'], {
    enabledWhen: needsAccount,
    run: () => openWindow(blankMail('mail', [])),
  }),
  command('write', 'reply', ['r'], { enabledWhen: needsThread, run: (c) => answer(c, 'reply') }),
  command('write', 'reply-all', ['a'], { enabledWhen: needsThread, run: (c) => answer(c, 'reply-all') }),
  command('write', 'forward', ['f'], { enabledWhen: needsThread, run: (c) => answer(c, 'forward') }),
  command('write', 'text', ['t'], {
    enabledWhen: needsAccount,
    run: ({ app, thread }) => {
      const here = thread?.replyChannels.some((way) => way.channel === 'sms') ? thread.id : null;
      const phone = thread?.person?.identities.find((identity) => identity.kind === 'phone');
      const to = phone && !here ? [{ name: thread?.person?.name ?? '', address: phone.value }] : [];
      app.requestCompose({ mode: here ? 'reply' : 'new', channel: 'sms', threadId: here, answers: null, to });
    },
  }),

  command('write', 'spelling', ['F7'], {
    run: ({ app }) => {
      if (!nextMisspelling()) app.toast({ text: strings.spelling.noField });
    },
  }),

  draftCommand('send', ['Mod+Enter']),
  draftCommand('send-later', ['Mod+Shift+Enter']),
  draftCommand('send-remind', ['Mod+Shift+h']),
  draftCommand('attach', ['Mod+Shift+a']),
  draftCommand('discard', ['Mod+Shift+d']),
];
