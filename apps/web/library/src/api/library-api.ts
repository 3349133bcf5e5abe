import { problemOf, RequestProblem } from './request-problem.js';
import { messages } from '../messages.js';
import type { LibraryFile, LibraryListing, LibraryVersion, OpeningConfig, Person } from './types.js';

/** Relative, because the product may sit under any path prefix. */
const API = new URL('../api/library/', location.href).href;

export const eventsUrl = `${API}events`;

/** Full address of a link that an answer gives relative to the API. */
export function apiLink(relative: string): string {
  return new URL(relative, API).href;
}

export function listFiles(): Promise<LibraryListing> {
  return ask<LibraryListing>('files');
}

export function describeFile(id: string): Promise<LibraryFile & { versions: LibraryVersion[] }> {
  return ask(`files/${encodeURIComponent(id)}`);
}

export function createFile(): Promise<LibraryFile> {
  return ask('files/new', { method: 'POST' });
}

export function renameFile(id: string, title: string): Promise<LibraryFile> {
  const body = JSON.stringify({ title });
  const headers = { 'Content-Type': 'application/json' };
  return ask(`files/${encodeURIComponent(id)}`, { method: 'PATCH', body, headers });
}

export async function removeFile(id: string): Promise<void> {
  await request(`files/${encodeURIComponent(id)}`, { method: 'DELETE' });
}

export function restoreFile(id: string): Promise<LibraryFile> {
  return ask(`files/${encodeURIComponent(id)}/restore`, { method: 'POST' });
}

export function openingConfig(id: string, person: Person, mode: 'edit' | 'view'): Promise<OpeningConfig> {
  const query = new URLSearchParams({ user: person.id, name: person.name, mode });
  return ask(`files/${encodeURIComponent(id)}/config?${query}`);
}

export function uploadUrl(title: string): string {
  return `${API}files?${new URLSearchParams({ title })}`;
}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await request(path, init);
  return (await response.json()) as T;
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(API + path, init);
  } catch {
    throw new RequestProblem(messages.serverSilent, 0);
  }
  if (!response.ok) throw problemOf(response.status, await response.text());
  return response;
}
