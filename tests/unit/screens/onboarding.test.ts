import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAuthority } from '../../../renderer/features/onboarding/authority.ts';
import {
  aboutCertificate,
  allPassed,
  applyStep,
  firstFailure,
  likelyCause,
  mailSteps,
} from '../../../renderer/features/onboarding/check-steps.ts';
import {
  emptyMailForm,
  looksComplete,
  mailFormProblems,
  methodOf,
  toSettings,
  withAddress,
  withFound,
  withTls,
} from '../../../renderer/features/onboarding/mail-form.ts';
import { passphraseStrength } from '../../../renderer/features/onboarding/passphrase.ts';

const found = {
  username: 'nadia',
  imap: { host: 'imap.harbor.example', port: 993, tls: 'implicit' as const },
  smtp: { host: 'smtp.harbor.example', port: 587, tls: 'starttls' as const },
  ca: null,
};
const typed = { ...emptyMailForm, address: 'nadia@harbor.example', password: 'secret' };

describe('mail form', () => {
  it('takes found settings and sends them on unchanged', () => {
    const form = withFound(typed, 'nadia@harbor.example', found);
    expect(mailFormProblems(form)).toEqual([]);
    expect(toSettings(form)).toEqual(found);
  });

  it('ignores settings found for an address that was changed meanwhile', () => {
    const form = withFound({ ...typed, address: 'nadia@other.example' }, 'nadia@harbor.example', found);
    expect(form.imap.host).toBe('');
  });

  it('never overwrites servers the user typed', () => {
    const mine = { ...typed, edited: true, imap: { ...typed.imap, host: 'mail.mine.example' } };
    expect(withFound(mine, 'nadia@harbor.example', found)).toBe(mine);
  });

  it('clears servers of the address before when nothing is found for the new one', () => {
    const before = withFound(typed, 'nadia@harbor.example', found);
    expect(withFound(before, 'nadia@harbor.example', null).imap.host).toBe('');
  });

  it('lets a usual port follow the encryption and leaves an unusual one', () => {
    expect(withTls(typed, 'smtp', 'starttls').smtp.port).toBe('587');
    const unusual = { ...typed, imap: { ...typed.imap, port: '10143' } };
    expect(withTls(unusual, 'imap', 'starttls').imap.port).toBe('10143');
  });

  it('names each field that is wrong', () => {
    const form = {
      ...typed,
      password: '',
      imap: { host: 'imap.harbor.example:993', port: '0', tls: 'implicit' as const },
      smtp: { host: '', port: '65536', tls: 'implicit' as const },
      authority: 'hello',
    };
    expect(mailFormProblems(form)).toEqual([
      'password',
      'imap-host',
      'imap-port',
      'smtp-host',
      'smtp-port',
      'authority',
    ]);
  });

  it('signs in by the provider’s pages where that works or nothing else does, unless a password was chosen', () => {
    const google = { provider: 'google', name: 'Google', ready: true };
    const guide = { kind: 'app-password' as const, name: 'Gmail', url: 'https://gmail.example' };
    const open = { ...typed, password: '' };
    const form = withFound(open, open.address, found, { elsewhere: [], signIn: google, guide });
    expect(methodOf(form)).toBe('sign-in');
    expect(mailFormProblems(form)).toEqual([]);
    expect(methodOf({ ...form, password: 'typed already' })).toBe('password');
    expect(methodOf({ ...form, method: 'password' })).toBe('password');
    const unready = { ...form, advice: { ...form.advice, signIn: { ...google, ready: false } } };
    expect(methodOf(unready)).toBe('password');
    const only = { ...unready.advice, guide: { ...guide, kind: 'no-password' as const } };
    expect(methodOf({ ...unready, advice: only })).toBe('sign-in');
    expect(methodOf(withAddress(form, 'nadia@other.example'))).toBe('password');
    expect(methodOf(withAddress(form, 'nadi@harbor.example'))).toBe('sign-in');
  });

  it('goes to servers that only the DNS named when the user said yes, or typed them', () => {
    const advice = { elsewhere: ['imap.other.example'], signIn: null, guide: null };
    const form = withFound(typed, typed.address, found, advice);
    expect(mailFormProblems(form)).toEqual(['elsewhere']);
    expect(mailFormProblems({ ...form, confirmed: true })).toEqual([]);
    expect(mailFormProblems({ ...form, edited: true })).toEqual([]);
    expect(mailFormProblems({ ...withAddress({ ...form, confirmed: true }, 'a@b.example') })).toEqual([]);
    expect(withAddress({ ...form, confirmed: true }, 'a@b.example').confirmed).toBe(false);
  });

  it('looks servers up only for a complete address', () => {
    expect(['a', 'a@', 'a@b', 'a@b.', 'a@b.c', 'a b@c.example'].filter(looksComplete)).toEqual([]);
    expect(looksComplete(' nadia@harbor.example ')).toBe(true);
  });
});

