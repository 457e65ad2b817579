import { importsOf } from './imports.ts';
import type { Source } from './source.ts';

interface RoomLaw {
  from: RegExp;
  mayNotImport: RegExp;
  /** Of what it may not import, that it may all the same. */
  except?: RegExp;
  remedy: string;
}

const engine = /^shared\/application\/(?:apply-changes|effects)\/|^shared\/domain\/effects\//;
const ofLedgers =
  /^shared\/(?:application\/post-to-ledger\/|application\/settings\/|ports\/ledger|domain\/(?:ledger|mapping|settings)\/|contracts\/settings\.ts$)/;

/** Who may know whom of the engine, the effects below it, and the applier of ledgers beside it. */
const laws: readonly RoomLaw[] = [
  {
    from: engine,
    mayNotImport: ofLedgers,
    remedy:
      'The engine takes changes into any target: what is of ledgers belongs to their applier.',
  },
  {
    from: /^shared\/application\/effects\//,
    mayNotImport: /^shared\/application\//,
    except: /^shared\/application\/effects\//,
    remedy: 'Effects stand below the engine and below every applier.',
  },
  {
    from: /^shared\/application\/post-to-ledger\//,
    mayNotImport: /^shared\/application\//,
    except:
      /^shared\/application\/(?:post-to-ledger|effects|matching)\/|\/apply-changes\/(?:applier|near-links|stages|unit|version-of)\.ts$|\/settings\/ensure-ledger-settings\.ts$/,
    remedy: 'An applier knows units, effects and what it opens for them, and not how it is tried.',
  },
  {
    from: /^(?:shared|functions|infra)\/(?!application\/post-to-ledger\/)/,
    mayNotImport: /^shared\/application\/post-to-ledger\//,
    except: /\/ledger-applier\.ts$/,
    remedy: 'The only door of this room is ledger-applier.ts.',
  },
];

/** Each import that breaks a law of these rooms, as `file:line imports target: remedy`. */
export function roomViolations(sources: readonly Source[]): string[] {
  return sources.flatMap(importsOf).flatMap(({ from, line, target }) =>
    laws
      .filter((law) => law.from.test(from) && law.mayNotImport.test(target))
      .filter(({ except }) => except === undefined || !except.test(target))
      .map(({ remedy }) => `${from}:${line} imports ${target}: ${remedy}`),
  );
}

/** Lines of the engine that speak of ledgers, comments included. */
export function ledgerWords({ path, text }: Source): string[] {
  if (!engine.test(path)) return [];
  return text
    .split('\n')
    .flatMap((line, index) =>
      /ledger|xero|\bbooks\b/i.test(line) ? [`${path}:${index + 1} speaks of a ledger`] : [],
    );
}
