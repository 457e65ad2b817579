/** The id of a key; AWS documents some of its answers as id or ARN and others as ARN. */
export function idOfKey(keyIdOrArn: string | undefined): string | undefined {
  return keyIdOrArn?.split('/').at(-1);
}
