/** The languages that a browser asks for. Source: RFC 9110, section 12.5.4. */

/** A header is read so far and no further. */
const MAX_LANGUAGES = 20;

/** The codes in the order in which they are preferred; those that are not wanted (`q=0`) and `*` are left out. */
export function acceptedLanguages(header: string | undefined): readonly string[] {
  const asked = (header ?? '').split(',', MAX_LANGUAGES).map((each) => {
    const [code = '', ...parameters] = each.split(';').map((part) => part.trim());
    const quality = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
    return { code, quality: Number.isNaN(quality) ? 0 : quality };
  });
  return asked
    .filter(({ code, quality }) => /^[a-z]{2,3}(-[a-z\d]+)*$/i.test(code) && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ code }) => code);
}
