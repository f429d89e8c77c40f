import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Address, Channel } from '#shared/contract/model.ts';
import { addressKey } from '#shared/text/address-validation.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { groupsQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';

const suggestionsShown = 6;
const groupsShown = 3;

/** What completes what is typed: one address, or all of a group. */
export interface Suggestion {
  key: string;
  label: string;
  detail: string;
  addresses: readonly Address[];
}

const ofAddress = (address: Address): Suggestion => ({
  key: address.address,
  label: address.name || displayAddress(address.address),
  detail: address.name ? displayAddress(address.address) : '',
  addresses: [address],
});

/** Groups with a word in their name that begins with what is typed. */
function useGroups(text: string, channel: Channel): Suggestion[] {
  const typed = text.trim().toLocaleLowerCase();
  const { data: groups = [] } = useQuery({ ...groupsQuery(), enabled: channel === 'mail' });
  if (typed === '' || channel !== 'mail') return [];
  const starts = (name: string) => ` ${name.toLocaleLowerCase()}`.includes(` ${typed}`);
  return groups
    .filter(({ name }) => starts(name))
    .slice(0, groupsShown)
    .map(({ id, name, members }) => ({
      key: id,
      label: name,
      detail: strings.groups.size(members.length),
      addresses: members,
    }));
}

const ask = (text: string, channel: Channel) =>
  engine.people.complete({ text: text.trim(), channel, limit: suggestionsShown });

/** Whether an address is none of these. */
export function isNotIn(chosen: readonly Address[]): (address: Address) => boolean {
  const taken = new Set(chosen.map(({ address }) => addressKey(address)));
  return ({ address }) => !taken.has(addressKey(address));
}

export interface Suggestions {
  shown: Suggestion[];
  /** The first one for what is typed by now, where those that are shown are still for less; null when there is none. */
  first: (() => Promise<Suggestion | null>) | null;
}

/** What completes `text`; those who are chosen already are left out. */
export function useSuggestions(text: string, channel: Channel, chosen: readonly Address[]): Suggestions {
  const [found, setFound] = useState<{ text: string; all: Address[] }>({ text: '', all: [] });
  const groups = useGroups(text, channel);
  useEffect(() => {
    if (text.trim() === '') {
      setFound({ text, all: [] });
      return;
    }
    let current = true;
    const show = (all: Address[]) => current && setFound({ text, all });
    ask(text, channel).then(show, () => show([]));
    return () => {
      current = false;
    };
  }, [text, channel]);
  const isNew = isNotIn(chosen);
  const shown = [...groups, ...found.all.filter(isNew).map(ofAddress)];
  const asked = groups.length > 0 || found.text === text;
  const first = async () => {
    const match = (await ask(text, channel).catch(() => [])).find(isNew);
    return match ? ofAddress(match) : null;
  };
  return { shown, first: asked ? null : first };
}
