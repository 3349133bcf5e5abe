import type { SniffedFormat } from '../sniff/document-format.js';

/** `master` is the OOXML word document that is edited; the others are file name extensions. */
export type TargetFormat =
  'master' | 'doc' | 'dot' | 'odt' | 'ott' | 'fodt' | 'rtf' | 'txt' | 'html' | 'htm' | 'png';

export interface EngineState {
  readonly name: string;
  readonly isAvailable: boolean;
  /** version and place, or what to do about its absence */
  readonly detail: string;
}

export interface ConversionRequest {
  readonly source: Buffer;
  readonly from: SniffedFormat;
  readonly to: TargetFormat;
}

export interface ConversionEngine {
  readonly name: string;
  available(): Promise<EngineState>;
  /**
   * The converted file. An aborted signal ends everything that was started.
   * @throws DomainError 'conversion-failed' | 'conversion-timed-out' | 'engine-missing'
   */
  convert(request: ConversionRequest, signal: AbortSignal): Promise<Buffer>;
}
