package hearth.web.hub;

import hearth.web.protocol.ErrorCode;
import hearth.web.protocol.HearthException;

import java.util.List;

/** Why no file of a repository could be chosen, in the words and codes that users see. */
final class LookupErrors {
    private LookupErrors() {
    }

    static HearthException notStored(HubChoice choice) {
        return new HearthException(ErrorCode.OFFLINE, "No file of '" + choice.id() + "' is stored on this device, and the network was not to be used",
                "Load it once without 'offline'.");
    }

    /** @param status as {@link HubListings.NoListing} has it */
    static HearthException noListing(HubChoice choice, int status, String hub) {
        String repository = "'" + choice.repository() + "'";
        String name = "name the file as well: '" + choice.repository() + "/file.gguf'.";
        return switch (status) {
            case HubListings.NoListing.SILENCE -> new HearthException(ErrorCode.NETWORK, "The hub " + hub + " said nothing for "
                    + HubListings.SECONDS + " seconds when asked for the files of " + repository, "Try again later, or " + name);
            case 200 -> new HearthException(ErrorCode.NOT_FOUND, "What the hub " + hub + " answers is no list of the files of " + repository,
                    "Check the hub's address, or " + name);
            case 401, 403 -> new HearthException(ErrorCode.GATED, "The hub " + hub + " shows the files of " + repository
                    + " only to those who may read them (" + status + ")",
                    "Check the name. If it is right, accept the model's terms on its page and give a token, or choose another model.");
            case 404 -> new HearthException(ErrorCode.NOT_FOUND, "The hub " + hub + " has no repository " + repository + revision(choice)
                    + ", or gives no list of its files (404)", "Check the name, or " + name);
            default -> new HearthException(ErrorCode.NETWORK, "The hub " + hub + " gives no list of the files of " + repository
                    + ": it answers " + status, "Try again later, or " + name);
        };
    }

    private static String revision(HubChoice choice) {
        return choice.revision().equals(HubFile.MAIN) ? "" : " with the revision '" + choice.revision() + "'";
    }

    /** The repository has no model, or none of the quantisation that was asked for. */
    static HearthException nothingToChoose(HubChoice choice, List<String> names) {
        if (names.isEmpty()) {
            return new HearthException(ErrorCode.NOT_FOUND, "'" + choice.repository() + "' has no GGUF file",
                    "Choose a repository whose name ends with GGUF: the same model is often there too.");
        }
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            all.append(all.length() == 0 ? "" : ", ").append(name);
        }
        return new HearthException(ErrorCode.NOT_FOUND, "'" + choice.repository() + "' has no file with the quantisation " + choice.quantization()
                + "; there are: " + all, "Ask for one of these: '" + choice.repository() + ":" + names.get(0) + "'.");
    }
}
