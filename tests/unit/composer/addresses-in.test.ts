import { describe, expect, it } from 'vitest';
import {
  addressesIn,
  isOpen,
  typedAddress,
  withoutRepeats,
} from '../../../renderer/features/composer/addresses-in.ts';

const ana = { name: 'Ana', address: 'ana@example.org' };

describe('recipients that are typed', () => {
  it('go on after a comma within a quoted name or a comment', () => {
    expect(isOpen('"Vega', 'mail')).toBe(true);
    expect(isOpen('ana@example.org (Ribeiro', 'mail')).toBe(true);
    expect(isOpen('"Vega, Ana" <ana@example.org>', 'mail')).toBe(false);
    expect(isOpen('ana', 'mail')).toBe(false);
    expect(isOpen('"+1202', 'sms')).toBe(false);
  });

  it('are taken once', () => {
    const more = [{ name: '', address: 'ANA@Example.org' }, { name: '', address: 'bob@example.org' }, ana];
    expect(withoutRepeats([ana], more)).toEqual([{ name: '', address: 'bob@example.org' }]);
    expect(withoutRepeats([], [...more, ...more])).toHaveLength(2);
  });

  it.each(['Ana', 'Ana Ribeiro-Vega', 'Vega, Ana', 'Ana "the" Vega', 'Dr. Vega', '', 'Zoë (roof)'])(
    'are the same after they were changed: %s',
    (name) => {
      const address = { name, address: 'ana@example.org' };
      expect(addressesIn(typedAddress(address), 'mail')).toEqual([address]);
    },
  );
});
