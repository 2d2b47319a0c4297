import { FacePerturbError, show } from '../support/errors.js';

/** What a group is called: anything that JSON keeps as it is, such as a class id or an emotion. */
export type GroupKey = string | number | boolean;

/** The images of one group. */
export interface Group {
  readonly key: GroupKey;
  /** Their indices, in order. */
  readonly images: readonly number[];
}

/**
 * Sorts images into groups.
 *
 * @param groups - The group of each image.
 * @param count - How many images there are.
 * @param order - The groups in the order wanted; without it numbers come first, ascending, then texts, then false and true.
 * @throws FacePerturbError `invalid-argument` when there is not one group for each image or one is no key, `invalid-option` when `order`
 *   is no list of different keys or lacks one that an image has.
 */
export function readGroups(
  what: string,
  groups: ArrayLike<GroupKey>,
  count: number,
  order: readonly GroupKey[] | undefined,
): Group[] {
  const keys = readKeys(what, groups, count);
  const images = new Map<GroupKey, number[]>();
  for (const key of readOrder(what, order) ?? [...new Set(keys)].sort(compareKeys)) images.set(key, []);
  keys.forEach((key, at) => {
    const group = images.get(key);
    if (group) group.push(at);
    else throw wrongOrder(what, `every group that an image has`, `no ${show(key)}, which image ${at} has`);
  });
  return [...images].map(([key, members]) => ({ key, images: members }));
}

function readKeys(what: string, groups: ArrayLike<GroupKey>, count: number): GroupKey[] {
  const isList = Array.isArray(groups) || (ArrayBuffer.isView(groups) && !(groups instanceof DataView));
  const keys = isList ? Array.from(groups) : [];
  if (!isList || keys.length !== count) {
    throw new FacePerturbError(`${what}: groups`, {
      code: 'invalid-argument',
      expected: `a list with the group of each of the ${count} images`,
      received: isList ? `${keys.length} groups` : show(groups),
    });
  }
  const wrong = keys.findIndex((key) => !isKey(key));
  if (wrong < 0) return keys;
  throw new FacePerturbError(`${what}: groups[${wrong}]`, {
    code: 'invalid-argument',
    expected: 'a text, a finite number, true or false',
    received: show(keys[wrong]),
  });
}

function readOrder(what: string, order: readonly GroupKey[] | undefined): readonly GroupKey[] | undefined {
  if (order === undefined) return undefined;
  if (Array.isArray(order) && order.every(isKey) && new Set(order).size === order.length) return order;
  throw wrongOrder(what, 'a list of different groups', show(order));
}

function wrongOrder(what: string, expected: string, received: string): FacePerturbError {
  return new FacePerturbError(`${what}: order`, { code: 'invalid-option', expected, received });
}

function isKey(value: unknown): value is GroupKey {
  return typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' || typeof value === 'boolean';
}

const KINDS = ['number', 'string', 'boolean'];

/** Texts by their code units, so that the order is the same in every language. */
function compareKeys(one: GroupKey, other: GroupKey): number {
  const byKind = KINDS.indexOf(typeof one) - KINDS.indexOf(typeof other);
  return byKind || (one < other ? -1 : Number(one > other));
}
