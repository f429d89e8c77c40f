import {
  Archive,
  Clock,
  Inbox,
  type LucideIcon,
  MessageSquare,
  OctagonAlert,
  PencilLine,
  Send,
  Star,
  Tag,
  Trash2,
} from 'lucide-react';
import { type CommandId, commandOf, runCommand, shortcutOf } from '../../app/commands.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { EmptyState } from '../../design/EmptyState.tsx';
import { Kbd } from '../../design/Kbd.tsx';

type Place = keyof typeof strings.list.empty;

const icons: Record<Place, LucideIcon> = {
  inbox: Inbox,
  later: Clock,
  starred: Star,
  archive: Archive,
  sent: Send,
  trash: Trash2,
  junk: OctagonAlert,
  all: Inbox,
  label: Tag,
  section: Inbox,
  texts: MessageSquare,
  drafts: PencilLine,
};

/** The one next step in places that fill by what the user writes. */
const steps: Partial<Record<Place, CommandId>> = { sent: 'compose', drafts: 'compose', texts: 'text' };

/** What an empty place is for. */
export function EmptyPlace({ place }: { place: Place }) {
  const Icon = icons[place];
  const [title = '', text = ''] = strings.list.empty[place];
  const step = steps[place];
  const keys = step ? shortcutOf(step) : undefined;
  return (
    <EmptyState
      icon={<Icon aria-hidden />}
      title={title}
      action={
        step ? (
          <Button onClick={() => runCommand(step)}>
            {step === 'text' ? strings.list.newText : commandOf(step).label}
            {keys ? <Kbd keys={keys} /> : null}
          </Button>
        ) : undefined
      }
    >
      {text}
    </EmptyState>
  );
}
