// Takes the place of the SDK's question to the metadata service of a virtual machine for its region, which it
// asks when the environment names none. A function runs on no such machine.

/** Never knows one: the SDK then says that the region is missing. */
export async function getInstanceMetadataRegion(): Promise<undefined> {
  return undefined;
}
