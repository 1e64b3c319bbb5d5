/** Starts the demo as a user does, on free ports and a folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system gave no port.'));
      });
    });
  });
}

/** A running demo. */
export interface Demo {
  url: string;
  sandboxUrl: string;
  operatorKey: string;
  dataDir: string;
  /** All that it has printed. */
  output(): string;
  /** What the sandbox was asked and what it charged. */
  sandboxLog(): Promise<SandboxLog>;
  /** Ends it (SIGTERM) and keeps its data. */
  stop(): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

/** `GET /_sandbox/log`. */
export interface SandboxLog {
  data: { method: string; path: string; status: number; idempotencyKey: string | null; replayed: boolean }[];
  charges: { id: string; intent: string | null; amount: number; currency: string; paid: boolean }[];
}

/** Starts it and waits until `/` answers. */
export async function startDemo(options: { dataDir?: string; env?: Record<string, string> } = {}): Promise<Demo> {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'pay-elements-demo-')));
  const url = `http://localhost:${port}`;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const operatorKey = 'op_for_tests_only_0123456789';
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/main.ts'], {
    env: {
      ...process.env,
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      DATA_DIR: dataDir,
      PAY_OPERATOR_KEY: operatorKey,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  await started(child, url, () => output);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  return {
    url,
    sandboxUrl,
    operatorKey,
    dataDir,
    output: () => output,
    sandboxLog: async () => (await (await fetch(`${sandboxUrl}/_sandbox/log`)).json()) as SandboxLog,
    stop,
    close: async () => {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function started(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const giveUp = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The demo ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() > giveUp) throw new Error(`The demo did not answer within a minute:\n${output()}`);
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
