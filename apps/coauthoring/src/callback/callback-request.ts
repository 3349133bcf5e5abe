import { outgoingAuthorization, type LinkSigner, type Tokens } from '#libs/auth';
import type { Config } from '#libs/config';
import type { DeliveryEntity, DocumentEntity } from '#libs/persistence';

/** contract/callback.md section 7: what fits into a request header */
const LONGEST_HEADER = 7168;

export interface CallbackRequest {
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
}

/** Body and token of one attempt. Links and tokens are fresh every time, because they expire. */
export async function callbackRequest(
  delivery: DeliveryEntity,
  document: DocumentEntity,
  { config, tokens, links }: { config: Config; tokens: Tokens; links: LinkSigner },
): Promise<CallbackRequest> {
  const { quire, filetype, ...fields } = delivery.body;
  const file =
    delivery.fileBlob === null
      ? {}
      : { url: fileLink(delivery, document, String(filetype), config, links), filetype };
  const receipt = quire ? { quire: { deliveryId: delivery.id, ...quire } } : {};
  const plain = { key: delivery.key, status: delivery.status, ...file, ...fields, ...receipt };
  const token = tokens.isOutboxTokenSent ? { token: await tokens.signOutgoing(plain) } : {};
  const authorization = await outgoingAuthorization(config, tokens, plain);
  const isTooLong = Object.values(authorization).some((value) => value.length > LONGEST_HEADER);
  return { headers: isTooLong ? {} : authorization, body: { ...plain, ...token } };
}

function fileLink(
  delivery: DeliveryEntity,
  document: DocumentEntity,
  filetype: string,
  config: Config,
  links: LinkSigner,
): string {
  const target = { blob: delivery.fileBlob ?? '', fileName: `output.${filetype}` };
  return links.sign(document.baseUrl, target, config.storage.fs.urlExpires);
}
