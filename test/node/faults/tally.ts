/** How often each thing happened, over all runs. */
export class Tally {
  readonly counts = new Map<string, number>();

  add(name: string, more = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + more);
  }

  /** Those with a prefix, as `name count`. */
  of(prefix: string): string[] {
    return [...this.counts]
      .filter(([name]) => name.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `${name.slice(prefix.length)} ${count}`);
  }
}
