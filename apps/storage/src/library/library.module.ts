import { Module, type MiddlewareConsumer, type NestModule } from '@nestjs/common';
import { CallbackController } from './callback/callback.controller.js';
import { CallbackService } from './callback/callback.service.js';
import { SavedFile } from './callback/saved-file.js';
import { EditorConfigController } from './editor-config/editor-config.controller.js';
import { FilesController } from './files/files.controller.js';
import { LibraryFiles } from './files/library-files.js';
import { EventsController } from './live/events.controller.js';
import { LibraryChanges } from './live/library-changes.js';
import { refuseOtherSites } from './same-site.js';
import { ThumbnailRequests } from './thumbnails/thumbnail-requests.js';
import { ThumbnailResults } from './thumbnails/thumbnail-results.js';
import { TrashSweeper } from './trash/trash-sweeper.js';
import { UploadController } from './upload/upload.controller.js';
import { VersionContentController } from './versions/version-content.controller.js';

/** The built-in document library: an integrator that uses Quire only through its public contract. */
@Module({
  controllers: [
    UploadController,
    FilesController,
    VersionContentController,
    EditorConfigController,
    EventsController,
    CallbackController,
    ThumbnailResults,
  ],
  providers: [LibraryFiles, LibraryChanges, CallbackService, SavedFile, ThumbnailRequests, TrashSweeper],
})
export class LibraryModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(refuseOtherSites).forRoutes('api/library/{*path}');
  }
}
