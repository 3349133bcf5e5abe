import { CONFIG, LINK_SIGNER, TOKENS } from '#libs/platform';
import type { LinkSigner, Tokens } from '#libs/auth';
import type { Config } from '#libs/config';
import { baseUrlOf } from '#libs/http';
import { LibraryPersonRepository, type LibraryDocument } from '#libs/persistence';
import { Controller, Get, Header, Inject, Param, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { withExtension } from '../files/file-title.js';
import { LibraryFiles } from '../files/library-files.js';
import { parseInput } from '../request-input.js';
import { editorConfig, type EditorAddresses, type EditorConfig } from './editor-config.js';

const query = z.object({
  user: z.string().min(1).max(128),
  name: z.string().trim().min(1).max(128),
  mode: z.enum(['edit', 'view']).default('edit'),
});

/** the document server downloads at opening; "Try again" in a page that was left open still works for a while */
const LIFETIME_MS = 60 * 60 * 1000;

/** What a page needs to open a document in the editor. */
@Controller('api/library/files/:id/config')
export class EditorConfigController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TOKENS) private readonly tokens: Tokens,
    @Inject(LINK_SIGNER) private readonly links: LinkSigner,
    private readonly files: LibraryFiles,
    private readonly people: LibraryPersonRepository,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  async get(
    @Param('id') id: string,
    @Query() queryString: unknown,
    @Req() request: Request,
  ): Promise<EditorConfig & { token?: string }> {
    const { user, name, mode } = parseInput(query, queryString);
    const document = await this.files.require(id);
    const person = { id: user, name };
    await this.people.remember(person);
    const config = editorConfig(document, this.addresses(document, request), person, mode);
    if (!this.hasSecret()) return config;
    return { ...config, token: await this.tokens.signOpening(config, LIFETIME_MS) };
  }

  private addresses({ file, current }: LibraryDocument, request: Request): EditorAddresses {
    const { internalUrl } = this.config.quire.library;
    const base = internalUrl.replace(/\/+$/, '') || baseUrlOf(request, this.config);
    const fileName = withExtension(file.title, current.fileType);
    return {
      url: this.links.sign(base, { blob: current.blob, fileName }, LIFETIME_MS),
      callbackUrl: `${base}/api/library/callback?file=${file.id}`,
    };
  }

  /** A token is useful even where none is required: addresses inside a valid token may be private ones. */
  private hasSecret(): boolean {
    const { token, secret } = this.config.services.CoAuthoring;
    return (token.browser.secretFromInbox ? secret.inbox : secret.browser).string !== '';
  }
}
