// Words of the package's own, in English and Romanian; any other language gets English.

/**
 * @template T
 * @param {T} english
 * @param {T} romanian
 * @returns {(locale: string | undefined) => T} the words for a language (BCP 47)
 */
export const inLanguage = (english, romanian) => locale => (/^ro\b/i.test(locale ?? "") ? romanian : english);
