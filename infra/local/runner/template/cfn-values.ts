import * as z from 'zod/mini';
import { inEnglish } from '../../common/in-english.ts';

/** CloudFormation takes "true" for true, and CDK prints either. */
export const cfnBoolean = z.pipe(
  z.union([z.boolean(), z.enum(['true', 'false'])]),
  z.transform((value) => value === true || value === 'true'),
);

/** CloudFormation takes "5" for 5. */
export const cfnNumber = z.coerce.number();

/**
 * Parses the resolved properties of a resource.
 * @throws Error that names the resource and the first property the runner cannot work with.
 */
export function parseProperties<Schema extends z.ZodMiniType>(
  schema: Schema,
  resource: { readonly logicalId: string; readonly properties: unknown },
): z.output<Schema> {
  const result = z.safeParse(schema, resource.properties, inEnglish);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(
    `${resource.logicalId}: ${issue?.path.join('.') || 'Properties'}: ${issue?.message}. ` +
      'The local runner cannot work with this property; change the construct or teach the runner.',
  );
}
