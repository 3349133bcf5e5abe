import { strToU8, zipSync, type Zippable } from 'fflate';
import { blankStyles } from './blank-styles.js';
import {
  CONTENT_TYPES,
  MC,
  OFFICE_RELATIONSHIPS,
  PACKAGE_RELATIONSHIPS,
  W14,
  WML,
} from '../ooxml/namespaces.js';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const WORD_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

const contentTypes =
  `<Types xmlns="${CONTENT_TYPES}">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  '<Default Extension="xml" ContentType="application/xml"/>' +
  `<Override PartName="/word/document.xml" ContentType="${WORD_TYPE}.document.main+xml"/>` +
  `<Override PartName="/word/styles.xml" ContentType="${WORD_TYPE}.styles+xml"/>` +
  `<Override PartName="/word/settings.xml" ContentType="${WORD_TYPE}.settings+xml"/>` +
  `<Override PartName="/word/fontTable.xml" ContentType="${WORD_TYPE}.fontTable+xml"/>` +
  '</Types>';

const packageRelationships =
  `<Relationships xmlns="${PACKAGE_RELATIONSHIPS}">` +
  `<Relationship Id="rId1" Type="${OFFICE_RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>`;

const documentRelationships =
  `<Relationships xmlns="${PACKAGE_RELATIONSHIPS}">` +
  `<Relationship Id="rId1" Type="${OFFICE_RELATIONSHIPS}/styles" Target="styles.xml"/>` +
  `<Relationship Id="rId2" Type="${OFFICE_RELATIONSHIPS}/settings" Target="settings.xml"/>` +
  `<Relationship Id="rId3" Type="${OFFICE_RELATIONSHIPS}/fontTable" Target="fontTable.xml"/></Relationships>`;

// The paragraph carries a w14:paraId so that every paragraph split from it gets one too.
const document =
  `<w:document xmlns:w="${WML}" xmlns:r="${OFFICE_RELATIONSHIPS}" xmlns:mc="${MC}" xmlns:w14="${W14}" mc:Ignorable="w14"><w:body>` +
  '<w:p w14:paraId="10000001" w14:textId="77777777"/>' +
  '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>' +
  '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/>' +
  '<w:cols w:space="708"/><w:docGrid w:linePitch="360"/></w:sectPr></w:body></w:document>';

const settings =
  `<w:settings xmlns:w="${WML}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/><w:characterSpacingControl w:val="doNotCompress"/>` +
  '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>';

const fontTable =
  `<w:fonts xmlns:w="${WML}"><w:font w:name="Calibri"><w:altName w:val="Carlito"/><w:charset w:val="00"/>` +
  '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>';

function part(xml: string): Uint8Array {
  return strToU8(DECLARATION + xml);
}

/**
 * The bytes of an empty A4 document in Calibri (Carlito) 11 pt. Always the same bytes: the digest
 * of the file names the base that replicas agree on.
 */
export function createBlankDocx(): Uint8Array {
  const entries: Zippable = {
    '[Content_Types].xml': part(contentTypes),
    '_rels/.rels': part(packageRelationships),
    'word/document.xml': part(document),
    'word/_rels/document.xml.rels': part(documentRelationships),
    'word/styles.xml': part(blankStyles()),
    'word/settings.xml': part(settings),
    'word/fontTable.xml': part(fontTable),
  };
  // fflate writes local calendar fields, so a local date is the same bytes in every time zone.
  return zipSync(entries, { level: 6, mtime: new Date(1980, 0, 1) });
}
