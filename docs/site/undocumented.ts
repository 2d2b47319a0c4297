import {
  ReflectionKind,
  type Comment,
  type DeclarationReflection,
  type ProjectReflection,
  type SignatureReflection,
} from 'typedoc';

/** Interfaces whose optional fields are options of a call, and so need a default. */
const HOLDS_OPTIONS = /(Options|Settings|Look|Augmentation)$/;

/** Where the walk is: the names so far, and whether optional fields are options. */
interface Place {
  readonly path: string;
  readonly options: boolean;
  /** Text around an inline type, which may speak of its members. */
  readonly around: string;
}

/**
 * What the reference would leave untold: exported names, properties and methods without a text; parameters that neither have a text nor
 * are spoken of in their function's; options that can be left out without `@default`.
 *
 * It asks less where a reader needs none: of a field with a single value such as `kind: 'box'`, of what a class inherits or overrides, of
 * the members of constants, and of a parameter `options`, whose fields are a table of their own.
 *
 * @returns A line for each, empty when all is told.
 */
export function undocumented(project: ProjectReflection): string[] {
  const entries = project.children ?? [];
  const found = entries.flatMap((entry) =>
    (entry.children ?? []).flatMap((each) => untoldIn(each, { path: entry.name, options: false, around: '' })),
  );
  return [...new Set(found)];
}

function untoldIn(each: DeclarationReflection, { path: outer, options, around }: Place): string[] {
  if (each.kindOf(ReflectionKind.Reference) || isForeign(each)) return [];
  const path = `${outer} ${each.name}`;
  if (each.kindOf([ReflectionKind.FunctionOrMethod, ReflectionKind.Constructor])) {
    if (each.overwrites && !each.kindOf(ReflectionKind.Constructor)) return [];
    return (each.signatures ?? []).flatMap((signature) => untoldOf(signature, path));
  }
  const comment = each.comment ?? each.getSignature?.comment;
  const inner = each.type?.type === 'reflection' ? each.type.declaration : undefined;
  const calls = [...(each.signatures ?? []), ...(inner?.signatures ?? [])];
  const told = hasText(comment) || calls.some((call) => hasText(call.comment)) || mentions(around, each.name);
  const isLiteral = each.kindOf(ReflectionKind.Property) && each.type?.type === 'literal';
  const place = {
    ...{ path, around: textOf(comment) },
    options: options || HOLDS_OPTIONS.test(each.name),
  };
  return [
    ...(told || isLiteral ? [] : [`${path}: no text`]),
    ...(options && each.flags.isOptional && !comment?.getTag('@default') ? [`${path}: no @default`] : []),
    // A callback among the options is told with its option.
    ...(options ? [] : calls.flatMap((call) => untoldParameters(call, path, textOf(comment)))),
    ...membersOf(each).flatMap((member) => untoldIn(member, place)),
  ];
}

/** Members of its own, and of the inline types it is made of. */
function membersOf(each: DeclarationReflection): DeclarationReflection[] {
  if (each.kindOf(ReflectionKind.Variable)) return [];
  const types = each.type?.type === 'union' || each.type?.type === 'intersection' ? each.type.types : [each.type];
  const inline = types.flatMap((type) => (type?.type === 'reflection' ? (type.declaration.children ?? []) : []));
  return [...(each.children ?? []), ...inline];
}

function untoldOf(signature: SignatureReflection, path: string): string[] {
  const isConstructor = signature.kindOf(ReflectionKind.ConstructorSignature);
  if (signature.inheritedFrom) return [];
  const text = isConstructor || hasText(signature.comment) ? [] : [`${path}: no text`];
  return [...text, ...untoldParameters(signature, path, '')];
}

function untoldParameters(signature: SignatureReflection, path: string, around: string): string[] {
  const words = `${textOf(signature.comment)} ${around}`;
  return (signature.parameters ?? [])
    .filter(({ comment, name, type }) => {
      const isOptions = name === 'options' && (type?.type === 'reference' || type?.type === 'intersection');
      return !hasText(comment) && !isOptions && !mentions(words, name);
    })
    .map(({ name }) => `${path}: nothing about its parameter ${name}`);
}

function isForeign(each: DeclarationReflection): boolean {
  const file = each.sources?.[0]?.fileName ?? '';
  return file.includes('node_modules') || Boolean(each.inheritedFrom);
}

const hasText = (comment: Comment | undefined): boolean =>
  comment?.hasVisibleComponent() === true && summaryOf(comment) !== '';

const summaryOf = (comment: Comment | undefined): string =>
  (comment?.summary ?? [])
    .map(({ text }) => text)
    .join('')
    .trim();

/** All words of a comment, of its tags too. */
function textOf(comment: Comment | undefined): string {
  const tags = (comment?.blockTags ?? []).flatMap(({ content }) => content.map(({ text }) => text));
  return [summaryOf(comment), ...tags].join(' ');
}

/** Whether words speak of a name, in the plural or the singular. */
function mentions(words: string, name: string): boolean {
  const escaped = name.replace(/[^\w]/g, '').replace(/s$/, '');
  return escaped !== '' && new RegExp(`\\b${escaped}s?\\b`, 'i').test(words);
}
