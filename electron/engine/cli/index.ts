/** `skein COMMAND …`: the engine without a window, for scripts and rescue. */
import '../v8-flags.ts';
import { toErrorInfo } from '#shared/errors/typed-error.ts';
import { type Command, EXIT, UsageError } from './command.ts';
import { commands } from './commands.ts';
import { flush, OutputClosed, tell, tellError, tolerateClosedOutput } from './output.ts';

function usageOf(name: string, { usage }: Command): string {
  return usage.map((form) => `  skein ${name} ${form}`.trimEnd()).join('\n');
}

async function help(): Promise<string> {
  const names = Object.keys(commands);
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const lines = all.map((command, at) => `${usageOf(names[at]!, command)}\n      ${command.summary}`);
  return `Usage: skein COMMAND … [--profile DIR]\n\n${lines.join('\n')}`;
}

async function run([name, ...args]: string[]): Promise<number> {
  if (name === undefined) {
    tell(await help());
    return EXIT.wrongUse;
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    tell(await help());
    return EXIT.done;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    tell(`skein: There is no command ${name}.\n\n${await help()}`);
    return EXIT.wrongUse;
  }
  const command = await load();
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof OutputClosed) return EXIT.done;
    if (error instanceof UsageError) {
      tell(`skein: ${error.message}\n\nUsage:\n${usageOf(name, command)}`);
      return EXIT.wrongUse;
    }
    tellError(toErrorInfo(error));
    if (process.env.SKEIN_DEBUG && error instanceof Error) tell(error.stack ?? '');
    return EXIT.failed;
  }
}

tolerateClosedOutput();
const status = await run(process.argv.slice(2));
await flush();
process.exit(status);
