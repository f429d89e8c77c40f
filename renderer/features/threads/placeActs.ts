import { Archive, Inbox, type LucideIcon, Trash2 } from 'lucide-react';
import type { CommandId } from '../../app/commands.ts';
import type { ThreadAct } from '../../app/leaving.ts';
import type { PlaceRef } from '../../app/store.ts';

export interface PlaceAct {
  command: CommandId & ThreadAct;
  Icon: LucideIcon;
}

const archive: PlaceAct = { command: 'archive', Icon: Archive };
const trash: PlaceAct = { command: 'trash', Icon: Trash2 };
const inbox: PlaceAct = { command: 'inbox', Icon: Inbox };

/** The acts that come first for threads of a place: where they would go from here, never where they are. */
export function actsOf(place: PlaceRef): readonly PlaceAct[] {
  const view = place.kind === 'view' ? place.view : null;
  if (view === 'trash') return [inbox];
  if (view === 'junk' || view === 'archive') return [inbox, trash];
  if (view === 'later') return [inbox, archive, trash];
  return [archive, trash];
}
