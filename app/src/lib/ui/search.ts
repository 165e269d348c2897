/** Letters without accents and case, so that "osterreich" finds "Österreich". */
export function plainLetters(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

/** Whether every word of the search stands somewhere in the text. */
export function matches(text: string, search: string): boolean {
  const plain = plainLetters(text);
  return plainLetters(search)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}
