// A throw-away PostgreSQL server on a free loopback port. `node test/support/postgres.mjs npm test` runs a command
// with its address in TEST_DATABASE_URL and ends the server with it, whatever happens. Where there is none and none
// can be installed, it says so in one line and runs the command without.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const DEBIAN = '/usr/lib/postgresql';

/** The folder with `initdb` and `postgres`: the newest of Debian's, else where PATH has them. */
function programs() {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...debian.map((version) => join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** Installs a package of Debian; false where that cannot be. */
export function debian(name) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => spawnSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'inherit'], env });
  apt('update');
  return apt('install', '-y', '--no-install-recommends', name).status === 0;
}

function install() {
  return debian('postgresql') ? programs() : undefined;
}

/** The servers refuse to run as root: then they run as `postgres`, or else as `nobody`. */
export function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((what) =>
      Number(spawnSync('id', [what, name], { encoding: 'utf8' }).stdout || NaN),
    );
    if (Number.isInteger(uid) && Number.isInteger(gid)) return { uid, gid };
  }
  throw new Error('There is no user to run the database as.');
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts one; null where there is no PostgreSQL. `stop` ends it at once and removes its data; it is synchronous,
 * so that it can be the last thing a process does.
 */
export async function startPostgres() {
  const bin = programs() ?? install();
  if (!bin) return null;
  const user = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'pay-elements-pg-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    if (user.uid !== undefined) spawnSync('chown', [`${user.uid}:${user.gid}`, folder]);
    const data = join(folder, 'data');
    const made = spawnSync(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'pay', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { ...user, cwd: folder, encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || made.error?.message}`);
    const port = await freePort();
    const options = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: '',
      fsync: 'off',
      max_connections: 200,
    };
    const server = spawn(
      join(bin, 'postgres'),
      ['-D', data, ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      // A group of its own, so that Ctrl-C reaches the tests first; SIGQUIT is its immediate shutdown.
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    );
    await ready(server);
    return {
      url: `postgres://pay@127.0.0.1:${port}/postgres`,
      stop() {
        server.kill('SIGQUIT');
        // It is gone when its lock file is, or its process; the data is worth nothing.
        const end = Date.now() + 5_000;
        while (existsSync(join(data, 'postmaster.pid')) && Date.now() < end) Atomics.wait(pause, 0, 0, 20);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

function ready(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      server.kill('SIGQUIT');
      reject(new Error(`PostgreSQL did not start within 30 s:\n${said}`));
    }, 30_000);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${said}`)));
    server.stderr.on('data', (chunk) => {
      if (said.length < 10_000) said += chunk;
      if (!said.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

async function run([command, ...args]) {
  const postgres = process.env.TEST_DATABASE_URL ? null : await startPostgres();
  if (postgres === null && !process.env.TEST_DATABASE_URL)
    console.log('PostgreSQL: left out, for there is no server here and none could be installed');
  process.on('exit', () => postgres?.stop());
  const env = postgres ? { ...process.env, TEST_DATABASE_URL: postgres.url } : process.env;
  const child = spawn(command, args, { stdio: 'inherit', env });
  // Ended with it, not before it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(error.message);
    process.exit(127);
  });
  child.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run(process.argv.slice(2));
