import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Calls with a limit of a second to sockets that never answer, in a process that collects its garbage all the time. */
test('a call that gets no answer ends within its time limit, whatever the garbage collector does', async () => {
  const child = fileURLToPath(new URL('silent-child.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', child]);
  const results = JSON.parse(stdout) as Record<string, unknown>;
  const took: Record<string, number> = {};
  const how = Object.fromEntries(
    Object.entries(results).map(([name, result]) => {
      if (typeof result !== 'object' || result === null || !('how' in result) || !('ms' in result))
        return [name, result];
      took[name] = Number(result.ms);
      return [name, result.how];
    }),
  );
  assert.deepEqual(how, {
    silent: 'gateway-timeout',
    'breaks off': 'gateway-timeout',
    'a fetch that drops the signal': 'gateway-timeout',
    circuit: 'open',
    // The round ends although one request and eight events get no answer, and the other request is settled.
    round: 'answered',
    other: 'paid',
    quiet: 'open',
    operator: 'timeout',
    payer: 'timeout',
    'operator, half': 'timeout',
    'payer, half': 'timeout',
    'payer whose fetch drops the signal': 'timeout',
  });
  for (const [name, ms] of Object.entries(took)) assert.ok(ms < 4_500, `${name} took ${ms} ms`);
});
