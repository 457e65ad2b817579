import type { Version } from '../../contracts/version.ts';
import { shortHash } from '../../domain/links/short-hash.ts';
import type { SourceRecord } from '../../domain/source/records.ts';
import { canonicalText, recordRank, recordTime } from '../../domain/versions/record-version.ts';
import type { Crypto } from '../../ports/crypto.ts';

/** `observedAt`: of a record that does not say itself when it was changed; ISO time. */
export function versionOf(record: SourceRecord, observedAt: string, crypto: Crypto): Version {
  return {
    at: recordTime(record, observedAt),
    rank: recordRank(record),
    fingerprint: shortHash(crypto.sha256Hex(canonicalText(record))),
  };
}
