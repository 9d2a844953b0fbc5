package hearth.web.store;

import java.util.List;

/**
 * What loading a model would take.
 *
 * @param bytes       of all its files, or -1 where a server does not say
 * @param storedBytes how many of them are on this device
 * @param freeBytes   how many the browser lets this site store now, or -1 where it does not say
 * @param cached      whether all is here, so that no network is needed
 * @param interrupted whether the last load of it never ended
 */
public record ModelPlan(String id, String name, double bytes, double storedBytes, double freeBytes, boolean cached, boolean interrupted,
        List<StoredModel.File> files) {
    /** What would have to be downloaded, or -1 where that is not known. */
    public double missingBytes() {
        return cached ? 0 : bytes < 0 ? -1 : bytes - storedBytes;
    }

    /** Whether there is room for it, as far as is known. */
    public boolean fits() {
        return freeBytes < 0 || missingBytes() <= freeBytes;
    }
}
