import { DomainError } from '#libs/errors';
import { Injectable, Logger } from '@nestjs/common';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compiledFile } from '../../compiled-file.js';
import { inJobFolder } from '../../conversion/job-folder.js';
import { textEncodingOf } from '../../sniff/text-content.js';
import type { ConversionEngine, ConversionRequest, EngineState } from '../conversion-engine.js';
import { findOffice } from './find-office.js';
import { prepareSandbox } from './office-sandbox.js';
import { runSupervised } from './supervised-child.js';

/** An installation in the background is noticed this soon. */
const LOOK_AGAIN_MS = 5_000;

export const INSTALL_COMMAND =
  'apt-get install -y --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui';

/** One LibreOffice per conversion, through npm libreoffice-convert. */
@Injectable()
export class OneShotEngine implements ConversionEngine {
  readonly name = 'LibreOffice';
  private readonly logger = new Logger(OneShotEngine.name);
  private looked: { readonly at: number; readonly office: Promise<string | undefined> } | undefined;

  async available(): Promise<EngineState> {
    const office = await this.office();
    return office === undefined
      ? {
          name: this.name,
          isAvailable: false,
          detail: `is not installed; install it with: ${INSTALL_COMMAND}`,
        }
      : { name: this.name, isAvailable: true, detail: office };
  }

  async convert(request: ConversionRequest, signal: AbortSignal): Promise<Buffer> {
    const office = await this.office();
    if (office === undefined) {
      throw new DomainError(
        'engine-missing',
        `This kind of document needs LibreOffice, which is not installed on the server. An administrator can install it with: ${INSTALL_COMMAND}`,
      );
    }
    return inJobFolder((folder) => this.convertIn(folder, office, request, signal));
  }

  private async convertIn(
    folder: string,
    office: string,
    { source, from, to }: ConversionRequest,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const entry = compiledFile('./one-shot.child.js', import.meta.url);
    if (!entry) throw new Error('The converter is not built. Run: npm run build');
    const sandbox = await prepareSandbox(folder, office);
    const sourcePath = join(folder, 'source');
    const outputPath = join(folder, 'output');
    await writeFile(sourcePath, source);
    const task = {
      sourcePath,
      outputPath,
      fileName: `document.${SOURCE_EXTENSIONS[from] ?? from}`,
      format: to === 'master' ? 'docx' : to,
      program: sandbox.program,
      arguments: importArguments(from, source),
      temporaryFolder: sandbox.environment['TMPDIR'] ?? folder,
    };
    const answer = await runSupervised(entry, task, sandbox.environment, signal);
    const output = await readFile(outputPath).catch(() => undefined);
    if (output) return output;
    const said = await readFile(sandbox.log, 'utf8').catch(() => '');
    this.logger.warn(
      `LibreOffice made no ${to} from ${from}: ${answer?.failure ?? 'it crashed'} ${said.slice(0, 500)}`,
    );
    throw new DomainError(
      'conversion-failed',
      answer
        ? 'LibreOffice could not read this document. It may be damaged; open it with the program it was made with and save it again.'
        : 'LibreOffice crashed over this document.',
      { cause: new Error(answer?.failure ?? 'no answer') },
    );
  }

  private office(): Promise<string | undefined> {
    const now = Date.now();
    if (!this.looked || now - this.looked.at > LOOK_AGAIN_MS) this.looked = { at: now, office: findOffice() };
    return this.looked.office;
  }
}

/** Extensions by which LibreOffice knows a content that has another name here. */
const SOURCE_EXTENSIONS: Partial<Record<ConversionRequest['from'], string>> = { text: 'txt', xml: 'fodt' };

const TEXT_CHARSETS = {
  'utf-8': 'UTF8',
  'utf-16le': 'UNICODE',
  'utf-16be': 'UNICODE',
  'windows-1252': 'MS_1252',
} as const;

/** Where LibreOffice would guess by its locale, it is told. */
function importArguments(from: ConversionRequest['from'], source: Buffer): string[] {
  if (from === 'html') return ['--infilter=HTML (StarWriter)'];
  if (from !== 'text') return [];
  return [`--infilter=Text (encoded):${TEXT_CHARSETS[textEncodingOf(source) ?? 'utf-8']}`];
}
