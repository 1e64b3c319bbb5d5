/** A recipe is the demo page's own source: blocks between `<!-- source PATH -->` and `<!-- /source -->` are that file. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

const BLOCK = /<!-- source (\S+) -->[^]*?<!-- \/source -->/g;
const RECIPES = 'docs/recipes';

/** The markdown with each block as the file is now. Rejects where there is no such file. */
export async function withSources(markdown: string): Promise<string> {
  const paths = [...markdown.matchAll(BLOCK)].map(([, path = '']) => path);
  const sources = new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)));
  return markdown.replace(BLOCK, (_block, path: string) => {
    const language = extname(path).slice(1);
    return `<!-- source ${path} -->\n\n\`\`\`${language}\n${(sources.get(path) ?? '').trimEnd()}\n\`\`\`\n\n<!-- /source -->`;
  });
}

/** Every recipe's path. */
export async function recipes(): Promise<string[]> {
  const names = await readdir(RECIPES);
  return names.filter((name) => name.endsWith('.md')).map((name) => join(RECIPES, name));
}
