package hearth.web.store;

import hearth.format.GgufPart;

/**
 * The head of one of a model's files, read before the file itself.
 *
 * @param part    what it says
 * @param bytes   the head's bytes, with which the file has to begin when it is read
 * @param missing how many of the file's bytes are not on the device
 */
record PartHead(GgufPart part, byte[] bytes, double missing) {
}
