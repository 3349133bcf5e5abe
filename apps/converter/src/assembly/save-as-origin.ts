import { isDomainError, toDomainError } from '#libs/errors';
import type { AssembleJob } from '#libs/queues';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Engines } from '../engines/engines.js';
import { exportTarget } from '../engines/pair-table.js';
import { isWordOoxml } from '../sniff/document-format.js';

export interface SavedFile {
  readonly bytes: Buffer;
  readonly fileType: string;
  readonly isConverted: boolean;
  /** why the file is OOXML although the origin is not */
  readonly rollback?: string;
}

/** Turns a finished OOXML file into the format that was opened; a failure costs the format, never the save. */
@Injectable()
export class SaveAsOrigin {
  private readonly logger = new Logger(SaveAsOrigin.name);

  constructor(@Inject(Engines) private readonly engines: Engines) {}

  /** @throws DomainError 'conversion-timed-out': after the deadline there is no time left for a second way */
  async save(
    ooxml: Buffer,
    { originFormat, asOrigin }: Pick<AssembleJob, 'originFormat' | 'asOrigin'>,
    signal: AbortSignal,
  ): Promise<SavedFile> {
    if (isWordOoxml(originFormat)) return { bytes: ooxml, fileType: originFormat, isConverted: false };
    if (!asOrigin) return { bytes: ooxml, fileType: 'docx', isConverted: false };
    const target = exportTarget(originFormat);
    if (target === undefined) {
      return this.rolledBack(ooxml, originFormat, `there is no way to write ${originFormat}`);
    }
    try {
      const bytes = await this.engines.convert({ source: ooxml, from: 'docx', to: target }, signal);
      return { bytes, fileType: originFormat, isConverted: true };
    } catch (error) {
      if (signal.aborted || (isDomainError(error) && error.code === 'conversion-timed-out')) throw error;
      return this.rolledBack(ooxml, originFormat, toDomainError(error).message);
    }
  }

  private rolledBack(ooxml: Buffer, originFormat: string, reason: string): SavedFile {
    // The beginning is the contract's: operators look for it (contract/save-pipeline.md section 4).
    this.logger.warn(
      `rollback to save changes to ooxml: assemblyFormatAsOrigin asks for ${originFormat}, the file was saved as docx instead, because: ${reason}`,
    );
    return { bytes: ooxml, fileType: 'docx', isConverted: false, rollback: reason };
  }
}
