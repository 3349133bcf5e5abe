import {
  relsPartNameFor,
  withContentTypeOverride,
  type OoxmlElement,
  type OoxmlPackage,
  type OoxmlPart,
  type RelationshipRecord,
} from '@docx-editor.dev/core/store';
import { attributeOf, freeze, ShadowNode } from '../tree/shadow-node.js';
import type { ShadowTree } from '../tree/shadow-tree.js';
import { PACKAGE_RELATIONSHIPS } from '../ooxml/namespaces.js';
import type { SharedMaps } from './shared-types.js';

/**
 * The engine's immutable package for the tree and the shared package-level maps. Whatever did not change since the
 * last call is the same object, which is how the engine finds out what to lay out again.
 */
export class PackageBuilder {
  private current: OoxmlPackage;
  private minted = 0;
  /** Owners whose relationships were ever changed: an undo may bring back those of the base. */
  private readonly changedOwners = new Set<string>();

  constructor(
    private readonly tree: ShadowTree,
    private readonly maps: SharedMaps,
    private readonly mintKey: string,
  ) {
    this.current = tree.base;
  }

  build(): OoxmlPackage {
    let next = this.withParts(this.current);
    next = this.withBinaries(next);
    next = this.withContentTypes(next);
    next = this.withRelationships(next);
    if (next !== this.current) this.current = Object.freeze(next);
    return this.current;
  }

  private withParts(pkg: OoxmlPackage): OoxmlPackage {
    const parts = new Map(pkg.parts);
    let changed = false;
    for (const part of this.tree.parts.values()) {
      const frozen = this.tree.frozenPart(part);
      if (parts.get(part.name) === frozen) continue;
      parts.set(part.name, frozen);
      changed = true;
    }
    const gone = [...parts.keys()].filter(
      (name) => !name.endsWith('.rels') && !isPackageLevel(name) && !this.tree.parts.has(name),
    );
    if (!changed && gone.length === 0) return pkg;
    for (const name of gone) parts.delete(name);
    return gone.length === 0 ? { ...pkg, parts } : { ...pkg, parts, partBytes: without(pkg.partBytes, gone) };
  }

  private withBinaries(pkg: OoxmlPackage): OoxmlPackage {
    const added = [...this.maps.binaries].filter(
      (entry): entry is [string, Uint8Array] =>
        entry[1] instanceof Uint8Array && pkg.partBytes.get(entry[0]) !== entry[1],
    );
    return added.length === 0 ? pkg : { ...pkg, partBytes: new Map([...pkg.partBytes, ...added]) };
  }

  private withContentTypes(pkg: OoxmlPackage): OoxmlPackage {
    let next = pkg;
    for (const [name, type] of this.maps.contentTypes)
      if (typeof type === 'string') next = withContentTypeOverride(next, name, type);
    return next;
  }

  private withRelationships(pkg: OoxmlPackage): OoxmlPackage {
    const changes = new Map<string, Map<string, RelationshipRecord | null>>();
    for (const owner of this.changedOwners) changes.set(owner, new Map());
    for (const [key, value] of this.maps.relationships) {
      const cut = key.indexOf('|');
      const owner = key.slice(0, cut);
      this.changedOwners.add(owner);
      const ofOwner = changes.get(owner) ?? new Map<string, RelationshipRecord | null>();
      changes.set(owner, ofOwner.set(key.slice(cut + 1), readRecord(value, owner)));
    }
    let next = pkg;
    for (const [owner, ofOwner] of changes) next = this.withRecordsOf(next, owner, ofOwner);
    return next;
  }

