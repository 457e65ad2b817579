import { posix } from 'node:path';
import type { Source } from './source.ts';
import { isNode, lineOf, type Node, visits } from './syntax.ts';

/** One import of one file. `target` is a path from the root for project files, else the specifier as written. */
export type Import = {
  from: string;
  line: number;
  target: string;
  kind: 'project' | 'node' | 'package';
  isTypeOnly: boolean;
  isReExport: boolean;
};

const importing = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
  'TSExternalModuleReference',
]);

/** All imports of a file: static, `import type`, `export … from`, dynamic `import()`, `import('…').T`, `import x = require`. */
export function importsOf(source: Source): Import[] {
  return visits(source).flatMap(({ node }) => {
    const specifier = importing.has(node.type) ? specifierOf(node) : undefined;
    if (specifier === undefined) return [];
    return [
      {
        from: source.path,
        line: lineOf(source, node.start),
        ...resolve(source.path, specifier),
        isTypeOnly: isTypeOnly(node),
        isReExport: node.type.startsWith('Export'),
      },
    ];
  });
}

/** `@scope/name/deep` and `name/deep` without the path inside the package. */
export function packageName(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

function specifierOf(node: Node): string | undefined {
  const literal = node.source ?? node.argument ?? node.expression;
  return isNode(literal) && typeof literal.value === 'string' ? literal.value : undefined;
}

function resolve(from: string, specifier: string): Pick<Import, 'target' | 'kind'> {
  if (specifier.startsWith('.')) {
    return { target: posix.join(posix.dirname(from), specifier), kind: 'project' };
  }
  return { target: specifier, kind: specifier.startsWith('node:') ? 'node' : 'package' };
}

function isTypeOnly(node: Node): boolean {
  if (node.type === 'TSImportType') return true;
  return node.importKind === 'type' || node.exportKind === 'type';
}
