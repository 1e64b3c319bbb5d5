// Takes out one guard at a time, in a copy, and shows that the fault suite fails without it. `npm run check:guards`.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? '.', '../..');
const seed = process.env.MODEL_SEED ?? '7';
const runs = process.env.MODEL_RUNS ?? '400';

/** Each: which words go, and what is left. A text that is not there any more is an error: the guard has moved. */
const guards = {
  'nothing (the suite as it is)': [],
  lease: [
    ['src/server/stores/memory.ts', 'if (!entry || !free(entry)) return null;', 'if (!entry) return null;'],
    [
      'src/server/stores/memory.ts',
      'if (!entry?.lease || entry.lease.token !== token) return null;',
      'if (!entry) return null;',
    ],
    [
      'src/server/stores/memory.ts',
      'else if (change.extend !== undefined) entry.lease.until',
      'else if (change.extend !== undefined && entry.lease) entry.lease.until',
    ],
  ],
  key: [
    ['src/server/pay/operation.ts', '{ idempotencyKey: operation.key }', '{ idempotencyKey: crypto.randomUUID() }'],
  ],
  'version check': [['src/session/transition.ts', '|| request.version < model.request.version', '']],
  'match of the payment method': [
    ['src/server/requests/settle.ts', 'fresh.filter((charge) => charge.paymentMethod === paymentMethod)', 'fresh'],
    [
      'src/server/requests/settle.ts',
      "rail.status === 'requires_payment_method' && rail.lastError?.paymentMethod === paymentMethod",
      "rail.status === 'requires_payment_method'",
    ],
  ],
  'id committed before the secret': [
    ['src/server/pay/rail.ts', '  await run.commit();\n  return rail;', '  return rail;'],
    ['src/server/pay/operation.ts', '  await run.commit();\n  try {', '  try {'],
  ],
  'time limit before re-sending': [
    [
      'src/server/pay/advance.ts',
      'return (await tools.now()).getTime() - since < Math.min(tools.pace.resend, tools.pace.keyAge);',
      'return since > 0;',
    ],
    [
      'src/server/pay/operation.ts',
      'if (age < Math.min(call.resendFor ?? tools.pace.resend, tools.pace.keyAge)) return open;',
      'if (age < Infinity) return open;',
    ],
  ],
};

function failuresWithout(changes) {
  const copy = mkdtempSync(join(tmpdir(), 'pay-elements-guards-'));
  try {
    for (const part of ['src', 'test', 'package.json', 'tsconfig.json'])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (const [file, words, left] of changes) {
      const text = readFileSync(join(copy, file), 'utf8');
      if (!text.includes(words)) throw new Error(`${file} does not say any more: ${words}`);
      writeFileSync(join(copy, file), text.replace(words, left));
    }
    const suite = ['model', 'found', 'committed'].map((name) => `test/node/faults/${name}.test.ts`);
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--test', '--test-reporter=tap', ...suite],
      {
        cwd: copy,
        encoding: 'utf8',
        maxBuffer: 2 ** 27,
        env: { ...process.env, MODEL_SEED: seed, MODEL_RUNS: runs, MODEL_SHRINK: 'no' },
      },
    );
    const failed = [...stdout.matchAll(/^not ok \d+ - (.*)$/gm)].map(([, name]) => name.slice(0, 70));
    const why =
      /(?:AssertionError[^\n]*: |\+ +'|error: '?)((?:[^\n']*(?:kept|sent|said to be|went back|version|pending|charges|PaymentIntents|stuck|shows|says|lost)[^\n']*))/.exec(
        stdout,
      )?.[1];
    return { status, failed, why: why?.trim().slice(0, 110) ?? '' };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

let wrong = 0;
console.log(`seed ${seed}, ${runs} runs of the model a guard`);
for (const [name, changes] of Object.entries(guards)) {
  const { status, failed, why } = failuresWithout(changes);
  const expected = changes.length > 0;
  const fails = status !== 0;
  if (fails !== expected) wrong += 1;
  console.log(
    `${fails === expected ? 'ok   ' : 'WRONG'} without ${name}: ${fails ? `${failed.length} test(s) fail` : 'passes'}${why ? ` — ${why}` : ''}`,
  );
  for (const test of failed) console.log(`        ${test}`);
}
process.exit(wrong === 0 ? 0 : 1);
