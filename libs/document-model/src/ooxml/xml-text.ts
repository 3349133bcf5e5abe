// Everything that may not stand in XML 1.0, and halves of surrogate pairs that lost their other half.
const NOT_XML =
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what has to be found
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Text that XML can carry, of the same length: a peer may have put anything into the shared document. */
export function toXmlText(text: string): string {
  return text.replace(NOT_XML, '\uFFFD');
}

/** Escapes character data. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

/** Escapes an attribute value for double quotes; line breaks and tabs would be normalised away otherwise. */
export function escapeAttribute(value: string): string {
  return escapeText(value).replaceAll('"', '&quot;').replaceAll('\n', '&#xA;').replaceAll('\t', '&#x9;');
}
