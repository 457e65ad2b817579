// Takes the place of @aws-sdk/signature-v4-multi-region: we sign for one region, as each function lives in one.

/** The client of SES asks which signer for several regions there is. */
export const SignatureV4MultiRegion = { sigv4aDependency: () => 'none' };
