import { expect, test, vi } from 'vitest';

vi.stubGlobal('window', { addEventListener: () => undefined, matchMedia: () => ({ matches: false }) });

const { commands, commandOf } = await import('../../../renderer/app/commands.ts');

test('every command has a name, and its id is used once', () => {
  expect(commands.filter((command) => command.label === '').map((command) => command.id)).toEqual([]);
  expect(new Set(commands.map((command) => command.id)).size).toBe(commands.length);
});

test('no two commands share a shortcut, and none hides behind the first stroke of a sequence', () => {
  const all = commands.flatMap((command) => command.shortcuts);
  expect(all.filter((shortcut, index) => all.indexOf(shortcut) !== index)).toEqual([]);
  const firstStrokes = new Set(all.filter((shortcut) => shortcut.includes(' ')).map((s) => s.split(' ')[0]));
  expect(all.filter((shortcut) => firstStrokes.has(shortcut))).toEqual([]);
});

test.each([
  ['next', 'j'],
  ['previous', 'k'],
  ['archive', 'e'],
  ['trash', '#'],
  ['star', 's'],
  ['move', 'v'],
  ['label', 'l'],
  ['select', 'x'],
  ['mark-read', 'Shift+i'],
  ['mark-unread', 'Shift+u'],
  ['compose', 'c'],
  ['reply', 'r'],
  ['reply-all', 'a'],
  ['forward', 'f'],
  ['text', 't'],
  ['undo', 'z'],
  ['search', '/'],
  ['palette', 'Mod+k'],
  ['go-inbox', 'g i'],
  ['go-drafts', 'g d'],
  ['person-pane', 'i'],
  ['shortcuts', '?'],
] as const)('%s is on %s', (id, shortcut) => {
  expect(commandOf(id).shortcuts).toContain(shortcut);
});

test('a command that cannot run says why in words', () => {
  const context = {
    app: { checked: new Set<string>(), threadId: null, cursorId: null, toasts: [] },
    targets: [],
    thread: null,
    accounts: [],
  } as unknown as Parameters<ReturnType<typeof commandOf>['enabledWhen']>[0];
  for (const id of ['archive', 'reply', 'undo', 'compose', 'separate', 'unsubscribe', 'accept'] as const) {
    expect(commandOf(id).enabledWhen(context)).toMatch(/\w+ \w+/);
  }
});

test('the newest invitation that can be answered is the one that is answered', async () => {
  const { openInvitation } = await import('../../../renderer/app/invitation.ts');
  const item = (id: string, answerable: boolean) => ({ kind: 'mail', id, invitation: { answerable } });
  const items = [item('a', true), item('b', true), item('c', false), { kind: 'sms', id: 'd' }];
  expect(openInvitation({ items } as never)?.id).toBe('b');
  expect(openInvitation({ items: [item('c', false)] } as never)).toBeNull();
  expect(openInvitation(null)).toBeNull();
});

test('a window of one thread has the inbox do what only that can, and offers nothing that needs a list', async () => {
  const { commandsHere, runCommand } = await import('../../../renderer/app/commands.ts');
  const askInbox = vi.fn();
  const everywhere = commandsHere().map(({ id }) => id);
  vi.stubGlobal('location', { hash: '#thread/one' });
  Object.assign(window, { skein: { askInbox } });
  try {
    const here = commandsHere().map(({ id }) => id);
    expect(everywhere).toEqual(
      expect.arrayContaining(['next', 'select', 'archive', 'own-window', 'go-sent']),
    );
    expect(here).toEqual(expect.arrayContaining(['archive', 'own-window', 'go-sent', 'undo', 'palette']));
    expect(here.filter((id) => ['next', 'open', 'select', 'select-all'].includes(id))).toEqual([]);
    expect(runCommand('next')).toMatch(/\w+ \w+/);
    expect(runCommand('go-sent')).toBe(true);
    expect(askInbox).toHaveBeenCalledExactlyOnceWith({ command: 'run', id: 'go-sent' });
  } finally {
    Object.assign(window, { skein: undefined });
    vi.stubGlobal('location', undefined);
  }
});
