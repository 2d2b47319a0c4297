/**
 * Numbers that look drawn at random, in [0, 1) and the same in every language (bench/peers/server.py has the same
 * formula): the work must not depend on them, and results can be compared.
 */
export function numbers(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => ((at * 7919 + 104_729) % 65_521) / 65_521);
}

/** The same between -0.5 and 0.5. */
export function centred(count: number): Float32Array {
  return numbers(count).map((value) => value - 0.5);
}
