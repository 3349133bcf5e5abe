import type { Provider } from '@nestjs/common';
import { ChangeRepository } from './change/change.repository.js';
import { DeliveryRepository } from './delivery/delivery.repository.js';
import { DocumentRepository } from './document/document.repository.js';
import { ParticipantRepository } from './document/participant.repository.js';
import { LibraryFileRepository } from './library/library-file.repository.js';
import { LibraryPersonRepository } from './library/library-person.repository.js';
import { LibraryVersionRepository } from './library/library-version.repository.js';
import { TimelineRepository } from './timeline/timeline.repository.js';

/** Every repository of the product; each app injects the ones it owns. */
export const repositories: (Provider & (new (...args: never[]) => object))[] = [
  ChangeRepository,
  DeliveryRepository,
  DocumentRepository,
  ParticipantRepository,
  LibraryFileRepository,
  LibraryPersonRepository,
  LibraryVersionRepository,
  TimelineRepository,
];
