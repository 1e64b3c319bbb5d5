import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Persistence } from './persistence.js';

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** Keeps the state in `state.json` of a folder, which is made where it is missing. Node only. */
export function stateFile(folder: string): Required<Persistence> {
  const path = join(folder, 'state.json');
  return {
    async load() {
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async save(state) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Written aside and renamed, so that a crash leaves the old state or the new one, never half of it.
      const aside = `${path}.next`;
      const file = await open(aside, 'w', 0o600);
      try {
        await file.writeFile(state, 'utf8');
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(aside, path);
    },
  };
}
