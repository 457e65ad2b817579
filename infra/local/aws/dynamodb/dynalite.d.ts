declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** How long a table stays in CREATING; 500 unless told. */
    readonly createTableMs?: number;
    /** How long a table stays in DELETING; 500 unless told. */
    readonly deleteTableMs?: number;
    /** How long a table stays in UPDATING; 500 unless told. */
    readonly updateTableMs?: number;
    /** A folder for the data; in memory unless told. */
    readonly path?: string;
  }

  function dynalite(options?: DynaliteOptions): Server;
  export = dynalite;
}
