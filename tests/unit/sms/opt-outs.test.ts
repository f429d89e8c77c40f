/** Who may be texted: one word to one of my numbers counts for all of them. */
import { describe, expect, it } from 'vitest';
import { checkText } from '#engine/drafts/text-check.ts';
import { answerReview } from '#engine/ingest/opt-outs.ts';
import { recordLedger } from '#engine/ingest/texts.ts';
import { eraseStep } from '#engine/privacy/erase-step.ts';
import { erasePreview } from '#engine/privacy/preview.ts';
import { phone } from '#rig/sms/store-fixture.ts';
import { MY_NUMBER, World } from '../threads/support/world.ts';

const ADA = '+15555550101';
const OTHER_NUMBER = '+12025550199';

const connectOther = (w: World) =>
  w.run((tx) =>
    tx.db
      .prepare(
        `INSERT INTO account (id, channel, provider, address, name, settings, created_at)
         VALUES ('account-other', 'sms', 'twilio', ?, '', '{}', 0)`,
      )
      .run(OTHER_NUMBER),
  );

function world() {
  const w = new World();
  connectOther(w);
  let at = w.clock;
  const say = (meaning: 'opt-out' | 'opt-in' | 'review', accountId = 'account-text') =>
    w.run((tx) =>
      recordLedger(
        tx,
        accountId,
        { peer: phone(ADA), meaning, source: 'keyword', keyword: 'WORDS', evidence: `SM${++at}`, at },
        new Set(),
      ),
    );
  const standing = () => checkText(w.db, { accountId: 'account-text', to: ADA }).standing;
  const answer = (meant: 'stop' | 'go-on') => w.run((tx) => answerReview(tx, { to: ADA, meant }));
  const remove = (id: string) => w.run((tx) => eraseStep(tx, { scope: { kind: 'account', id }, limit: 50 }));
  return { w, say, standing, answer, remove };
}

describe('the standing of a number', () => {
  it('is open until somebody says otherwise', () => {
    expect(world().standing()).toEqual({ state: 'open' });
  });

  it('a STOP to one of my numbers holds for all, and START to another one does not lift it', () => {
    const { say, standing } = world();
    say('opt-out', 'account-other');
    expect(standing()).toMatchObject({ state: 'opted-out', own: OTHER_NUMBER, words: 'WORDS' });
    say('opt-in', 'account-text');
    expect(standing()).toMatchObject({ state: 'opted-out', own: OTHER_NUMBER });
    say('opt-in', 'account-other');
    expect(standing()).toEqual({ state: 'open' });
  });

  it('a wording in doubt waits for the user, who can settle it either way', () => {
    const { say, standing, answer } = world();
    say('review');
    expect(standing()).toMatchObject({ state: 'review', own: MY_NUMBER, source: 'keyword' });
    answer('go-on');
    expect(standing()).toEqual({ state: 'open' });
    say('review');
    answer('stop');
    expect(standing()).toMatchObject({ state: 'opted-out', source: 'user', words: null });
    // The user's own word can be taken back by the user.
    answer('go-on');
    expect(standing()).toEqual({ state: 'open' });
  });

  it('a number that was removed is not forgotten: START to it once it is connected again, or to another one', () => {
    const { w, say, standing, answer, remove } = world();
    say('opt-out', 'account-other');
    expect(erasePreview(w.db, { kind: 'account', id: 'account-other' }).stays.join(' ')).toContain(
      'asked not to be texted',
    );
    remove('account-other');
    expect(standing()).toMatchObject({ state: 'opted-out', own: OTHER_NUMBER, connected: false });
    answer('go-on');
    connectOther(w);
    expect(standing()).toMatchObject({ state: 'opted-out', own: OTHER_NUMBER, connected: true });
    say('opt-in', 'account-text');
    expect(standing()).toMatchObject({ state: 'opted-out' });
    remove('account-other');
    expect(standing()).toEqual({ state: 'open' });
  });

  it('no click takes back what the person said, and no doubt hides it', () => {
    const { say, standing, answer } = world();
    say('opt-out');
    answer('go-on');
    say('review');
    answer('go-on');
    expect(standing()).toMatchObject({ state: 'opted-out', source: 'keyword' });
    say('opt-in');
    expect(standing()).toEqual({ state: 'open' });
  });
});
