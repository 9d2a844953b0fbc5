package hearth.hub;

import java.time.Instant;

/**
 * One request that came to the hub, and what was sent for it.
 *
 * @param begun when it came
 * @param method GET, HEAD or OPTIONS
 * @param path the path as asked for
 * @param range the {@code Range} header, or null
 * @param authorization the {@code Authorization} header, or null
 * @param status the answer's status; 0 where the connection was ended without one
 * @param bytes bytes of the body that were written
 */
public record HubRequest(Instant begun, String method, String path, String range, String authorization, int status, long bytes) {}
