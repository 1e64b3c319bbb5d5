/** Where the state is kept between runs. Both take and give the state as one JSON text. */
export interface Persistence {
  load?: () => Promise<string | null>;
  /** Called, one at a time, before any answer leaves that depends on it. */
  save?: (state: string) => Promise<void>;
}