  private withRecordsOf(
    pkg: OoxmlPackage,
    owner: string,
    changes: ReadonlyMap<string, RelationshipRecord | null>,
  ): OoxmlPackage {
    const base = (this.tree.base.relationships.get(owner) ?? []).map(
      (record) => changes.get(record.id) ?? record,
    );
    const kept = base.filter((record) => changes.get(record.id) !== null);
    const ids = new Set(base.map((record) => record.id));
    const added = [...changes.values()]
      .filter((record) => record !== null)
      .filter((record) => !ids.has(record.id));
    // One person may have undone the part that another one's relationship points at; the engine refuses such a package.
    const records = [...kept, ...added].filter(
      (record) => record.targetMode === 'External' || hasPart(pkg, targetOf(record)),
    );
    const known = pkg.relationships.get(owner) ?? [];
    if (records.length === known.length && records.every((record, i) => sameRecord(record, known[i])))
      return pkg;
    const name = relsPartNameFor(owner);
    const part = this.tree.base.parts.get(name) ?? emptyRelationships(name);
    const elements = new Map(
      (part.root.children as readonly OoxmlElement[]).map((element) => [idOf(element), element]),
    );
    const children = records.map((record) => {
      const element = elements.get(record.id);
      return element !== undefined && !changes.has(record.id)
        ? element
        : this.relationshipElement(owner, record);
    });
    const root = Object.freeze({ ...part.root, children: Object.freeze(children) }) as OoxmlElement;
    const parts = new Map(pkg.parts).set(name, Object.freeze({ ...part, root }));
    return { ...pkg, parts, relationships: new Map(pkg.relationships).set(owner, Object.freeze(records)) };
  }

  private relationshipElement(owner: string, record: RelationshipRecord): OoxmlElement {
    const node = new ShadowNode(`${relsPartNameFor(owner)}#y${this.mintKey}:${this.minted++}`, 'generic');
    node.namespaceUri = PACKAGE_RELATIONSHIPS;
    node.localName = 'Relationship';
    const attribute = (name: string, text: string) => attributeOf('', name, undefined, text);
    node.attributes = Object.freeze([
      attribute('Id', record.id),
      attribute('Type', record.type),
      attribute('Target', record.rawTarget),
      ...(record.targetMode === 'External' ? [attribute('TargetMode', 'External')] : []),
    ]);
    return freeze(node) as OoxmlElement;
  }
}

/** The part an internal relationship points at. */
function targetOf({ ownerPart, rawTarget }: RelationshipRecord): string {
  const folder = rawTarget.startsWith('/') ? [] : ownerPart.split('/').slice(1, -1);
  const path: string[] = folder;
  for (const step of rawTarget.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return `/${path.join('/')}`;
}

function hasPart(pkg: OoxmlPackage, name: string): boolean {
  return pkg.parts.has(name) || pkg.partBytes.has(name) || pkg.partBytes.has(decoded(name));
}

function decoded(name: string): string {
  try {
    return decodeURI(name);
  } catch {
    // Not an encoded name at all.
    return name;
  }
}

function isPackageLevel(name: string): boolean {
  return name === '/[Content_Types].xml';
}

function without<V>(map: ReadonlyMap<string, V>, keys: readonly string[]): Map<string, V> {
  const copy = new Map(map);
  for (const key of keys) copy.delete(key);
  return copy;
}

function emptyRelationships(name: string): OoxmlPart {
  const root = new ShadowNode(`${name}#0`, 'generic');
  root.namespaceUri = PACKAGE_RELATIONSHIPS;
  root.localName = 'Relationships';
  root.namespaceBindings = Object.freeze([{ prefix: '', namespaceUri: PACKAGE_RELATIONSHIPS }]);
  const contentType = 'application/vnd.openxmlformats-package.relationships+xml';
  return { id: `part:${name}`, name, contentType, root: freeze(root) as OoxmlElement };
}

function idOf(element: OoxmlElement): string | undefined {
  return element.attributes?.find((a) => a.localName === 'Id')?.value;
}

function sameRecord(a: RelationshipRecord, b: RelationshipRecord | undefined): boolean {
  return (
    b !== undefined &&
    a.id === b.id &&
    a.type === b.type &&
    a.rawTarget === b.rawTarget &&
    a.targetMode === b.targetMode
  );
}

function readRecord(value: unknown, ownerPart: string): RelationshipRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, type, rawTarget, targetMode, order } = value as Record<string, unknown>;
  if (typeof id !== 'string' || typeof type !== 'string' || typeof rawTarget !== 'string') return null;
  return {
    ownerPart,
    id,
    type,
    rawTarget,
    targetMode: targetMode === 'External' ? 'External' : 'Internal',
    order: typeof order === 'number' ? order : 0,
  };
}
