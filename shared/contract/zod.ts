/** The validator, set up once. Every schema of the contract is made with this one. */
import { z } from 'zod';

// A page must not even try eval: its content policy reports the attempt. Node may, and validates faster so.
if ('document' in globalThis) z.config({ jitless: true });

export { z };
