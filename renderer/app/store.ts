/** What the window itself knows: where it is, what is open, what is selected. Nothing here comes from the engine. */
import { create } from 'zustand';
import type { Draft } from '#shared/contract/drafts.ts';
import type { EraseScope } from '#shared/contract/erase.ts';
import type { RecipientGroupChange } from '#shared/contract/groups.ts';
import type { WayOff } from '#shared/contract/lists.ts';
import type { Attachment, Channel, ErrorInfo, View } from '#shared/contract/model.ts';
import type { Purpose } from '../features/when/choices.ts';
import type { ConnectionState } from './engine.ts';
import { noteAction } from './undoable.ts';
import { blankMail, inInbox, openWindow } from './windows.ts';

export type PlaceRef =
  | { kind: 'view'; view: View }
  | { kind: 'mailbox'; mailboxId: string; name: string }
  | { kind: 'account'; accountId: string; name: string }
  | { kind: 'label'; labelId: string; name: string }
  | { kind: 'drafts' }
  | { kind: 'outbox' }
  | { kind: 'search' }
  | { kind: 'settings' }
  | { kind: 'activity' };

export type Overlay =
  | { kind: 'palette' }
  | { kind: 'shortcuts' }
  | { kind: 'erase'; scope: EraseScope }
  /** Choose a mailbox for these threads. */
  | { kind: 'move'; threadIds: string[] }
  /** Make a mailbox, or give this one another name. */
  | { kind: 'mailbox'; mailboxId: string | null; accountId: string | null; parentId: string | null }
  | { kind: 'remove-mailbox'; mailboxId: string }
  /** Choose labels for these threads. */
  | { kind: 'label'; threadIds: string[] }
  /** Choose a time; `current`: the one that stands. */
  | {
      kind: 'when';
      purpose: Purpose;
      /** How many threads it is for. */
      count: number;
      current: number | null;
      choose: (at: number) => void;
      /** Takes back the time that stands. */
      clear?: () => void;
    }
  /** Threads with messages that wait for their time are to be thrown away. */
  | { kind: 'planned'; ids: string[]; act: 'trash' | 'junk' }
  /** Make a group of recipients, or change this one. */
  | { kind: 'group'; group: RecipientGroupChange }
  | { kind: 'source'; messageId: string }
  | { kind: 'unsubscribe'; wayOff: WayOff }
  /** Change this rule, or make one, of mail as in this thread. */
  | { kind: 'rule'; ruleId: string | null; threadId: string | null }
  /** Write these threads, or this place, or more of it, to files. */
  | { kind: 'export'; threadIds: string[]; place: PlaceRef | null }
  /** The files of a message, and which of them shows. */
  | { kind: 'attachment'; files: Attachment[]; index: number };

/** What the composer was asked for; it creates or finds the draft. */
export interface ComposeRequest {
  mode: 'new' | 'reply' | 'reply-all' | 'forward';
  channel: Channel;
  threadId: string | null;
  answers: string | null;
  to: { name: string; address: string }[];
  /** What a link asks for besides. */
  filled?: Pick<Draft, 'cc' | 'bcc' | 'subject' | 'text'>;
  /** Grows, so that asking for the same thing again is noticed. */
  serial: number;
}

export interface Toast {
  id: number;
  text: string;
  tone: 'neutral' | 'danger';
  /** The action that `z` and the button take back. */
  undoActionId: string | null;
  error: ErrorInfo | null;
  /** When it goes away by itself; milliseconds since the epoch, null for never. */
  until: number | null;
  /** Shows "… in N s" from `until`. */
  countdown: boolean;
}

export interface AppState {
  connection: ConnectionState;
  online: boolean;
  place: PlaceRef;
  channel: Channel | null;
  /** The part of the split inbox that was chosen last. */
  section: string | null;
  /** The thread shown in the conversation. */
  threadId: string | null;
  /** The item to bring into view when the thread opens (from a search). */
  messageId: string | null;
  /** The open thread, when the user marked it unread: looking at it longer must not undo that. */
  keptUnread: string | null;
  /** All mail of the open thread was unfolded, or folded; null: each as it came. */
  allOpen: { value: boolean } | null;
  /** The thread the keyboard is on in the list. */
  cursorId: string | null;
  checked: ReadonlySet<string>;
  /** Where a range of selected threads begins. */
  anchorId: string | null;
  /** The draft open in the conversation's place, when it belongs to no thread. */
  newDraft: { draftId: string } | { request: ComposeRequest } | null;
  compose: ComposeRequest | null;
  /** The saved draft that should open in the composer of its thread, once. */
  resumeDraft: { id: string; threadId: string } | null;
  /** The draft that the composer on screen writes. */
  openDraftId: string | null;
  /** Focus goes into the conversation as soon as it is there. */
  enterConversation: boolean;
  /** In a narrow window only one of the two shows. */
  narrowPane: 'list' | 'conversation';
  /** The drawer of a narrow window. */
  placesOpen: boolean;
  personSheet: boolean;
  searchText: string;
  searchQuery: string;
  overlay: Overlay | null;
  toasts: Toast[];
  /** While the list is being made wider or narrower; else its width is a setting. */
  listWidth: number | null;

