/** A draft that was deleted is as good as a voided document: neither is in the books. */
export function isOutOfBooks(document: { status: string } | undefined): boolean {
  return document?.status === 'VOIDED' || document?.status === 'DELETED';
}
