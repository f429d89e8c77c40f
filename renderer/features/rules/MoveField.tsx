import type { Account } from '#shared/contract/accounts.ts';
import { strings } from '../../app/strings/index.ts';
import { Select } from '../../design/Select.tsx';

const words = strings.rules;
const PLACES = ['stay', 'archive', 'trash', 'junk'] as const;

/** Where a rule moves mail to; mailboxes are those of its own account. */
export function MoveField({
  account,
  several,
  move,
  error,
  onChange,
}: {
  account: Account | null;
  /** There are accounts to choose from. */
  several: boolean;
  move: string;
  error: string | null;
  onChange: (move: string) => void;
}) {
  const mailboxes = account?.mailboxes.filter(({ role }) => role === 'none') ?? [];
  const known = PLACES.some((place) => place === move) || mailboxes.some(({ id }) => id === move);
  return (
    <Select
      label={words.move}
      value={move}
      error={error}
      hint={several && !account ? words.mailboxHint : undefined}
      options={[
        ...PLACES.map((place) => ({ value: place as string, label: words.moves[place] })),
        ...(known ? [] : [{ value: move, label: words.goneMailbox }]),
        ...mailboxes.map(({ id, name }) => ({
          value: id,
          label: words.moveTo(name),
          group: words.mailboxesOf,
        })),
      ]}
      onChange={onChange}
    />
  );
}
