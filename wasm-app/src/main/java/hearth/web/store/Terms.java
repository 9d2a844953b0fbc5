package hearth.web.store;

import hearth.web.platform.AbortSignal;

/**
 * On which terms a model is brought.
 *
 * @param keep    whether it is kept on the device; the user's own files are only where that is {@link Keep#REQUIRED}
 * @param offline never to touch the network
 * @param consent to remove others for it
 * @param signal  ends the load
 */
public record Terms(Keep keep, boolean offline, RoomConsent consent, AbortSignal signal) {
}
