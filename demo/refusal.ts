/** Why the demo does not start, in one line that names the setting. */

/** A setting that cannot be, in words for who set it. */
export class BadSetting extends Error {}

/** Says why and ends the process. Whatever else went wrong is said by its message; `DEBUG` shows where. */
export function refuseToStart(error: unknown): never {
  const message = error instanceof Error ? error.message || error.name : String(error);
  const [line = ''] = message.split('\n');
  console.error(error instanceof BadSetting ? line : `The demo does not start: ${line}`);
  if (process.env['DEBUG']) console.error(error);
  process.exit(1);
}

/** Runs `work`; where it fails, throws a `BadSetting` that names the setting and says why. */
export async function withSetting<T>(setting: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new BadSetting(`${setting}: ${wordsOf(error)}`, { cause: error });
  }
}

/** A port that cannot be listened on. The commonest reason not to start, and it has a way out. */
export function badPort(
  error: unknown,
  { port, host, variable }: { port: number; host: string; variable: string },
): BadSetting {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new BadSetting(`Port ${port} is taken. Set ${variable} to a free one.`);
  if (code === 'EACCES') return new BadSetting(`Port ${port} may not be used. Set ${variable} to one above 1023.`);
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL' || code === 'EAI_AGAIN')
    return new BadSetting(`HOST: ${JSON.stringify(host)} is no name or address of this machine.`);
  return new BadSetting(`${variable}: ${wordsOf(error)}`, { cause: error });
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What a name with several addresses rejects with has no words of its own.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const said = first instanceof Error ? first.message : error.message;
  return said.split('\n')[0] ?? error.name;
}
