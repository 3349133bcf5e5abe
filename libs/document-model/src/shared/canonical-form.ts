import { digest } from 'lib0/hash/sha256';
import { toHexString } from 'lib0/buffer';
import type { OoxmlNode } from '@docx-editor.dev/core/store';
import { tokensOfParagraph } from '../tokens/paragraph-tokens.js';
import { embedKey, type Token } from '../tokens/token.js';
import { jsonOf as fullJsonOf, shellJsonOf } from '../tree/node-json.js';
import { freeze, type ShadowNode } from '../tree/shadow-node.js';
import type { ShadowTree } from '../tree/shadow-tree.js';
import { holdsParagraphs, isParagraph, isRunWrapper, isStoryRoot } from '../tree/structure.js';

// Saved files ask to keep white space where the engine's own nodes leave it open.
const XML_SPACE =
  /,?\["space","(?:preserve|default)","http:\/\/www\.w3\.org\/XML\/1998\/namespace","xml"\],?/g;

function jsonOf(node: ShadowNode): string {
  return fullJsonOf(node).replace(XML_SPACE, '');
}

/** SHA-256 as hex. */
export function sha256(bytes: Uint8Array): string {
  return toHexString(digest(bytes));
}

/**
 * What a document says, without anything replicas may differ in: ids of nodes, how text is cut into runs, `xml:space`.
 * Equal on all replicas that have seen the same updates.
 */
export function canonicalHash(tree: ShadowTree): string {
  const lines = [...tree.parts.keys()]
    .toSorted()
    .map((name) => `${name} ${hashOf(tree.parts.get(name)?.root)}`);
  return sha256(new TextEncoder().encode(lines.join('\n')));
}

/** The form itself, one line per part, for finding out where two replicas differ. */
export function canonicalForm(tree: ShadowTree): string {
  const names = [...tree.parts.keys()].toSorted();
  return names.map((name) => `${name} ${longForm(tree.parts.get(name)?.root)}`).join('\n');
}

const knownHashes = new WeakMap<OoxmlNode, string>();

function hashOf(root: ShadowNode | undefined): string {
  if (root === undefined) return '';
  const isStory = isStoryRoot(root);
  const hashNode = (node: ShadowNode): string => {
    const frozen = freeze(node);
    let hash = knownHashes.get(frozen);
    if (hash === undefined) {
      hash = shortHash(formOf(node, isStory, hashNode));
      knownHashes.set(frozen, hash);
    }
    return hash;
  };
  return hashNode(root);
}

function longForm(root: ShadowNode | undefined): string {
  if (root === undefined) return '';
  const isStory = isStoryRoot(root);
  const form = (node: ShadowNode): string => formOf(node, isStory, form);
  return form(root);
}

function formOf(node: ShadowNode, isStory: boolean, formOfChild: (child: ShadowNode) => string): string {
  if (isStory && isParagraph(node)) return JSON.stringify(paragraphForm(node));
  if (!isStory || !holdsParagraphs(node)) return jsonOf(node);
  return `${shellJsonOf(node)}[${node.elementChildren.map(formOfChild).join('\n')}]`;
}

function paragraphForm(paragraph: ShadowNode): unknown {
  const contents: string[] = [];
  const tokens = tokensOfParagraph(
    paragraph,
    {
      embedOf: (type, node) => {
        contents.push(jsonOf(node));
        return { type, id: '', json: null };
      },
    },
    isRunWrapper,
  );
  return [tokens.map(tokenForm), contents];
}

function tokenForm(token: Token): unknown {
  const attributes = Object.keys(token.attributes)
    .toSorted()
    .map((key) => [key, token.attributes[key]]);
  return [token.text ?? embedKey(token.embed), attributes];
}

/** Two FNV-1a hashes with different starts; only the final digest has to be strong. */
function shortHash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ (code + i), 0x85ebca6b);
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
