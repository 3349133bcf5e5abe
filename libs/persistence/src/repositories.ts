import type { Provider } from '@nestjs/common';
import { TimelineRepository } from './timeline/timeline.repository.js';

/** Every repository of the product; each app injects the ones it owns. */
export const repositories: (Provider & (new (...args: never[]) => object))[] = [TimelineRepository];
