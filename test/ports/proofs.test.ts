import { describe } from 'vitest';
import { DynamoAcceptedMismatches } from '../../shared/adapters/dynamodb/accepted-mismatches.ts';
import { DynamoKeptCatalogues } from '../../shared/adapters/dynamodb/kept-catalogues.ts';
import { DynamoMonthProofs } from '../../shared/adapters/dynamodb/month-proofs.ts';
import { DynamoProofPages } from '../../shared/adapters/dynamodb/proof-pages.ts';
import {
  InMemoryAcceptedMismatches,
  InMemoryKeptCatalogues,
  InMemoryMonthProofs,
  InMemoryProofPages,
} from '../fakes/in-memory-proofs.ts';
import { useDynalite } from '../support/dynalite-table.ts';
import {
  acceptedMismatchesSuite,
  keptCataloguesSuite,
  monthProofsSuite,
  proofPagesSuite,
} from './proofs-suite.ts';

describe('InMemoryMonthProofs', () => monthProofsSuite(async () => new InMemoryMonthProofs()));
describe('InMemoryProofPages', () => proofPagesSuite(async () => new InMemoryProofPages()));
describe('InMemoryAcceptedMismatches', () =>
  acceptedMismatchesSuite(async () => new InMemoryAcceptedMismatches()));
describe('InMemoryKeptCatalogues', () =>
  keptCataloguesSuite(async () => new InMemoryKeptCatalogues()));

describe('in DynamoDB', () => {
  const newTable = useDynalite();
  describe('DynamoMonthProofs', () =>
    monthProofsSuite(async () => new DynamoMonthProofs(await newTable())));
  describe('DynamoProofPages', () =>
    proofPagesSuite(async () => new DynamoProofPages(await newTable())));
  describe('DynamoAcceptedMismatches', () =>
    acceptedMismatchesSuite(async () => new DynamoAcceptedMismatches(await newTable())));
  describe('DynamoKeptCatalogues', () =>
    keptCataloguesSuite(async () => new DynamoKeptCatalogues(await newTable())));
});
