import type { Capabilities } from './carrier.ts';
import { twilioCapabilities } from './twilio/capabilities.ts';

/** What an account's carrier takes; the sample's is like a real one. Null for what sends no texts. */
export function capabilitiesOf(provider: string): Capabilities | null {
  return provider === 'twilio' || provider === 'sample' ? twilioCapabilities : null;
}
