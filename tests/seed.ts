/** Property tests of `npm test` draw the same cases every time; SKEIN_SEED draws others, the soak run any. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.SKEIN_SEED ?? 20261122) });
