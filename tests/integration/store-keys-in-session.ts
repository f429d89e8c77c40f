/**
 * Runs inside a D-Bus session with an unlocked keychain, started by store-keys.test.ts: takes a profile's directory
 * and a list of steps, prints a line of JSON for each.
 */
import { KeyError } from '#engine/store/key.ts';
import { unlockProfile } from './unlock-profile.ts';

const [profile = '', ...steps] = process.argv.slice(2);

for (const step of steps) {
  try {
    const { custody, key } = await unlockProfile(profile);
    const [verb, name = '', value = ''] = step.split('=');
    if (verb === 'key') print({ fingerprint: key.fingerprint(), state: await custody.state() });
    if (verb === 'export') print({ hex: await custody.exportKey() });
    if (verb === 'set') print({ set: await custody.secrets.set(name, value).then(() => true) });
    if (verb === 'get') print({ get: await custody.secrets.get(name) });
    if (verb === 'delete') print({ deleted: await custody.secrets.delete(name).then(() => true) });
    if (verb === 'names') print({ names: custody.secrets.names() });
    if (verb === 'destroy') print({ destroyed: await custody.destroy(), remains: await custody.remains() });
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    print({ code: error.code, advice: error.advice });
  }
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
