import type { OoxmlPackage, OoxmlPart } from '@docx-editor.dev/core/store';
import { WordDocumentError } from '../errors.js';
import { openMaster, type OpenedMaster } from '../open-master.js';
import { createHeadlessReplica } from '../session/headless-replica.js';
import { CONTENT_TYPES_ENTRY, patchContentTypes } from './content-types.js';
import { readOriginalPart } from './original-part.js';
import { patchPart, writeElement } from './patch-part.js';
import { inflateEntry, readZip, type ZipArchive, type ZipEntry } from './zip-archive.js';
import { writeZip } from './zip-writer.js';

/** A finished file and what had to be written anew for it. */
export interface AssembledWord {
  readonly bytes: Uint8Array;
  readonly partsTotal: number;
  /** Entries that are the master's own bytes. */
  readonly partsUnchanged: number;
  /** Names of the other entries, new and removed ones included. */
  readonly changedParts: string[];
  readonly text: string;
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/**
 * The master with all updates applied. What no update touched keeps its bytes: entries of the zip, and inside a touched
 * part every element that did not change. Without any effective update the result is the master itself.
 */
export function assembleWord(
  master: Uint8Array | OpenedMaster,
  updates: readonly Uint8Array[],
): AssembledWord {
  const opened = master instanceof Uint8Array ? openMaster(master) : master;
  const { session } = createHeadlessReplica(opened);
  try {
    if (updates.length > 0) session.applyRemote(updates);
    if (session.hasMissingDependencies()) {
      throw new WordDocumentError('incomplete-log', 'Updates are missing that others in the log build on.');
    }
    if (session.status() === 'error') {
      const detail = session.statusSnapshot().reason?.detail ?? 'no reason given';
      throw new WordDocumentError('invalid-output', `The merged document is not valid: ${detail}.`);
    }
    return writeChanges(opened, session.currentPackage(), session.plainText());
  } finally {
    session.destroy();
  }
}

function writeChanges(master: OpenedMaster, pkg: OoxmlPackage, text: string): AssembledWord {
  const archive = readZip(master.bytes);
  const changes = collectChanges(master, pkg, archive);
  const total = archive.entries.length;
  if (changes.size === 0)
    return { bytes: master.bytes, partsTotal: total, partsUnchanged: total, changedParts: [], text };
  const existing = archive.entries.filter((entry) => changes.has(entry.name)).length;
  const removed = [...changes.values()].filter((content) => content === null).length;
  return {
    bytes: writeZip(archive, changes),
    partsTotal: total + changes.size - existing - removed,
    partsUnchanged: total - existing,
    changedParts: [...changes.keys()],
    text,
  };
}

function collectChanges(
  master: OpenedMaster,
  pkg: OoxmlPackage,
  archive: ZipArchive,
): Map<string, Uint8Array | null> {
  const base = master.package;
  const entries = new Map(archive.entries.map((entry) => [partNameOf(entry), entry]));
  const changes = new Map<string, Uint8Array | null>();
  const added: string[] = [];
  for (const [name, part] of pkg.parts) {
    if (base.parts.get(name) === part) continue;
    const entry = entries.get(name.toLowerCase());
    if (entry === undefined) added.push(name);
    const content = writePart(part, base.parts.get(name), entry);
    if (content !== null) changes.set(entry?.name ?? name.slice(1), content);
  }
  for (const [name, bytes] of pkg.partBytes) {
    if (base.partBytes.has(name) || pkg.parts.has(name)) continue;
    added.push(name);
    changes.set(name.slice(1), bytes);
  }
  const removed = [...base.parts.keys()].filter((name) => !pkg.parts.has(name));
  for (const name of removed) {
    const entry = entries.get(name.toLowerCase());
    if (entry !== undefined) changes.set(entry.name, null);
  }
  const types = archive.entries.find((entry) => entry.name === CONTENT_TYPES_ENTRY);
  const patched =
    types === undefined ? null : patchContentTypes(decode(inflateEntry(types)), pkg, added, removed);
  if (patched !== null) changes.set(CONTENT_TYPES_ENTRY, encode(patched));
  return changes;
}

/** Null when the part says the same as before, byte for byte. */
function writePart(
  part: OoxmlPart,
  before: OoxmlPart | undefined,
  entry: ZipEntry | undefined,
): Uint8Array | null {
  if (before === undefined || entry === undefined) return encode(DECLARATION + writeElement(part.root));
  const bytes = inflateEntry(entry);
  const original = readOriginalPart(bytes, before);
  if (original === null) return encode(DECLARATION + writeElement(part.root));
  const patched = patchPart(original, part.root);
  return patched === original.xml ? null : encode(patched);
}

function partNameOf(entry: ZipEntry): string {
  return `/${entry.name.replaceAll('\\', '/').replace(/^\/+/, '')}`.toLowerCase();
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
