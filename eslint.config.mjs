import { dirname, relative, resolve } from 'node:path';
import { configs as lit } from 'eslint-plugin-lit';
import { configs as wc } from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

// Which room of src may import which (docs: CONTRIBUTING). What is not listed may be imported by nobody.
const rooms = {
  errors: [],
  i18n: ['errors', 'money', 'contract/language'],
  money: ['errors'],
  markup: ['errors', 'money'],
  random: [],
  abort: [],
  version: [],
  exchange: ['errors', 'abort'],
  contract: ['errors'],
  config: ['errors', 'contract', 'backend/backend'],
  events: ['errors', 'contract', 'session/form', 'session/state'],
  backend: ['errors', 'contract', 'config', 'exchange', 'abort'],
  stripe: ['errors', 'contract', 'config', 'session/form', 'random'],
  session: ['errors', 'contract', 'config', 'events', 'backend/backend', 'stripe/index', 'random'],
  elements: ['errors', 'contract', 'config', 'events', 'session', 'money', 'markup', 'i18n', 'backend/backend', 'random', 'abort', 'version'],
  operator: ['errors', 'contract', 'config', 'events', 'session', 'elements', 'money', 'markup', 'i18n', 'backend/backend', 'random', 'exchange'],
  define: ['*'],
  react: ['*'],
  index: ['*'],
  server: ['contract', 'errors', 'money', 'markup', 'i18n'],
  sandbox: [],
  testing: ['*'],
};
/** Packages that only some rooms may name, even as a type. */
const packages = { zod: ['contract/schemas', 'server'], hono: ['server', 'sandbox'], stripe: ['server', 'sandbox', 'testing'], pg: ['server'], msw: ['testing'], '@electric-sql/pglite': ['server'] };
/** Rooms that a browser gets: no server code and no Node. */
const browserRooms = ['errors', 'random', 'abort', 'version', 'exchange', 'i18n', 'money', 'markup', 'config', 'events', 'backend', 'stripe', 'session', 'elements', 'operator', 'define', 'react', 'index', 'sandbox/browser'];
const within = (place, list) => list.some((one) => one === '*' || place === one || place.startsWith(`${one}/`));

const boundaries = {
  meta: { type: 'problem', messages: { no: '{{from}} may not import {{to}}.' }, schema: [] },
  create(context) {
    const src = resolve(import.meta.dirname, 'src');
    const place = relative(src, context.filename).replaceAll('\\', '/').replace(/\.ts$/, '');
    const room = place.split('/')[0];
    const check = (node) => {
      const name = node.source?.value;
      if (typeof name !== 'string') return;
      const report = (to) => context.report({ node, messageId: 'no', data: { from: place, to } });
      if (!name.startsWith('.')) {
        const pack = name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0];
        if (packages[pack] && !within(place, packages[pack])) report(name);
        if (within(place, browserRooms) && name.startsWith('node:')) report(name);
        return;
      }
      const target = relative(src, resolve(dirname(context.filename), name)).replaceAll('\\', '/').replace(/\.js$/, '');
      const to = target.split('/')[0];
      if (to === room) return;
      if (!within(target, rooms[room] ?? [])) return report(target);
      if (room !== 'testing' && to === 'testing') report(target);
      if (within(place, browserRooms) && (to === 'server' || within(target, ['contract/schemas']))) report(target);
    };
    return { ImportDeclaration: check, ImportExpression: check, ExportAllDeclaration: check, ExportNamedDeclaration: check };
  },
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'test-results', 'test/fixtures', '**/*.mjs', '**/*.js'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: ['tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }], // async listeners
      '@typescript-eslint/unbound-method': 'off', // objects of functions are all over, and Lit binds its listeners
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }], // JSX's tags are in one
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { local: { rules: { 'import-boundaries': boundaries } } },
    rules: { 'local/import-boundaries': 'error' },
  },
  {
    // Classes with private state, handed to each other as ports: a method taken off one loses it.
    files: ['src/session/**/*.ts', 'src/backend/**/*.ts', 'src/stripe/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'error' },
  },
  {
    files: ['src/elements/**/*.ts', 'src/operator/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/recommended'], wc['flat/best-practice']],
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [{ from: 'package', name: ['test', 'describe', 'it', 'suite'], package: 'node:test' }] }],
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['test/browser/**/*.ts'],
    rules: {
      // chai's assertions are getters and typed as promises; an audit really is one.
      '@typescript-eslint/no-floating-promises': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExpressionStatement > CallExpression[callee.property.name="accessible"]', message: 'Await the audit.' },
        { selector: 'CallExpression[callee.name=/^(it|before|after|beforeEach|afterEach)$/] > ArrowFunctionExpression > :function', message: 'A test that is a function in a function never runs.' },
      ],
    },
  },
);
