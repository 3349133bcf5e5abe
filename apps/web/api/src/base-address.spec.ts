import { describe, expect, it } from 'vitest';
import { findApiFolder } from './base-address.js';

describe('address of the document server', () => {
  it('is the folder of the script tag', () => {
    expect(findApiFolder(['https://docs.example/web-apps/apps/api/documents/api.js'])).toBe(
      'https://docs.example/web-apps/apps/api/documents/',
    );
  });

  it('keeps a path prefix and leaves query parameters out', () => {
    expect(
      findApiFolder([
        'https://host.example/docs/web-apps/apps/api/documents/api.js?shardkey=k1&placeholder=x',
      ]),
    ).toBe('https://host.example/docs/web-apps/apps/api/documents/');
  });

  it('is found whatever the case of the path', () => {
    expect(findApiFolder(['https://host.example/Web-Apps/apps/API/documents/API.js'])).toBe(
      'https://host.example/Web-Apps/apps/API/documents/',
    );
  });

  it('comes from the last of several matching tags, also when other scripts follow', () => {
    expect(
      findApiFolder([
        'https://old.example/web-apps/apps/api/documents/api.js',
        'https://new.example/web-apps/apps/api/documents/api.js',
        'https://page.example/main.js',
      ]),
    ).toBe('https://new.example/web-apps/apps/api/documents/');
  });

  it('is unknown when no tag matches, also when another script only mentions the path in its query', () => {
    expect(findApiFolder(['https://page.example/main.js'])).toBeNull();
    expect(
      findApiFolder(['https://page.example/load.js?src=/web-apps/apps/api/documents/api.js']),
    ).toBeNull();
  });
});
