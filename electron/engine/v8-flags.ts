import { setFlagsFromString } from 'node:v8';

/**
 * V8 13.0 (Electron 33) now and then compiles a call of one of Node's functions, in its quick form for native code, as
 * if it never came back: the next instruction is a trap, and the engine is gone. An import of 300 MB met it within
 * seconds, every time. Flags hold for the whole process, so this comes before anything is run often and before any
 * worker is started. Newer versions have not been seen to do it.
 */
const AFFECTED = /^13\.0\./;

if (AFFECTED.test(process.versions.v8)) setFlagsFromString('--no-turbo-fast-api-calls');
