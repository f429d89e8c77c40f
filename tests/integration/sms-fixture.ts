/** What the tests of the SMS channel share: a number at a simulator that is compared with the vendor's description. */
import { afterEach, beforeEach, expect } from 'vitest';
import { Harness, type HarnessOptions } from '#rig/sms/harness.ts';
import type { ObservedExchange } from '#rig/twilio-simulator/simulator.ts';
import { findTwilioSpec, SpecChecker } from '#rig/twilio-simulator/spec-checker.ts';

export const ADA = '+15555550101';
export const BO = '+15555550102';
export const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

const spec = findTwilioSpec();
/** Null where the vendor's description is not at hand. */
export const checker = spec ? new SpecChecker(spec) : null;

let h: Harness;

beforeEach(() => {
  if (!checker)
    console.warn('twilio-messaging-min.json not found (SKEIN_CARRIER_SPECS): contract checks skipped');
});

afterEach(async () => {
  await h.close();
  expect(checker?.violations ?? []).toEqual([]);
});

/** A harness whose traffic is checked; closed after the test. */
export async function startChannel(options: HarnessOptions = {}): Promise<Harness> {
  const observe = (exchange: ObservedExchange) => checker?.check(exchange);
  h = await Harness.start({ ...options, simulator: { observe, ...options.simulator } });
  return h;
}

export const inboundTexts = () => [...h.store.inbound.values()].map((text) => text.event.text).sort();
export const sentBodies = () => h.sim.messages('outbound').map((message) => message.body);
