import type { RunningEngine } from '../engine-fixture.ts';
import type { Ledger } from './ledger.ts';
import { KEYWORD } from './letter.ts';
import type { Random } from './random.ts';
import type { StoreView } from './store-view.ts';

const VIEWS = ['inbox', 'inbox', 'archive', 'trash', 'junk', 'all', 'starred'] as const;
const ACTS = [
  'archive',
  'inbox',
  'trash',
  'junk',
  'read',
  'unread',
  'star',
  'unstar',
  'move',
  'move',
] as const;
/** Acts that can still be undone are remembered so long. */
const REMEMBERED = 20;

/** A person at Skein, who uses the commands its window uses. */
export class SkeinClient {
  private readonly acts: { actionId: string; messageIds: string[] }[] = [];

  constructor(
    private readonly running: RunningEngine & { accountId: string },
    private readonly view: StoreView,
    private readonly random: Random,
    private readonly ledger: Ledger,
  ) {}

  get operations(): [number, string, () => Promise<void>][] {
    return [
      [70, 'act', () => this.act()],
      [12, 'label', () => this.label()],
      [12, 'undo', () => this.undo()],
      [8, 'refresh', async () => this.running.engine.supervisor.syncNow(null)],
      [2, 'wake', async () => this.running.engine.woke()],
    ];
  }

  private async label(): Promise<void> {
    const { store } = this.running.engine;
    const rows = await this.rows();
    if (rows.length === 0) return;
    const ids = this.random.some(rows, 4).map(({ id }) => id);
    const known = (await store.read('label.list', null)).find(({ name }) => name === KEYWORD);
    const labelId =
      known?.id ?? (await store.write('label.save', { id: null, name: KEYWORD, colour: null })).id;
    const { actionId } = await store.write('label.threads', { ids, labelId, on: this.random.chance(0.6) });
    // It moves nothing, so the ledger has nothing to know.
    this.remember({ actionId, messageIds: [] });
  }

  private async act(): Promise<void> {
    const { store } = this.running.engine;
    const rows = await this.rows();
    if (rows.length === 0) return;
    const ids = this.random.some(rows, 4).map(({ id }) => id);
    const act = this.random.pick(ACTS);
    const mailbox = act === 'move' ? this.random.pick(await this.targets()) : null;
    const done = await store
      .write('threads.act', { ids, act, mailboxId: mailbox?.id ?? null })
      .catch(unlessGone);
    if (!done) return;
    const { actionId } = done;
    const messageIds = this.view.messageIdsOf(actionId);
    this.ledger.touch(messageIds, mailbox?.path);
    this.remember({ actionId, messageIds });
  }

  private remember(act: { actionId: string; messageIds: string[] }): void {
    this.acts.push(act);
    if (this.acts.length > REMEMBERED) this.acts.shift();
  }

  /** Threads of a list, as they are on one screen. */
  private async rows() {
    const { store } = this.running.engine;
    const box = this.random.chance(0.2) ? this.random.pick(await this.targets()) : null;
    const view = box ? 'all' : this.random.pick(VIEWS);
    const page = { view, channel: null, accountId: null, mailboxId: box?.id ?? null } as const;
    const offset = this.random.chance(0.6) ? 0 : this.random.below(60);
    return (await store.read('threads.page', { ...page, offset, limit: 20 })).rows;
  }

  private async targets(): Promise<{ id: string; path: string }[]> {
    const all = await this.running.engine.store.read('mailbox.list', this.running.accountId);
    return all.filter(({ selectable, specialUse }) => selectable && specialUse !== 'drafts');
  }

  private async undo(): Promise<void> {
    const last = this.random.chance(0.7) ? this.acts.pop() : this.acts.shift();
    if (!last) return;
    this.ledger.touch(last.messageIds, null);
    await this.running.engine.store.write('actions.undo', { actionId: last.actionId });
  }
}

/** A sync may take the mailbox away while the person chooses it; then the window says so, and nothing was done. */
function unlessGone(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'no-mailbox') return null;
  throw error;
}
