/**
 * Puts texts between their marks, `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`; all else stays as it is.
 *
 * @returns The new document, and the names that have no place in it.
 */
export function fillMarks(
  document: string,
  texts: Readonly<Record<string, string>>,
): { document: string; homeless: string[] } {
  const homeless: string[] = [];
  for (const [name, text] of Object.entries(texts)) {
    const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
    const [start, end] = [document.indexOf(open), document.indexOf(close)];
    if (start < 0 || end < start) homeless.push(name);
    else document = `${document.slice(0, start + open.length)}\n\n${text.trim()}\n\n${document.slice(end)}`;
  }
  return { document, homeless };
}
