import { spawn } from 'node:child_process';
import { projectRoot } from './paths.mjs';

/**
 * Runs a program that takes over this terminal: its input and output are ours, and so are the signals we get.
 * Resolves to its exit status (1 when a signal ended it); rejects when it cannot be started.
 */
export function inherit(command, args, env = process.env, cwd = projectRoot) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env, cwd });
    const forward = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const finish = (settle, value) => {
      for (const signal of signals) process.off(signal, forward);
      settle(value);
    };
    child.on('error', (error) => finish(reject, error));
    child.on('exit', (status) => finish(resolve, status ?? 1));
  });
}
