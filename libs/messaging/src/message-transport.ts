import type { ClientProxy, CustomStrategy, MicroserviceOptions } from '@nestjs/microservices';

/** How apps reach each other; chosen once per profile. */
export interface MessageTransport {
  /** what an app connects (`app.connectMicroservice`) to receive its commands and events */
  serversFor(app: string): (MicroserviceOptions | CustomStrategy)[];
  /** sends commands to one app */
  commandClient(owner: string): ClientProxy;
  /** tells every app that listens to an event; one replica of each app receives it */
  eventClient(): ClientProxy;
}
