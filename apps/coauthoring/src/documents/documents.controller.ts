import { documentStatus, documentTimeline, type ReplyOf } from '#libs/contracts';
import { DocumentRepository, ParticipantRepository, TimelineRepository } from '#libs/persistence';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';

/** Answers other apps' questions about a document key. */
@Controller()
export class DocumentsController {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly participants: ParticipantRepository,
    private readonly timeline: TimelineRepository,
  ) {}

  @MessagePattern(documentStatus.pattern)
  async status(@Payload() payload: unknown): Promise<ReplyOf<typeof documentStatus>> {
    const { documentKey } = documentStatus.request.parse(payload);
    const document = await this.documents.find(documentKey);
    if (!document) return { status: null };
    const editors = (await this.participants.of(documentKey)).filter((participant) => participant.canEdit);
    const { state, generation, lastSeq } = document;
    return {
      status: { state, generation, lastSeq, editors: [...new Set(editors.map((editor) => editor.userId))] },
    };
  }

  @MessagePattern(documentTimeline.pattern)
  async story(@Payload() payload: unknown): Promise<ReplyOf<typeof documentTimeline>> {
    const { documentKey } = documentTimeline.request.parse(payload);
    const rows = await this.timeline.of(documentKey);
    return { events: rows.map(({ at, step, detail }) => ({ at: at.toISOString(), step, detail })) };
  }
}
