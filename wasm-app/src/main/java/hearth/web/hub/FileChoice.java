package hearth.web.hub;

import java.util.ArrayList;
import java.util.List;

/** The models that are among some files, and which of them suits best. */
final class FileChoice {
    private static final String EXTENSION = ".gguf";
    /** Beside a model lie files that are none: what sees images, and what was measured for quantising. */
    private static final String[] NO_MODELS = {"mmproj", "imatrix"};

    private final List<List<HubEntry>> models = new ArrayList<>();

    /** @param entries all files, in any order */
    FileChoice(List<HubEntry> entries) {
        for (HubEntry entry : entries) {
            if (isModel(entry.path())) {
                List<HubEntry> files = files(entry, entries);
                if (files != null) {
                    models.add(files);
                }
            }
        }
    }

    /**
     * The files, in order, of the best model; empty where there is none.
     *
     * @param quantization that it must have, or null
     */
    List<HubEntry> best(String quantization) {
        List<HubEntry> best = List.of();
        for (List<HubEntry> model : models) {
            String path = model.get(0).path();
            if ((quantization == null || QuantizationNames.matches(path, quantization)) && (best.isEmpty() || isBetter(path, best.get(0).path()))) {
                best = model;
            }
        }
        return best;
    }

    /** What there is to choose from: quantisations, and names of files that do not say theirs; without doubles, best first. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (List<HubEntry> model : models) {
            String path = model.get(0).path();
            String quantization = QuantizationNames.of(path);
            String name = quantization == null ? path : quantization;
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        names.sort((a, b) -> QuantizationNames.rank(a) != QuantizationNames.rank(b) ? QuantizationNames.rank(a) - QuantizationNames.rank(b)
                : a.compareTo(b));
        return names;
    }

    private static boolean isBetter(String path, String than) {
        int rank = QuantizationNames.rank(QuantizationNames.of(path));
        int other = QuantizationNames.rank(QuantizationNames.of(than));
        if (rank != other) {
            return rank < other;
        }
        return path.length() != than.length() ? path.length() < than.length() : path.compareTo(than) < 0;
    }

    private static boolean isModel(String path) {
        String name = AddressText.lowerCase(path);
        boolean model = name.endsWith(EXTENSION);
        for (String other : NO_MODELS) {
            model &= name.indexOf(other) < 0;
        }
        return model;
    }

    /** All files of the model that begins with this one; null where it is not the first, or one is missing. */
    private static List<HubEntry> files(HubEntry first, List<HubEntry> entries) {
        SplitName split = SplitName.of(first.path());
        if (split == null) {
            return List.of(first);
        }
        if (split.number() != 1) {
            return null;
        }
        List<HubEntry> files = new ArrayList<>();
        for (int i = 1; i <= split.count(); i++) {
            HubEntry file = withPath(split.at(i), entries);
            if (file == null) {
                return null;
            }
            files.add(file);
        }
        return files;
    }

    /** The entry of this path, or null. */
    static HubEntry withPath(String path, List<HubEntry> entries) {
        for (HubEntry entry : entries) {
            if (entry.path().equals(path)) {
                return entry;
            }
        }
        return null;
    }
}
