package hearth.web.hub;

/**
 * A file as a hub lists it.
 *
 * @param path   in its repository, as it stands in an address
 * @param bytes  its length, or -1
 * @param sha256 lower-case hex, or null where the hub does not say
 */
record HubEntry(String path, long bytes, String sha256) {
}
