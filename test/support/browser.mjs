// Finds a Chromium-family browser, or gets one. Run as a script it prints where it is.
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { execFileSync, spawnSync } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = [
  'chromium-headless-shell',
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'chrome',
  'microsoft-edge',
];
const FIXED =
  {
    darwin: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
    win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
      .filter(Boolean)
      .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe')),
  }[process.platform] ?? [];

function onPath() {
  for (const folder of (process.env.PATH ?? '').split(delimiter))
    for (const name of NAMES) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // the next one
      }
    }
  return undefined;
}

function runs(path) {
  try {
    return /\d+\.\d+/.test(
      execFileSync(path, ['--version', '--no-sandbox'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: 30_000,
      }),
    );
  } catch {
    return false;
  }
}

/** A headless shell from the npm registry (Linux x64 only), unpacked once under node_modules. */
async function fromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = resolve('node_modules/.cache/chromium');
  const bare = !['/usr/lib/x86_64-linux-gnu/libnss3.so', '/usr/lib64/libnss3.so', '/usr/lib/libnss3.so'].some(
    existsSync,
  );
  const before = { TMPDIR: process.env.TMPDIR, AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV };
  try {
    mkdirSync(folder, { recursive: true });
    process.env.TMPDIR = folder;
    // The package unpacks the NSS that it brings, and points the loader at it, only where it believes itself on Lambda.
    if (bare) process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
    const { default: chromium } = await import('@sparticuz/chromium');
    const path = await chromium.executablePath();
    if (bare || !existsSync('/etc/fonts/fonts.conf')) {
      // Its own fonts.conf names a folder that is not here, and without any font the renderer crashes.
      mkdirSync(join(folder, 'fonts'), { recursive: true });
      writeFileSync(
        join(folder, 'fonts/fonts.conf'),
        `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`,
      );
      process.env.FONTCONFIG_PATH = join(folder, 'fonts');
    }
    return runs(path) ? path : undefined;
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') console.warn(`@sparticuz/chromium: ${error.message}`);
    return undefined;
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

function fromDebian() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium-headless-shell', 'fonts-liberation'],
    { stdio: ['ignore', 'ignore', 'inherit'], env },
  );
  return onPath();
}

/** The path of a browser that runs; throws a sentence that says what to do where there is none. */
export async function browserPath() {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const found = onPath() ?? FIXED.find(existsSync) ?? (await fromNpm()) ?? fromDebian();
  if (found) return found;
  throw new Error('No Chrome or Chromium found: install one, or set CHROME_PATH to it.');
}

/** Switches that every suite starts it with. */
export const browserArgs = [
  ...(process.getuid?.() === 0 || process.env.CI ? ['--no-sandbox'] : []),
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await browserPath());
