import { readOoxmlPackage } from '@docx-editor.dev/core/store';
import { describe, expect, it } from 'vitest';
import { docxOfBody } from '../../../../test/fixtures/documents.js';
import { nodeFromJson, jsonOf } from '../tree/node-json.js';
import { freeze, type ShadowNode } from '../tree/shadow-node.js';
import { ShadowTree } from '../tree/shadow-tree.js';
import { rebuildParagraph } from './paragraph-builder.js';
import { tokensOfParagraph } from './paragraph-tokens.js';
import { sameTokens, textToken, type ObjectEmbed, type Token } from './token.js';

function open(paragraphXml: string): { tree: ShadowTree; paragraph: ShadowNode } {
  const read = readOoxmlPackage(docxOfBody(paragraphXml));
  if (!read.ok) throw new Error(read.reason);
  const tree = new ShadowTree(read.package, 'test');
  const paragraph = [...tree.index.values()].find((node) => node.is('p'));
  if (paragraph === undefined) throw new Error('There is no paragraph.');
  freeze(tree.parts.get('/word/document.xml')?.root ?? paragraph);
  return { tree, paragraph };
}

const contents = new Map<string, string>();
const names = {
  embedOf: (type: ObjectEmbed['type'], node: ShadowNode): ObjectEmbed => {
    node.sharedId ??= node.id;
    contents.set(node.sharedId, jsonOf(node));
    return { type, id: node.sharedId, json: null };
  },
};

function rebuild(paragraph: ShadowNode, tokens: readonly Token[], tree: ShadowTree): void {
  rebuildParagraph(paragraph, tokens, tree, {
    create: (embed) => nodeFromJson(contents.get(embed.id) ?? 'null', tree),
  });
}

const RICH =
  '<w:p w14:paraId="11111111"><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t xml:space="preserve">one </w:t><w:tab/><w:t>two</w:t></w:r>' +
  '<w:hyperlink w:anchor="x"><w:r><w:rPr><w:b/></w:rPr><w:t>link</w:t></w:r></w:hyperlink><w:bookmarkStart w:id="0" w:name="m"/>' +
  '<w:ins w:id="1" w:author="A"><w:r><w:t>new</w:t></w:r></w:ins><w:del w:id="2" w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>';

describe('a paragraph as tokens and back', () => {
  it('is left as the same objects when nothing changed', () => {
    const { tree, paragraph } = open(RICH);
    const before = paragraph.frozen;
    rebuild(paragraph, tokensOfParagraph(paragraph, names), tree);
    expect(freeze(paragraph)).toBe(before);
  });

  it('keeps every run, wrapper and object that did not change when a character is typed', () => {
    const { tree, paragraph } = open(RICH);
    const tokens = tokensOfParagraph(paragraph, names);
    const untouched = paragraph.children.slice(2).map(freeze);
    rebuild(paragraph, [textToken('X', {}), ...tokens], tree);
    expect(paragraph.children.slice(2).map(freeze)).toEqual(untouched);
    expect(paragraph.children.slice(2).every((child, i) => freeze(child) === untouched[i])).toBe(true);
  });

  it('says the same when it is built from nothing', () => {
    const { tree, paragraph } = open(RICH);
    const tokens = tokensOfParagraph(paragraph, names);
    const copy = tree.createElement('paragraph', 'p');
    rebuild(copy, tokens, tree);
    expect(
      sameTokens(
        tokensOfParagraph(copy, {
          embedOf: (type, node) => ({
            type,
            id: [...contents].find(([, json]) => json === jsonOf(node))?.[0] ?? '',
            json: null,
          }),
        }),
        tokens,
      ),
    ).toBe(true);
  });

  it('keeps white space at the edges of a text', () => {
    const { tree, paragraph } = open('<w:p><w:r><w:t>word</w:t></w:r></w:p>');
    rebuild(paragraph, [textToken(' word ', {}), ...tokensOfParagraph(paragraph, names).slice(-1)], tree);
    expect(jsonOf(paragraph)).toContain('"preserve"');
  });

  it('writes run properties in the order the schema asks for', () => {
    const { tree } = open('<w:p/>');
    const copy = tree.createElement('paragraph', 'p');
    rebuild(
      copy,
      [textToken('a', { 'p:sz': '["generic","sz",[["val","30"]],[]]', 'p:b': '["generic","b",[],[]]' })],
      tree,
    );
    const properties = copy.children[0]?.childNamed('rPr')?.children.map((child) => child.localName);
    expect(properties).toEqual(['b', 'sz']);
  });

  it('does not confuse w:shadow with the shadow of another namespace', () => {
    const { paragraph } = open(
      '<w:p><w:r><w:rPr><w:shadow/><w14:shadow w14:blurRad="5"/></w:rPr><w:t>a</w:t></w:r></w:p>',
    );
    const [token] = tokensOfParagraph(paragraph, names);
    expect(Object.keys(token?.attributes ?? {})).toHaveLength(2);
  });

  it('keeps a hyperlink without text as an object instead of losing it', () => {
    const { paragraph } = open(
      '<w:p><w:hyperlink w:anchor="x"><w:r><w:rPr><w:b/></w:rPr></w:r></w:hyperlink></w:p>',
    );
    expect(tokensOfParagraph(paragraph, names)[0]?.embed?.type).toBe('inline-object');
  });

  it('replaces characters XML cannot carry', () => {
    const { tree } = open('<w:p/>');
    const copy = tree.createElement('paragraph', 'p');
    rebuild(copy, [textToken('a\u0001b\uD800', {})], tree);
    expect(jsonOf(copy)).toContain('a\uFFFDb\uFFFD');
  });

  it('shows text whose wrapper cannot be read without it', () => {
    const { tree } = open('<w:p/>');
    const copy = tree.createElement('paragraph', 'p');
    rebuild(copy, [textToken('a', { w: '{not json' })], tree);
    expect(copy.children[0]?.localName).toBe('r');
  });
});
