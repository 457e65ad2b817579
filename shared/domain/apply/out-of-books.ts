/** A draft that was deleted is as good as a voided document: neither is in the books. */
export function isOutOfBooks(document: { status: string } | undefined): boolean {
  return document?.status === 'VOIDED' || document?.status === 'DELETED';
}

/** It waits for somebody to approve it there, and takes neither payments nor credits. */
export function isUnapproved(document: { status: string } | undefined): boolean {
  return document?.status === 'DRAFT' || document?.status === 'SUBMITTED';
}