  goTo: (place: PlaceRef) => void;
  setChannel: (channel: Channel | null) => void;
  setSection: (section: string) => void;
  openThread: (threadId: string | null, messageId?: string | null) => void;
  setCursor: (threadId: string | null) => void;
  toggleChecked: (threadId: string) => void;
  clearChecked: () => void;
  showOverlay: (overlay: Overlay) => void;
  closeOverlay: () => void;
  setSearch: (text: string) => void;
  runSearch: (query: string) => void;
  requestCompose: (request: Omit<ComposeRequest, 'serial'>) => void;
  closeCompose: () => void;
  set: (part: Partial<AppState>) => void;
  toast: (toast: Partial<Toast> & { text: string }) => number;
  dismissToast: (id: number) => void;
}

const toastMs = 10_000;
const errorToastMs = 30_000;
let serial = 0;

export const useApp = create<AppState>((set, get) => ({
  connection: 'connecting',
  online: true,
  place: { kind: 'view', view: 'inbox' },
  channel: null,
  section: null,
  threadId: null,
  messageId: null,
  keptUnread: null,
  allOpen: null,
  cursorId: null,
  checked: new Set<string>(),
  anchorId: null,
  newDraft: null,
  compose: null,
  resumeDraft: null,
  openDraftId: null,
  enterConversation: false,
  narrowPane: 'list',
  placesOpen: false,
  personSheet: false,
  searchText: '',
  searchQuery: '',
  overlay: null,
  toasts: [],
  listWidth: null,

  goTo: (place) =>
    set({
      place,
      threadId: null,
      messageId: null,
      cursorId: null,
      checked: new Set<string>(),
      anchorId: null,
      newDraft: null,
      compose: null,
      narrowPane: 'list',
      placesOpen: false,
      personSheet: false,
      ...(place.kind === 'search' ? {} : { searchText: '', searchQuery: '' }),
    }),
  setChannel: (channel) => set({ channel, cursorId: null, checked: new Set<string>(), anchorId: null }),
  setSection: (section) =>
    set({
      section,
      threadId: null,
      messageId: null,
      cursorId: null,
      checked: new Set<string>(),
      anchorId: null,
    }),
  openThread: (threadId, messageId = null) =>
    set((state) => ({
      threadId,
      messageId,
      keptUnread: null,
      allOpen: threadId === state.threadId ? state.allOpen : null,
      cursorId: threadId ?? state.cursorId,
      anchorId: threadId ?? state.anchorId,
      newDraft: null,
      compose: threadId === state.threadId ? state.compose : null,
      narrowPane: threadId ? 'conversation' : 'list',
    })),
  setCursor: (cursorId) => set({ cursorId }),
  toggleChecked: (threadId) =>
    set((state) => {
      const checked = new Set(state.checked);
      if (!checked.delete(threadId)) checked.add(threadId);
      return { checked, anchorId: threadId };
    }),
  clearChecked: () => set({ checked: new Set<string>(), anchorId: null }),
  showOverlay: (overlay) => set({ overlay }),
  closeOverlay: () => set({ overlay: null }),
  setSearch: (searchText) => set({ searchText }),
  runSearch: (query) => {
    if (query.trim() === '') {
      if (get().place.kind === 'search') get().goTo({ kind: 'view', view: 'inbox' });
      return;
    }
    if (get().place.kind !== 'search') get().goTo({ kind: 'search' });
    set({ searchText: query, searchQuery: query });
  },
  requestCompose: (request) => {
    const full = { ...request, serial: ++serial };
    if (!request.threadId && !inInbox()) openWindow(blankMail(request.channel, request.to));
    else if (request.threadId) set({ compose: full, newDraft: null, narrowPane: 'conversation' });
    else set({ newDraft: { request: full }, narrowPane: 'conversation' });
  },
  closeCompose: () => set({ compose: null, newDraft: null }),
  set: (part) => set(part),
  toast: (toast) => {
    const id = ++serial;
    const tone = toast.tone ?? 'neutral';
    const full: Toast = {
      undoActionId: null,
      error: null,
      countdown: false,
      until: Date.now() + (tone === 'danger' ? errorToastMs : toastMs),
      ...toast,
      tone,
      id,
    };
    if (full.undoActionId) noteAction(full.undoActionId, full.countdown ? full.until : null);
    set((state) => {
      const others = state.toasts.filter(
        (entry) => entry.text !== full.text || entry.undoActionId !== full.undoActionId,
      );
      return { toasts: [...others.slice(-2), full] };
    });
    return id;
  },
  dismissToast: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
}));
