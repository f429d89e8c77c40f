import { describe, expect, it } from 'vitest';
import { AccessTokens } from '#engine/sign-in/access-tokens.ts';
import type { Tokens } from '#engine/sign-in/protocol.ts';

const HOUR = 3600_000;

/** A provider that deals numbered tokens, a keychain, and a clock to be set. */
function world(answer: Partial<Tokens> = {}) {
  const kept = new Map([['account-1', 'refresh-0']]);
  const asked: string[] = [];
  const it = { kept, asked, now: 1_000_000, fail: null as Error | null };
  const tokens = new AccessTokens({
    refresh: async (provider, refreshToken) => {
      asked.push(`${provider} ${refreshToken}`);
      if (it.fail) throw it.fail;
      return { accessToken: `access-${asked.length}`, lifetime: HOUR, refreshToken: null, ...answer };
    },
    secrets: {
      get: async (name) => kept.get(name) ?? null,
      set: async (name, value) => void kept.set(name, value),
    },
    now: () => it.now,
  });
  const get = async (refused?: string) => (await tokens.get('account-1', 'google', refused)).accessToken;
  return Object.assign(it, { tokens, get });
}

describe('access tokens', () => {
  it('are used until shortly before their end', async () => {
    const w = world();
    expect(await w.get()).toBe('access-1');
    w.now += HOUR - 61_000;
    expect(await w.get()).toBe('access-1');
    w.now += 2000;
    expect(await w.get()).toBe('access-2');
    expect(w.asked).toEqual(['google refresh-0', 'google refresh-0']);
  });

  it('are renewed when the clock was set back, because then nobody knows how old they are', async () => {
    const w = world();
    await w.get();
    w.now -= 1;
    expect(await w.get()).toBe('access-2');
  });

  it('are renewed when refused, and a refusal of an older one renews nothing', async () => {
    const w = world();
    const first = await w.get();
    const second = await w.get(first);
    expect(second).toBe('access-2');
    expect(await w.get(first)).toBe(second);
  });

  it('are asked for once by all who want one', async () => {
    const w = world();
    expect(await Promise.all([w.get(), w.get(), w.get()])).toEqual(['access-1', 'access-1', 'access-1']);
    expect(w.asked).toHaveLength(1);
  });

  it('leave no refresh token behind that the provider has replaced', async () => {
    const w = world({ refreshToken: 'refresh-1' });
    await w.get();
    expect(w.kept.get('account-1')).toBe('refresh-1');
  });

  it('do not stay broken after a failure', async () => {
    const w = world();
    w.fail = new Error('down');
    await expect(w.get()).rejects.toThrow('down');
    w.fail = null;
    expect(await w.get()).toBe('access-2');
  });

  it('cannot be had without a refresh token, and are not used for less than they live', async () => {
    const w = world({ lifetime: 0 });
    expect(await w.get()).toBe('access-1');
    expect(await w.get()).toBe('access-1');
    w.kept.clear();
    w.now += HOUR;
    await expect(w.get()).rejects.toMatchObject({ code: 'no-secret' });
  });
});