describe('authority', () => {
  const block = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';

  it('keeps the certificates and drops what is around them', () => {
    expect(readAuthority(`subject=x\n${block}\nnote\n${block}`).pem).toBe(`${block}\n${block}\n`);
  });

  it('refuses private keys, even beside a certificate', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----';
    expect(readAuthority(`${block}\n${key}`)).toEqual({ pem: null, problem: 'private-key' });
  });

  it('says when there is no certificate, and nothing about an empty field', () => {
    expect(readAuthority('hello').problem).toBe('not-pem');
    expect(readAuthority('  \n')).toEqual({ pem: null, problem: null });
  });
});

describe('check steps', () => {
  it('passes only when every step of both servers passed', () => {
    const events = mailSteps();
    const done = events.reduce(
      (rows, { server, step }) => applyStep(rows, { server, step, state: 'ok', error: null }),
      events,
    );
    expect(allPassed(done)).toBe(true);
    expect(allPassed(applyStep(done, { server: 'smtp', step: 'login', state: 'running', error: null }))).toBe(
      false,
    );
    expect(allPassed([])).toBe(false);
  });

  it('finds the failed step and knows a certificate refusal', () => {
    const error = { code: 'certificate-expired', message: 'm', advice: 'a', detail: null };
    const rows = applyStep(mailSteps(), { server: 'imap', step: 'tls', state: 'failed', error });
    expect(firstFailure(rows)).toMatchObject({ server: 'imap', step: 'tls' });
    expect(aboutCertificate(firstFailure(rows)!.error)).toBe(true);
    expect(aboutCertificate(null)).toBe(false);
  });

  it('leads to the field that is likely wrong, and to none where no field is', () => {
    const error = (code: string) => ({ code, message: 'm', advice: 'a', detail: null });
    const cause = (step: 'dns' | 'connect' | 'tls' | 'login' | 'capability', code: string) =>
      likelyCause({ server: 'smtp', step, state: 'failed', error: error(code) })?.fieldId ?? null;
    expect(cause('dns', 'host-not-found')).toBe('mail-smtp-host');
    expect(cause('connect', 'connection-refused')).toBe('mail-smtp-port');
    expect(cause('tls', 'tls-failed')).toBe('mail-smtp-port');
    expect(cause('tls', 'certificate-expired')).toBeNull();
    expect(cause('login', 'login-refused')).toBe('mail-password');
    expect(cause('login', 'login-unavailable')).toBeNull();
    expect(cause('capability', 'server-nonsense')).toBeNull();
  });
});

describe('passphrase strength', () => {
  it.each([
    ['short one', 'too-short'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['abcdefghijklmnop', 'weak'],
    ['password password password', 'weak'],
    ['correct horse battery staple', 'fair'],
    ['lantern orbit gravel mustard violin', 'good'],
    ['lantern orbit gravel mustard violin ferry', 'strong'],
    ['vT9#kq2!Lx7$mB4z', 'strong'],
  ])('%s is %s', (passphrase, strength) => {
    expect(passphraseStrength(passphrase)).toBe(strength);
  });

  it('never calls a repeated character better than weak', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        fc.nat(200),
        (character, times) => {
          expect(['too-short', 'weak']).toContain(passphraseStrength(character.repeat(times)));
        },
      ),
    );
  });
});
