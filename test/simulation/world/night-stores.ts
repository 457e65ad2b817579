import type { IndexLag } from '../../fakes/in-memory-directory.ts';
import { InMemoryNightWatches } from '../../fakes/in-memory-night-watches.ts';
import { InMemoryNights } from '../../fakes/in-memory-nights.ts';
import {
  InMemoryAcceptedMismatches,
  InMemoryKeptCatalogues,
  InMemoryMonthProofs,
  InMemoryProofPages,
} from '../../fakes/in-memory-proofs.ts';
import type { PortNature } from '../engine/with-faults.ts';

type BareNights = ReturnType<typeof bareNights>;

/** How a port is reached over a network. */
type Reach = <T extends object>(
  port: T,
  nature: Pick<PortNature, 'name' | 'writes' | 'queries'>,
) => T;

/** What nights keep. */
export function bareNights(lag: IndexLag) {
  return {
    acceptedMismatches: new InMemoryAcceptedMismatches(),
    keptCatalogues: new InMemoryKeptCatalogues(),
    monthProofs: new InMemoryMonthProofs(),
    nights: new InMemoryNights({ lag }),
    nightWatches: new InMemoryNightWatches(lag),
    proofPages: new InMemoryProofPages(),
  };
}

/** The same as processes reach it. */
export function remoteNights(bare: BareNights, reach: Reach): BareNights {
  return {
    acceptedMismatches: reach(bare.acceptedMismatches, {
      name: 'acceptedMismatches',
      writes: ['put', 'remove'],
    }),
    keptCatalogues: reach(bare.keptCatalogues, { name: 'keptCatalogues', writes: ['put'] }),
    monthProofs: reach(bare.monthProofs, { name: 'monthProofs', writes: ['put'] }),
    nights: reach(bare.nights, { name: 'nights', writes: ['save', 'keep'], queries: ['due'] }),
    nightWatches: reach(bare.nightWatches, {
      name: 'nightWatches',
      writes: ['ensure', 'next'],
      queries: ['due'],
    }),
    proofPages: reach(bare.proofPages, { name: 'proofPages', writes: ['put', 'removeOthers'] }),
  };
}
