import type { Json } from '../model/provider.ts';

/** The hand-written JSON Schemas by name, e.g. `optty/token-response`. */
export type Schemas = Readonly<Record<string, Json>>;
