// Takes out one guard at a time, in a copy, and shows that the fault suite fails without it. `npm run check:guards`.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? '.', '../..');
const seed = process.env.MODEL_SEED ?? '7';
/** Part of a guard's name, to look at one alone. */
const only = process.argv[2] ?? '';
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
      'if (age < Math.min(tools.pace.resend, tools.pace.keyAge)) return open;',
      'if (age < Infinity) return open;',
    ],
  ],
  "Stripe's own answers only": [
    [
      'src/server/stripe/answer.ts',
      '  if (wrong !== null) throw new NotFromStripe(`${wrong} (HTTP ${response.status})`);\n',
      '',
    ],
  ],
  'time limit of a call': [
    ['src/server/stripe/answer.ts', '  if (!signal) return work();', '  if (!signal || signal) return work();'],
  ],
  'an order is sent only by itself': [
    ['src/server/pay/order.ts', '  if (!latest) return;', '  if (!latest || latest) return;'],
  ],
  'an order that is over stays over': [
    ['src/server/pay/order.ts', '  if (own?.lapsedAt !== undefined) {', '  if (own?.lapsedAt === null) {'],
  ],
  'secret of an attempt': [
    [
      'src/server/pay/outcome.ts',
      'return secretDigest !== undefined && secret !== undefined && secretDigest === (await sha256Hex(secret));',
      'return secretDigest !== secret;',
    ],
  ],
  'a payment object for each payer': [['src/server/pay/rail.ts', '|| wasUsedByAnother(run.doc, stands, attempt)', '']],
  'reservation of a successor': [
    [
      'src/server/pay/replacing.ts',
      '    if (known && known.call !== order.call) await refuseReserved(tools, known, now);\n',
      '',
    ],
    [
      'src/server/pay/replacing.ts',
      'successor: { id: doc.successor?.id ?? id, call, reservedUntil }',
      'successor: { id, call, reservedUntil }',
    ],
    ['src/server/pay/replacing.ts', '  return ended.doc.successor?.id ?? order.id;', '  return order.id;'],
  ],
  'scope of an Idempotency-Key': [
    [
      'src/server/operator-post.ts',
      'JSON.stringify([principal.id, c.req.method, c.req.path])',
      'JSON.stringify([c.req.method, c.req.path])',
    ],
  ],
  'return of an attempt': [
    [
      'src/server/requests/returning.ts',
      '  if (!attempt?.challenge || attempt.challenge.secretDigest !== (await sha256Hex(secret))) return null;',
      '  if (!attempt?.challenge) return null;',
    ],
  ],
  'limit of a body': [
    ['src/server/body.ts', 'const limit = BODY_LIMITS[sender];', 'const limit = BODY_LIMITS.operator;'],
  ],
};

/** The suite that has to fail without a guard; the model and what was found by it where nothing else is named. */
const model = ['faults/model', 'faults/found', 'faults/committed'];
const suites = {
  "Stripe's own answers only": ['engine/foreign', 'server/foreign-answers'],
  'time limit of a call': ['faults/silence'],
  'an order is sent only by itself': ['operator/order'],
  'an order that is over stays over': ['operator/order'],
  'secret of an attempt': ['server/strangers'],
  'a payment object for each payer': ['server/strangers'],
  'reservation of a successor': ['server/replaces'],
  'scope of an Idempotency-Key': ['server/idempotency'],
  'return of an attempt': ['server/return', 'server/redirects'],
  'limit of a body': ['server/hostile', 'server/bad-input', 'server/hostile-cost'],
};

function failuresWithout(changes, names) {
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
    const suite = names.map((name) => `test/node/${name}.test.ts`);
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
  if (!name.includes(only)) continue;
  const { status, failed, why } = failuresWithout(changes, suites[name] ?? model);
  const expected = changes.length > 0;
  const fails = status !== 0;
  if (fails !== expected) wrong += 1;
  console.log(
    `${fails === expected ? 'ok   ' : 'WRONG'} without ${name}: ${fails ? `${failed.length} test(s) fail` : 'passes'}${why ? ` — ${why}` : ''}`,
  );
  for (const test of failed) console.log(`        ${test}`);
}
process.exit(wrong === 0 ? 0 : 1);
