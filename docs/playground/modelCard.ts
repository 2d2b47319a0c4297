/**
 * What the page tells of its own network (an example is in the README there): `docs/playground/expression/card.json`, beside `model.json` and its weights. The page
 * knows nothing of the network but this and the model itself, so another one needs no change of code.
 */
export interface ModelCard {
  readonly name: string;
  /** In the order of the model's outputs. */
  readonly classNames: readonly string[];
  /** What the model is shown of a face. */
  readonly input: {
    /** Side of the face picture in pixels, as in its data set: FER2013 has 48. */
    readonly picture: number;
    /** Side of the middle of it that the model takes. */
    readonly crop: number;
    /** What black and white are to the model. */
    readonly range: readonly [number, number];
  };
  /** What it was trained on: one paragraph. */
  readonly data: string;
  /** How it was trained, with the command: one paragraph. */
  readonly training: string;
  readonly accuracy: {
    /** Which pictures these are: "FER2013, PrivateTest". */
    readonly on: string;
    /** Pictures of each class. */
    readonly pictures: readonly number[];
    /** What it scores, by how a picture is shown to it; the first is as this page does it: one crop. */
    readonly views: readonly CardView[];
  };
  /** What it must not be used for, and where it fails: a sentence each. */
  readonly limits: readonly string[];
  /**
   * What else there is to say: a heading and a paragraph each.
   * @default none
   */
  readonly sections?: readonly { readonly title: string; readonly text: string }[];
}

/** What a network scores when pictures are shown to it in one way. */
export interface CardView {
  /** "one crop, the middle". */
  readonly view: string;
  /** Share of all pictures that are named rightly, in [0, 1]. */
  readonly overall: number;
  /** Ends of the 95 % interval of that share. */
  readonly interval?: readonly [number, number];
  /** Mean F1 score of the classes, in [0, 1]. */
  readonly macroF1?: number;
  /** Share of each class that is named rightly, in [0, 1], in the order of `classNames`. */
  readonly perClass: readonly number[];
  /** Pictures by class (row) and by what they were taken for (column). */
  readonly confusion?: readonly (readonly number[])[];
}

/**
 * Checks a card.
 *
 * @throws Error that names the first field that is missing or does not fit.
 */
export function readModelCard(value: unknown): ModelCard {
  const card = (value ?? {}) as Partial<ModelCard>;
  const check = (fits: boolean, field: string) => {
    if (!fits) throw new Error(`card.json: ${field} is missing or does not fit`);
  };
  const { classNames, input, accuracy, limits } = card;
  for (const field of ['name', 'data', 'training'] as const) check(isText(card[field]), field);
  check(isList(classNames, isText) && classNames.length > 1, 'classNames');
  check(isSide(input?.picture) && isSide(input?.crop) && input.crop <= input.picture, 'input.picture or input.crop');
  check(isList(input?.range, Number.isFinite) && input.range.length === 2, 'input.range');
  const isOfClasses = <Item>(list: readonly Item[] | undefined, fits: (item: Item) => boolean) =>
    isList(list, fits) && list.length === classNames?.length;
  check(isText(accuracy?.on), 'accuracy.on');
  check(isOfClasses(accuracy?.pictures, isSide), 'accuracy.pictures');
  check(isList(accuracy?.views, (each) => isText(each?.view)) && accuracy.views.length > 0, 'accuracy.views');
  for (const view of accuracy?.views ?? []) {
    check(isShare(view.overall), 'accuracy.views: overall');
    check(isShare(view.macroF1 ?? 0), 'accuracy.views: macroF1');
    check(
      isList(view.interval ?? [], isShare) && [undefined, 2].includes(view.interval?.length),
      'accuracy.views: interval',
    );
    check(isOfClasses(view.perClass, isShare), 'accuracy.views: perClass');
    const isRow = (row: readonly number[]) => isOfClasses(row, Number.isInteger);
    check(view.confusion === undefined || isOfClasses(view.confusion, isRow), 'accuracy.views: confusion');
  }
  check(isList(limits, isText) && limits.length > 0, 'limits');
  const isSection = (each: { title?: unknown; text?: unknown }) => isText(each?.title) && isText(each?.text);
  check(isList(card.sections ?? [], isSection), 'sections');
  return card as ModelCard;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
const isSide = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;

function isList<Item>(value: readonly Item[] | undefined, fits: (item: Item) => boolean): value is readonly Item[] {
  return Array.isArray(value) && value.every((item) => fits(item as Item));
}
