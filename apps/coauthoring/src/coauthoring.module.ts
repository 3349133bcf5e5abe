import { PersistenceModule } from '#libs/persistence';
import { PlatformModule, type Platform } from '#libs/platform';
import { Module, type DynamicModule } from '@nestjs/common';
import { CallbackSender } from './callback/callback-sender.js';
import { Courier } from './callback/courier.js';
import { FinalDelivery } from './callback/final-delivery.js';
import { Outbox } from './callback/outbox.js';
import { CatchUp } from './changes/catch-up.js';
import { ChangeAppender } from './changes/change-appender.js';
import { ChangeReceiver } from './changes/change-receiver.js';
import { CommitNotifier } from './changes/commit-notifier.js';
import { ReplicaLink } from './changes/replica-link.js';
import { SnapshotMaker } from './changes/snapshot-maker.js';
import { DocumentsController } from './documents/documents.controller.js';
import { HealthController } from './health/health.controller.js';
import { OpeningJobs } from './opening/opening-jobs.js';
import { OpeningOutcome } from './opening/opening-outcome.js';
import { Reconciler } from './reconciler/reconciler.js';
import { AssemblyOutcome } from './saving/assembly-outcome.js';
import { AssemblyStarter } from './saving/assembly-starter.js';
import { ConversionOutcomeController } from './saving/conversion-outcome.controller.js';
import { ConversionOutcomes } from './saving/conversion-outcomes.js';
import { SaveDelay } from './saving/save-delay.js';
import { SaveStates } from './saving/save-states.js';
import { Admission } from './session/admission.js';
import { JoinService } from './session/join.service.js';
import { LeaveService } from './session/leave.service.js';
import { PresenceService } from './session/presence.service.js';
import { SessionRegistry } from './session/session-registry.js';
import { SocketServer } from './session/socket-server.js';

const session = [SessionRegistry, SocketServer, JoinService, LeaveService, Admission, PresenceService];
const changes = [ChangeReceiver, ChangeAppender, CommitNotifier, ReplicaLink, CatchUp, SnapshotMaker];
const opening = [OpeningJobs, OpeningOutcome];
const saving = [SaveDelay, AssemblyStarter, AssemblyOutcome, SaveStates, ConversionOutcomes];
const callback = [Outbox, Courier, CallbackSender, FinalDelivery];

@Module({})
export class CoauthoringModule {
  static with(platform: Platform): DynamicModule {
    return {
      module: CoauthoringModule,
      imports: [
        PlatformModule.with(platform),
        PersistenceModule.with({ url: platform.databaseUrl, app: 'coauthoring' }),
      ],
      controllers: [DocumentsController, HealthController, ConversionOutcomeController],
      providers: [...session, ...changes, ...opening, ...saving, ...callback, Reconciler],
    };
  }
}
