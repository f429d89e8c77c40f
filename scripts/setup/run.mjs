import { spawn } from 'node:child_process';

/** A command that ended badly. `output` holds the end of what it printed. */
export class CommandError extends Error {
  constructor(command, status, output) {
    super(`${command} failed (${status}).${output ? `\n${output}` : ''}`);
    this.name = 'CommandError';
    this.code = 'COMMAND_FAILED';
    this.output = output;
  }
}

/**
 * Runs a command without showing its output, and returns its standard output.
 * Throws CommandError, with the last lines printed, when it cannot start, is killed or exits non-zero.
 */
export function run(command, args, { cwd, env, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    let stdout = '';
    let tail = '';
    child.stdout.on('data', (data) => {
      stdout += data;
      tail = (tail + data).slice(-4000);
    });
    child.stderr.on('data', (data) => {
      tail = (tail + data).slice(-4000);
    });
    child.on('error', (error) => reject(new CommandError(command, error.message, '')));
    child.on('close', (status, signal) => {
      if (status === 0) resolve(stdout);
      else
        reject(
          new CommandError(
            `${command} ${args.slice(0, 3).join(' ')}`,
            signal ?? `exit ${status}`,
            tail.trim(),
          ),
        );
    });
  });
}
