import { Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { parseInput, readJson } from '../request-input.js';
import type { FileView, VersionView } from './file-view.js';
import { LibraryFiles, type Listing } from './library-files.js';

const renaming = z.object({ title: z.string() });
const MAX_BODY_BYTES = 16 * 1024;

@Controller('api/library/files')
export class FilesController {
  constructor(private readonly files: LibraryFiles) {}

  /** Answers 304 to a page that has the list already (the entity tag is made of the content). */
  @Get()
  @Header('Cache-Control', 'no-cache')
  list(): Promise<Listing> {
    return this.files.list();
  }

  @Get(':id')
  @Header('Cache-Control', 'no-cache')
  describe(@Param('id') id: string): Promise<FileView & { versions: VersionView[] }> {
    return this.files.describe(id);
  }

  @Patch(':id')
  async rename(@Param('id') id: string, @Req() request: Request): Promise<FileView> {
    const { title } = parseInput(renaming, await readJson(request, MAX_BODY_BYTES));
    return this.files.rename(id, title);
  }

  @Delete(':id')
  @HttpCode(204)
  async remove(@Param('id') id: string): Promise<void> {
    await this.files.moveToTrash(id);
  }

  @Post(':id/restore')
  @HttpCode(200)
  restore(@Param('id') id: string): Promise<FileView> {
    return this.files.restore(id);
  }
}
