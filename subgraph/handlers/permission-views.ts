import { describe } from "../entities/event";
import { getOrCreateTransaction } from "../entities/transaction";
import {
  BodyAdded as BodyAddedLog,
  BodyRemoved as BodyRemovedLog,
} from "../generated/PermissionViews/PermissionViews";
import { BodyAdded, BodyRemoved, PrivilegedBody } from "../generated/schema";
import { eventId } from "../ids";

export function handleBodyAdded(event: BodyAddedLog): void {
  const params = event.params;
  const body = new PrivilegedBody(params.council);
  body.memberRegistry = params.memberRegistry;
  body.present = true;
  body.setIn = getOrCreateTransaction(event).id;
  body.save();

  const log = new BodyAdded(eventId(event));
  describe(log, event);
  log.body = body.id;
  log.memberRegistry = params.memberRegistry;
  log.actor = params.actor;
  log.save();
}

export function handleBodyRemoved(event: BodyRemovedLog): void {
  const params = event.params;
  const body = PrivilegedBody.load(params.council)!;
  body.present = false;
  body.setIn = getOrCreateTransaction(event).id;
  body.save();

  const log = new BodyRemoved(eventId(event));
  describe(log, event);
  log.body = body.id;
  log.actor = params.actor;
  log.save();
}
